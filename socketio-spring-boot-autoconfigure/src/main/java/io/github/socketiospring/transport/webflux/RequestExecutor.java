package io.github.socketiospring.transport.webflux;

import java.util.concurrent.Executor;

import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

import org.springframework.web.server.ServerWebExchange;

/**
 * Finds where the answer to a request is best written from.
 */
public final class RequestExecutor {

	private static final Executor OTHER_SERVERS = (task) -> Schedulers.parallel().schedule(task);

	private RequestExecutor() {
	}

	/**
	 * Returns the event loop of a request's channel.
	 * @param exchange the exchange
	 * @return the event loop; on servers other than Reactor Netty, Reactor's parallel
	 * threads
	 */
	public static Executor of(ServerWebExchange exchange) {
		return (NettyExchange.below(exchange.getResponse()) instanceof ChannelOperations<?, ?> operations)
				? operations.channel().eventLoop() : OTHER_SERVERS;
	}

}
