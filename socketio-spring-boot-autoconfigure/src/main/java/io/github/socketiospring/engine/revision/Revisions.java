package io.github.socketiospring.engine.revision;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.legacy.LegacyPacketEncoder;
import io.github.socketiospring.codec.socketio.PacketEncoder;
import io.github.socketiospring.engine.LegacyOptions;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.RevisionChooser;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * The revisions this server speaks, and the only code that chooses between them.
 */
public final class Revisions implements RevisionChooser {

	private static final Log logger = LogFactory.getLog(Revisions.class);

	private final ProtocolRevision eio4;

	private final @Nullable ProtocolRevision eio3;

	private final @Nullable ProtocolRevision legacy;

	/**
	 * Creates revisions of which only Engine.IO 4 is offered.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 * @param eio4Encoder encodes packets for Socket.IO protocol 5
	 */
	public Revisions(int maxPacketsPerPayload, PacketEncoder eio4Encoder) {
		this(maxPacketsPerPayload, eio4Encoder, null, null);
	}

	/**
	 * Creates the revisions.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 * @param eio4Encoder encodes packets for Socket.IO protocol 5
	 * @param eio3Encoder encodes packets for Socket.IO protocol 4, or {@code null} if
	 * Engine.IO 3 is not offered
	 * @param legacy how clients of protocol 1 are served, or {@code null} if it is not
	 * offered
	 */
	public Revisions(int maxPacketsPerPayload, PacketEncoder eio4Encoder, @Nullable PacketEncoder eio3Encoder,
			@Nullable Legacy legacy) {
		this.eio4 = new Eio4Revision(maxPacketsPerPayload, eio4Encoder);
		this.eio3 = (eio3Encoder != null) ? new Eio3Revision(maxPacketsPerPayload, eio3Encoder) : null;
		this.legacy = (legacy != null)
				? new LegacyRevision(maxPacketsPerPayload, legacy.packetEncoder(), legacy.options()) : null;
	}

	/** As the reference server does: whatever is not 4 is 3, nothing at all included. */
	@Override
	public @Nullable ProtocolRevision choose(MultiValueMap<String, String> query) {
		return "4".equals(query.getFirst("EIO")) ? this.eio4 : this.eio3;
	}

	@Override
	public @Nullable ProtocolRevision legacy() {
		return this.legacy;
	}

	/**
	 * Creates the revision of protocol 1. That binary data is sent as text is logged
	 * once.
	 * @param json reads and writes the arguments
	 * @param options what the handshake tells clients
	 * @return how such clients are served
	 */
	public static Legacy legacy(JsonCodec json, LegacyOptions options) {
		AtomicBoolean reported = new AtomicBoolean();
		return new Legacy(new LegacyPacketEncoder(json, () -> {
			if (reported.compareAndSet(false, true)) {
				logger.info("Socket.IO 0.7 to 0.9 has no binary data: such clients get byte[] as a base64 string");
			}
		}), options);
	}

	/**
	 * How clients of protocol 1 are served.
	 *
	 * @param packetEncoder encodes packets for them
	 * @param options what their handshake tells them
	 */
	public record Legacy(PacketEncoder packetEncoder, LegacyOptions options) {
	}

}
