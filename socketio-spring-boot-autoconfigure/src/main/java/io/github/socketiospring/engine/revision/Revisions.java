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

	/**
	 * Creates the revisions.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 * @param packetEncoder encodes packets for Socket.IO protocol 5
	 */
	public Revisions(int maxPacketsPerPayload, PacketEncoder packetEncoder) {
		this.eio4 = new Eio4Revision(maxPacketsPerPayload, packetEncoder);
	}

	@Override
	public @Nullable ProtocolRevision choose(MultiValueMap<String, String> query) {
		return "4".equals(query.getFirst("EIO")) ? this.eio4 : null;
	}

}
