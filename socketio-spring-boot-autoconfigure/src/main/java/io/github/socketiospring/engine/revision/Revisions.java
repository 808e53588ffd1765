package io.github.socketiospring.engine.revision;

import java.util.HashMap;
import java.util.Map;

import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.RevisionChooser;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * The revisions this server speaks, and the only code that chooses between them.
 */
public final class Revisions implements RevisionChooser {

	private final ProtocolRevision eio4;

	private final @Nullable ProtocolRevision eio3;

	/**
	 * Creates revisions of which only Engine.IO 4 is offered.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 */
	public Revisions(int maxPacketsPerPayload) {
		this(maxPacketsPerPayload, false);
	}

	/**
	 * Creates the revisions.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 * @param eio3 whether Engine.IO 3 is offered
	 */
	public Revisions(int maxPacketsPerPayload, boolean eio3) {
		this.eio4 = new Eio4Revision(maxPacketsPerPayload);
		this.eio3 = eio3 ? new Eio3Revision(maxPacketsPerPayload) : null;
	}

	/** As the reference server does: whatever is not 4 is 3, nothing at all included. */
	@Override
	public @Nullable ProtocolRevision choose(MultiValueMap<String, String> query) {
		return "4".equals(query.getFirst("EIO")) ? this.eio4 : this.eio3;
	}

	/**
	 * Ties something of the layer above to each revision that is offered.
	 * @param <T> what is tied
	 * @param forEio4 what Engine.IO 4 gets
	 * @param forEio3 what Engine.IO 3 gets
	 * @return what each revision has, without those that are not offered; the caller's
	 */
	public <T> Map<ProtocolRevision, T> assign(T forEio4, T forEio3) {
		Map<ProtocolRevision, T> assigned = new HashMap<>();
		assigned.put(this.eio4, forEio4);
		if (this.eio3 != null) {
			assigned.put(this.eio3, forEio3);
		}
		return assigned;
	}

}
