package io.github.socketiospring.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the servlet's requests below those that the engine's handlers are given.
 */
public final class ServletRequests {

	private ServletRequests() {
	}

	/**
	 * Finds the request below an exchange.
	 * @param exchange the exchange
	 * @return the request, with all that servlet filters have wrapped around it;
	 * {@code null} if no servlet has received it, as in tests without a port
	 */
	public static @Nullable HttpServletRequest find(ServerWebExchange exchange) {
		return (exchange instanceof ServletExchange own) ? own.servletRequest() : null;
	}

}
