package io.github.socketiospring.engine.legacy;

import java.util.concurrent.Executor;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.TransportSession;
import org.jspecify.annotations.Nullable;

/**
 * Opens and finds the sessions of protocol 1 in an engine, which counts, checks and
 * closes them like all others. Safe for use by any thread.
 */
public final class LegacySessions {

	private final EngineServer engine;

	private final LegacyOptions options;

	private final ProtocolRevision revision;

	/**
	 * Creates the sessions' side of an engine.
	 * @param engine the engine
	 * @param options how clients are served
	 */
	public LegacySessions(EngineServer engine, LegacyOptions options) {
		this(engine, options, revision(engine.options().maxPacketsPerPayload(), options));
	}

	/**
	 * Creates the sessions' side of an engine whose layer above knows the revision.
	 * @param engine the engine
	 * @param options how clients are served
	 * @param revision what such sessions are opened with
	 */
	public LegacySessions(EngineServer engine, LegacyOptions options, ProtocolRevision revision) {
		this.engine = engine;
		this.options = options;
		this.revision = revision;
	}

	/**
	 * Creates the revision of protocol 1.
	 * @param maxPacketsPerPayload the most packets in one polling request body
	 * @param options what the handshake tells clients
	 * @return the revision
	 */
	public static ProtocolRevision revision(int maxPacketsPerPayload, LegacyOptions options) {
		return new LegacyRevision(maxPacketsPerPayload, options);
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
		TransportSession session = this.engine.find(sid);
		return (session != null && session.revision() == this.revision) ? (VirtualConnection) session.connection()
				: null;
	}

}
