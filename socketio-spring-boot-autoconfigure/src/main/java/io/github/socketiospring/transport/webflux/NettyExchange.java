package io.github.socketiospring.transport.webflux;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * What of Reactor Netty stands below Spring's requests and responses, if the server is
 * Reactor Netty. Stateless, so safe for use by any thread.
 */
public final class NettyExchange {

	/**
	 * Requests of the same base class may have been made of one, with another content.
	 */
	private static final String REQUEST = "org.springframework.http.server.reactive.ReactorServerHttpRequest";

	private NettyExchange() {
	}

	/**
	 * Finds the response below all that filters have wrapped around it.
	 * @param response Spring's response
	 * @return Reactor Netty's, or {@code null} if the server is another
	 */
	public static @Nullable HttpServerResponse below(ServerHttpResponse response) {
		ServerHttpResponse candidate = response;
		while (candidate instanceof ServerHttpResponseDecorator decorator) {
			candidate = decorator.getDelegate();
		}
		return bare(candidate);
	}

	/**
	 * Returns a response that can be written to directly, because nobody has wrapped it
	 * to see what is written.
	 * @param response Spring's response
	 * @return Reactor Netty's, or {@code null} if it must be written to through Spring's
	 */
	public static @Nullable HttpServerResponse bare(ServerHttpResponse response) {
		return (response instanceof AbstractServerHttpResponse plain
				&& plain.getNativeResponse() instanceof HttpServerResponse netty) ? netty : null;
	}

	/**
	 * Returns a request that can be read directly, because nobody has changed it.
	 * @param request Spring's request
	 * @return Reactor Netty's, or {@code null} if it must be read through Spring's
	 */
	public static @Nullable HttpServerRequest bare(ServerHttpRequest request) {
		return (request.getClass().getName().equals(REQUEST) && request instanceof AbstractServerHttpRequest plain)
				? plain.getNativeRequest() : null;
	}

}
