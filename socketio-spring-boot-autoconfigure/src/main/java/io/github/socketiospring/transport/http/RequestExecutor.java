package io.github.socketiospring.transport.http;

import java.util.concurrent.Executor;

import io.github.socketiospring.transport.ReactorNetty;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

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
		return (ReactorNetty.below(exchange.getResponse()) instanceof ChannelOperations<?, ?> operations)
				? operations.channel().eventLoop() : OTHER_SERVERS;
	}

}
