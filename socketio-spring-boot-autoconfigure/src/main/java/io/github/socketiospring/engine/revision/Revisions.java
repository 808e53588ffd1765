package io.github.socketiospring.engine.revision;

import io.github.socketiospring.codec.socketio.PacketEncoder;
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
	 * @param eio4Encoder encodes packets for Socket.IO protocol 5
	 */
	public Revisions(int maxPacketsPerPayload, PacketEncoder eio4Encoder) {
		this(maxPacketsPerPayload, eio4Encoder, null);
	}

	/**
	 * Creates the revisions.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 * @param eio4Encoder encodes packets for Socket.IO protocol 5
	 * @param eio3Encoder encodes packets for Socket.IO protocol 4, or {@code null} if
	 * Engine.IO 3 is not offered
	 */
	public Revisions(int maxPacketsPerPayload, PacketEncoder eio4Encoder, @Nullable PacketEncoder eio3Encoder) {
		this.eio4 = new Eio4Revision(maxPacketsPerPayload, eio4Encoder);
		this.eio3 = (eio3Encoder != null) ? new Eio3Revision(maxPacketsPerPayload, eio3Encoder) : null;
	}

	/** As the reference server does: whatever is not 4 is 3, nothing at all included. */
	@Override
	public @Nullable ProtocolRevision choose(MultiValueMap<String, String> query) {
		return "4".equals(query.getFirst("EIO")) ? this.eio4 : this.eio3;
	}

}
