package io.github.socketiospring.engine.legacy;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.legacy.LegacyPacketEncoder;
import io.github.socketiospring.codec.socketio.PacketEncoder;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.ProtocolRevision;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens and finds the sessions of protocol 1 in an engine, which counts, checks and
 * closes them like all others. Safe for use by any thread.
 */
public final class LegacySessions {

	private static final Log logger = LogFactory.getLog(LegacySessions.class);

	private final EngineServer engine;

	private final LegacyOptions options;

	private final ProtocolRevision revision;

	/**
	 * Creates the sessions' side of an engine.
	 * @param engine the engine
	 * @param options how clients are served
	 * @param packetEncoder encodes packets for them
	 */
	public LegacySessions(EngineServer engine, LegacyOptions options, PacketEncoder packetEncoder) {
		this.engine = engine;
		this.options = options;
		this.revision = new LegacyRevision(engine.options().maxPacketsPerPayload(), packetEncoder, options);
	}

	/**
	 * Returns how clients are served.
	 * @return the options
	 */
	public LegacyOptions options() {
		return this.options;
	}

	/**
	 * Opens a session which no transport carries yet; the layer above is told when the
	 * first does.
	 * @param request the request
	 * @param executor an event loop, used until there is a carrier
	 * @return the session's connection
	 * @throws io.github.socketiospring.engine.ServerBusyException if no session can be
	 * opened now
	 */
	public VirtualConnection open(EngineRequest request, Executor executor) {
		VirtualConnection connection = new VirtualConnection(this.engine, this.options, executor);
		connection.attach(this.engine.open(this.revision, request, connection));
		return connection;
	}

	/**
	 * Finds a session that has not ended.
	 * @param sid its id
	 * @return the session's connection, or {@code null} if there is none
	 */
	public @Nullable VirtualConnection find(String sid) {
		EngineSession session = this.engine.find(sid);
		return (session != null && session.revision() == this.revision) ? (VirtualConnection) session.connection()
				: null;
	}

	/**
	 * Creates an encoder of this protocol's packets. That binary data is sent as text is
	 * logged once.
	 * @param json writes the arguments
	 * @return the encoder
	 */
	public static PacketEncoder packetEncoder(JsonCodec json) {
		AtomicBoolean reported = new AtomicBoolean();
		return new LegacyPacketEncoder(json, () -> {
			if (reported.compareAndSet(false, true)) {
				logger.info("Socket.IO 0.7 to 0.9 has no binary data: such clients get byte[] as a base64 string");
			}
		});
	}

}
