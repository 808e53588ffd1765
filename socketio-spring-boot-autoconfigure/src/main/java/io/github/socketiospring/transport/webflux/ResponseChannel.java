package io.github.socketiospring.transport.webflux;

import java.nio.channels.ClosedChannelException;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Tells when a response has really been written. For Reactor Netty a response is complete
 * when the last buffer has been handed over, however much of it still waits for the
 * client. Safe for use by any thread.
 */
public final class ResponseChannel {

	/**
	 * {@code null} if the response has no channel of its own (HTTP/2, another server).
	 */
	private final @Nullable Channel channel;

	private final @Nullable HttpServerResponse response;

	private ResponseChannel(@Nullable Channel channel, @Nullable HttpServerResponse response) {
		this.channel = channel;
		this.response = response;
	}

	/**
	 * Finds the channel of a response.
	 * @param response Spring's response
	 * @return the channel, which may be none
	 */
	public static ResponseChannel of(ServerHttpResponse response) {
		HttpServerResponse netty = NettyExchange.below(response);
		Channel[] holder = new Channel[1];
		if (netty != null && netty.version().majorVersion() == 1) {
			netty.withConnection((connection) -> holder[0] = connection.channel());
		}
		return new ResponseChannel(holder[0], netty);
	}

	/**
	 * Waits until everything was written that has been handed over.
	 * @param <T> what the caller needs; there is never any
	 * @return an error if the connection ends before
	 */
	public <T> Mono<T> written() {
		Channel target = this.channel;
		if (target == null) {
			return Mono.empty();
		}
		return Mono.create((sink) -> {
			if (target.eventLoop().inEventLoop()) {
				// At once: the client may have read everything, and close.
				await(target, sink);
			}
			else {
				target.eventLoop().execute(() -> await(target, sink));
			}
		});
	}

	/** Writes an empty buffer below all encoders; it is written when all before it is. */
	private <T> void await(Channel channel, MonoSink<T> sink) {
		if (!channel.isActive() && isLast()) {
			// Closed because it was written: a response that fails says so by itself.
			sink.success();
			return;
		}
		ChannelHandlerContext lowest = channel.pipeline().firstContext();
		ChannelFuture written = (lowest != null) ? lowest.writeAndFlush(Unpooled.EMPTY_BUFFER)
				: channel.newFailedFuture(new ClosedChannelException());
		written.addListener((future) -> {
			if (future.isSuccess()) {
				sink.success();
			}
			else {
				// What Spring knows as a client that has gone.
				sink.error(new AbortedException(future.cause()));
			}
		});
	}

	/** Whether the connection ends with this response. */
	private boolean isLast() {
		return this.response != null && (!this.response.isKeepAlive() || this.response.responseHeaders()
			.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true));
	}

	/**
	 * Cuts the connection.
	 */
	public void close() {
		if (this.channel != null) {
			this.channel.close();
		}
	}

}
