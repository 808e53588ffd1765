package io.github.socketiospring.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The channel below a response, which knows what Reactor Netty does not tell: a response
 * is complete for it when the last buffer has been handed over, however much of it still
 * waits for the client.
 */
final class ResponseChannel {

	/** {@code null} if it has no channel of its own (HTTP/2, or another server). */
	private final @Nullable Channel channel;

	private ResponseChannel(@Nullable Channel channel) {
		this.channel = channel;
	}

	static ResponseChannel of(ServerHttpResponse response) {
		ServerHttpResponse candidate = response;
		while (candidate instanceof ServerHttpResponseDecorator decorator) {
			candidate = decorator.getDelegate();
		}
		Channel[] holder = new Channel[1];
		if (candidate instanceof AbstractServerHttpResponse underlying
				&& underlying.getNativeResponse() instanceof HttpServerResponse http
				&& http.version().majorVersion() == 1) {
			http.withConnection((connection) -> holder[0] = connection.channel());
		}
		return new ResponseChannel(holder[0]);
	}

	/**
	 * Waits until everything was written that has been handed over.
	 * @return an error if the connection ends before
	 */
	<T> Mono<T> written() {
		Channel target = this.channel;
		if (target == null) {
			return Mono.empty();
		}
		return Mono.create((sink) -> target.eventLoop().execute(() -> {
			// Nothing, below all that transforms: it is written when all before it is.
			ChannelHandlerContext lowest = target.pipeline().firstContext();
			ChannelFuture written = (lowest != null) ? lowest.writeAndFlush(Unpooled.EMPTY_BUFFER)
					: target.newFailedFuture(new java.nio.channels.ClosedChannelException());
			written.addListener((future) -> {
				if (future.isSuccess()) {
					sink.success();
				}
				else {
					sink.error(future.cause());
				}
			});
		}));
	}

	/**
	 * Cuts the connection.
	 */
	void close() {
		if (this.channel != null) {
			this.channel.close();
		}
	}

}
