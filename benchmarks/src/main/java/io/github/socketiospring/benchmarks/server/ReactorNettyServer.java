package io.github.socketiospring.benchmarks.server;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * What Reactor Netty makes possible without JSON: with a sink per connection, or written
 * to the channels directly. On one loop only.
 */
public final class ReactorNettyServer {

	private static final String DIRECT = "direct";

	private final boolean direct;

	private final FloorChannels channels = new FloorChannels();

	private final Set<SinkConnection> sinks = new LinkedHashSet<>();

	private final FloorPolling polling = new FloorPolling();

	private ReactorNettyServer(boolean direct) {
		this.direct = direct;
	}

	/**
	 * Runs the server.
	 * @param args {@code direct} or {@code sink}
	 * @throws IOException if the standard input fails
	 */
	public static void main(String[] args) throws IOException {
		ReactorNettyServer server = new ReactorNettyServer(args[0].equals(DIRECT));
		Parent.tellAndStay(HttpServer.create().host("127.0.0.1").port(0).handle(server::handle).bindNow().port());
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		if (request.requestHeaders().contains(HttpHeaderNames.UPGRADE)) {
			return response.sendWebsocket(this.direct ? this::direct : this::sink);
		}
		if (request.method().equals(HttpMethod.GET)) {
			Sinks.One<ByteBuf> answer = Sinks.one();
			this.polling.poll(request.uri(), answer::tryEmitValue);
			return answer.asMono().flatMap((message) -> respond(response, message));
		}
		return request.receive()
			.aggregate()
			.doOnNext((message) -> this.polling.post(request.uri(), message))
			.then(Mono.defer(() -> response.sendString(Mono.just("ok")).then()));
	}

	private static Mono<Void> respond(HttpServerResponse response, ByteBuf message) {
		response.header(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8")
			.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(message.readableBytes()));
		return response.sendObject(message).then();
	}

	private Publisher<Void> sink(WebsocketInbound in, WebsocketOutbound out) {
		SinkConnection connection = new SinkConnection();
		this.sinks.add(connection);
		connection.reply(FloorAnswers.open(FloorAnswers.SID));
		in.receive().doFinally((signal) -> {
			this.sinks.remove(connection);
			connection.frames.tryEmitComplete();
		}).subscribe((message) -> FloorAnswers.answer(message, connection), ReactorNettyServer::ignore);
		return out.sendObject(connection.frames.asFlux());
	}

	private Publisher<Void> direct(WebsocketInbound in, WebsocketOutbound out) {
		in.withConnection((accepted) -> {
			FloorChannels.Connection connection = new DirectConnection(this.channels, accepted.channel());
			connection.reply(FloorAnswers.open(FloorAnswers.SID));
			in.receive().subscribe((message) -> FloorAnswers.answer(message, connection), ReactorNettyServer::ignore);
		});
		return out.neverComplete();
	}

	/** Connections end that way, too. */
	private static void ignore(Throwable cause) {
	}

	private static final class DirectConnection extends FloorChannels.Connection {

		DirectConnection(FloorChannels channels, Channel channel) {
			super(channels, channel);
		}

		@Override
		public void reply(ByteBuf message) {
			write(new TextWebSocketFrame(message.retain()));
		}

		@Override
		ByteBuf share(ByteBuf message) {
			return message.retain();
		}

		@Override
		void deliver(ByteBuf shared) {
			write(new TextWebSocketFrame(shared));
		}

	}

	private final class SinkConnection implements FloorAnswers.Recipients {

		private final Sinks.Many<TextWebSocketFrame> frames = Sinks.many().unicast().onBackpressureBuffer();

		@Override
		public void reply(ByteBuf message) {
			this.frames.tryEmitNext(new TextWebSocketFrame(message.retain())).orThrow();
		}

		@Override
		public void broadcast(ByteBuf message) {
			for (SinkConnection connection : ReactorNettyServer.this.sinks) {
				connection.frames.tryEmitNext(new TextWebSocketFrame(message.retainedDuplicate()));
			}
		}

	}

}
