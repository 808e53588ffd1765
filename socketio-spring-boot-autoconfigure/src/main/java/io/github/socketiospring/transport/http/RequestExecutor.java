package io.github.socketiospring.transport.http;

import java.util.concurrent.Executor;

import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds where the answer to a request is best written from.
 */
final class RequestExecutor {

	private static final Executor OTHER_SERVERS = (task) -> Schedulers.parallel().schedule(task);

	private RequestExecutor() {
	}

	/**
	 * Returns the event loop of a request's channel.
	 * @param exchange the exchange
	 * @return the event loop; on servers other than Reactor Netty, Reactor's parallel
	 * threads
	 */
	static Executor of(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		while (response instanceof ServerHttpResponseDecorator decorator) {
			response = decorator.getDelegate();
		}
		if (response instanceof AbstractServerHttpResponse underlying
				&& underlying.getNativeResponse() instanceof ChannelOperations<?, ?> operations) {
			return operations.channel().eventLoop();
		}
		return OTHER_SERVERS;
	}

}
