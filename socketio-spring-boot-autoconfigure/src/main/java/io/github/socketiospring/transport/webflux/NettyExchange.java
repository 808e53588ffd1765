package io.github.socketiospring.transport.webflux;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds Reactor Netty's requests and responses below Spring's, if the server is Reactor
 * Netty. Stateless, so safe for use by any thread.
 */
public final class NettyExchange {

	/**
	 * Requests of the same base class may have been made of one, with another content.
	 */
	private static final String REQUEST = "org.springframework.http.server.reactive.ReactorServerHttpRequest";

	private static final Executor OTHER_SERVERS = (task) -> Schedulers.parallel().schedule(task);

	private NettyExchange() {
	}

	/**
	 * Returns the threads that an answer is best written from.
	 * @param exchange the exchange
	 * @return the event loop of the request's channel; Reactor's parallel threads if the
	 * server is another
	 */
	public static Executor executor(ServerWebExchange exchange) {
		return (below(exchange.getResponse()) instanceof ChannelOperations<?, ?> operations)
				? operations.channel().eventLoop() : OTHER_SERVERS;
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
