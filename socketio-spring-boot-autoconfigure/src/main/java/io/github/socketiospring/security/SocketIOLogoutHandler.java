package io.github.socketiospring.security;

import io.github.socketiospring.SocketIOUsers;
import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.logout.ServerLogoutHandler;
import org.springframework.web.server.WebSession;

/**
 * Closes the Socket.IO connections of whoever logs out: those that were opened in the
 * same web session; where there is no session, all of the user. It has to come before the
 * handlers that end the session or change its id:
 * {@code logout.logoutHandler((handlers) -> handlers.add(0, socketIO))}.
 */
public final class SocketIOLogoutHandler implements ServerLogoutHandler {

	private final SocketIOUsers users;

	/**
	 * Creates a handler.
	 * @param users whose connections are closed
	 */
	public SocketIOLogoutHandler(SocketIOUsers users) {
		this.users = users;
	}

	@Override
	public Mono<Void> logout(WebFilterExchange exchange, Authentication authentication) {
		return exchange.getExchange()
			.getSession()
			.filter(WebSession::isStarted)
			.map((session) -> (Runnable) () -> this.users.disconnectSession(session.getId()))
			.defaultIfEmpty(() -> this.users.disconnect(authentication.getName()))
			.doOnNext(Runnable::run)
			.then();
	}

}
