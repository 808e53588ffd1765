package io.github.socketiospring.transport.webflux;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Has requests served whose session another server holds. Asked when a session is not
 * here, and never before that: sessions that are here cost nothing more. Safe for use by
 * any thread.
 */
public interface RemoteSessions {

	/** There are no other servers. */
	RemoteSessions NONE = new RemoteSessions() {

		@Override
		public boolean mayHold(String sid) {
			return false;
		}

		@Override
		public Mono<Boolean> serve(ServerWebExchange exchange, String sid) {
			return Mono.just(false);
		}

	};

	/**
	 * Tells whether another server may hold a session. Answers at once.
	 * @param sid what a client calls a session, unchecked
	 * @return {@code false} if no other server can
	 */
	boolean mayHold(String sid);

	/**
	 * Has a request served by the server that holds its session.
	 * @param exchange the request and its response, which is not committed
	 * @param sid the session's id
	 * @return {@code true} when the answer was written or the connection has ended;
	 * {@code false} if the session is unknown everywhere, and nothing was written. A
	 * {@link io.github.socketiospring.handshake.RequestRefusedException} if it cannot be
	 * served now. Cancelling ends the request on the other server, too.
	 */
	Mono<Boolean> serve(ServerWebExchange exchange, String sid);

}
