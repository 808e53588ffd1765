package io.github.socketiospring.server;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.server.recovery.RecoveryCredentials;
import io.github.socketiospring.server.recovery.RecoveryMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A client joins a namespace whose sockets outlive their connections: it gets its socket
 * back if it can, and a new one otherwise.
 */
final class RecoveringJoin {

	private static final Log logger = LogFactory.getLog(RecoveringJoin.class);

	private final Join join;

	private final Client client;

	private final ServerNamespace namespace;

	private final SocketIdentity identity;

	private final @Nullable RecoveryCredentials credentials;

	/**
	 * Creates what deals with one request.
	 * @param join lets sockets in
	 * @param client the client
	 * @param namespace what it joins
	 * @param identity who it is
	 * @param credentials what it says to get a socket back, {@code null} for nothing
	 */
	RecoveringJoin(Join join, Client client, ServerNamespace namespace, SocketIdentity identity,
			@Nullable RecoveryCredentials credentials) {
		this.join = join;
		this.client = client;
		this.namespace = namespace;
		this.identity = identity;
		this.credentials = credentials;
	}

	/** The client gets a socket, unless it is refused. */
	void start() {
		RecoverableSocket fresh = new RecoverableSocket(this.identity,
				this.namespace.server().nextIds(this.client.socketId(this.namespace.name())), this.namespace,
				this.client);
		RecoveryCredentials given = this.credentials;
		if (given == null || given.offset() == null) {
			this.join.check(fresh);
			return;
		}
		JoinAttempt attempt = new JoinAttempt(this.join, fresh);
		this.join.check(attempt, restore(given, given.offset(), fresh, attempt));
	}

	/**
	 * Returns what decides whether the client may join, and tells the attempt if it is
	 * with another socket than a fresh one.
	 */
	private Mono<Void> restore(RecoveryCredentials given, String offset, RecoverableSocket fresh, JoinAttempt attempt) {
		Mono<SavedSession> saved = Mono.defer(
				() -> this.namespace.adapter().restore(new ReturningSocket(given.privateId(), offset, fresh.user())));
		Mono<Void> starting = this.namespace.starting();
		return ((starting != null) ? starting.then(saved) : saved).map((session) -> restored(session, offset))
			.onErrorResume((ex) -> {
				// In short: a client can try as often as it likes.
				logger.warn("A client that came back to namespace " + this.namespace.name()
						+ " gets a new socket: its own cannot be restored (" + ex + ")");
				logger.debug("Why a socket cannot be restored", ex);
				return Mono.empty();
			})
			.doOnDiscard(SavedSession.class, this.namespace.adapter()::abandon)
			.doOnDiscard(RecoverableSocket.class, RecoveringJoin::discard)
			.doOnNext(attempt::replace)
			.defaultIfEmpty(fresh)
			.flatMap(this::checks);
	}

	private RecoverableSocket restored(SavedSession session, String offset) {
		try {
			return RecoverableSocket.restore(session, offset, this.identity, this.namespace, this.client);
		}
		catch (RuntimeException ex) {
			this.namespace.adapter().abandon(session);
			throw ex;
		}
	}

	/** It does not count in the namespace yet. */
	private static void discard(RecoverableSocket socket) {
		socket.go(DisconnectReason.TRANSPORT_CLOSE);
	}

	private Mono<Void> checks(RecoverableSocket socket) {
		if (socket.recovered() && this.namespace.recovery() == RecoveryMode.SKIPPING_INTERCEPTORS) {
			return Mono.empty();
		}
		Mono<Void> checks = this.namespace.intercept(socket);
		return (checks != null) ? checks : Mono.empty();
	}

}
