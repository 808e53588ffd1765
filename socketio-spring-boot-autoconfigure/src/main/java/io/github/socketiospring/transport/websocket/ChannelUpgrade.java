package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.transport.webflux.HttpConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;

import org.springframework.web.server.ServerWebExchange;

/**
 * Upgrades on Reactor Netty and gives the channel itself to the engine: no publisher
 * stands between a frame and its session.
 */
final class ChannelUpgrade {

	private static final String HANDLER = "socketio.webSocketInbound";

	private static final String ENCODER = "wsencoder";

	private static final String DECODER = "wsdecoder";

	private final WebSocketOptions options;

	private final WebsocketServerSpec spec;

	/** For clients that offer subprotocols: the first name in their list matches. */
	private final WebsocketServerSpec specWithProtocol;

	ChannelUpgrade(WebSocketOptions options) {
		this.options = options;
		this.spec = spec(options).build();
		this.specWithProtocol = spec(options).protocols(WebSocketServerHandshaker.SUB_PROTOCOL_WILDCARD).build();
	}

	private static WebsocketServerSpec.Builder spec(WebSocketOptions options) {
		return WebsocketServerSpec.builder().maxFramePayloadLength(options.maxMessageSize()).handlePing(true);
	}

	/**
	 * Upgrades a request of HTTP/1.1 that is a handshake.
	 * @param exchange the request and its response
	 * @param response the response, as Reactor Netty has it
	 * @param target takes the connection
	 * @return does not complete before the connection has ended
	 */
	Mono<Void> upgrade(ServerWebExchange exchange, HttpServerResponse response, EngineWebSocketHandler target) {
		EventLoop eventLoop = eventLoop(response);
		return exchange.getResponse().setComplete().then(Mono.defer(() -> {
			if (eventLoop.inEventLoop()) {
				return upgradeNow(exchange, response, target);
			}
			// A filter has moved the request to another thread, where the first frames
			// would overtake the handlers that are put in place for them.
			return Mono.defer(() -> upgradeNow(exchange, response, target))
				.subscribeOn(Schedulers.fromExecutor(eventLoop));
		}));
	}

	private static EventLoop eventLoop(HttpServerResponse response) {
		EventLoop[] holder = new EventLoop[1];
		response.withConnection((connection) -> holder[0] = connection.channel().eventLoop());
		return holder[0];
	}

	private Mono<Void> upgradeNow(ServerWebExchange exchange, HttpServerResponse response,
			EngineWebSocketHandler target) {
		@Nullable JoinedHandshake joined = target.isBrowser() ? new JoinedHandshake() : null;
		response.withConnection((connection) -> {
			ChannelPipeline pipeline = connection.channel().pipeline();
			DeflateOptions deflate = this.options.deflate();
			if (deflate != null) {
				PerMessageDeflate.negotiate(pipeline, exchange.getRequest(), deflate, this.options.maxMessageSize());
			}
			if (joined != null) {
				joined.begin(pipeline);
			}
		});
		boolean protocols = !target.getSubProtocols().isEmpty();
		return response.sendWebsocket((in, out) -> takeOver(in, target, joined),
				protocols ? this.specWithProtocol : this.spec);
	}

	private Publisher<Void> takeOver(WebsocketInbound inbound, EngineWebSocketHandler target,
			@Nullable JoinedHandshake joined) {
		Channel[] holder = new Channel[1];
		inbound.withConnection((connection) -> holder[0] = connection.channel());
		Channel channel = holder[0];
		ChannelPipeline pipeline = channel.pipeline();
		pipeline.replace(ENCODER, ENCODER, ServerFrameEncoder.INSTANCE);
		DeflateOptions deflate = this.options.deflate();
		boolean compresses = deflate != null && PerMessageDeflate.isNegotiated(pipeline);
		NettyWebSocketConnection connection = new NettyWebSocketConnection(channel, pipeline.context(ENCODER),
				(deflate != null && compresses) ? deflate.threshold() : Integer.MAX_VALUE, target.textOnly());
		if (compresses) {
			pipeline.replace(DECODER, DECODER, decoder(target.options().maxMessageSize(), true));
			pipeline.addBefore(NettyPipeline.ReactiveBridge, HANDLER,
					new FrameInboundHandler(connection, target.options()));
		}
		else {
			pipeline.replace(DECODER, DECODER, new ByteInboundHandler(connection, target.options(), channel.alloc()));
		}
		if (joined == null) {
			FirstFrameDelay.of(channel.eventLoop()).begin(connection);
		}
		target.connected(connection);
		if (joined != null) {
			joined.end(pipeline);
		}
		HttpConnections.upgraded(pipeline);
		inbound.receiveObject().subscribe(new ReadingOn(channel));
		forgetRequest(channel, inbound);
		// Nobody waits for the end of it.
		return Mono.never();
	}

	/**
	 * Netty's decoder, which only says what is wrong and leaves it to
	 * {@link FrameInboundHandler} to answer that.
	 */
	static WebSocket13FrameDecoder decoder(int maxLength, boolean extensions) {
		return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(maxLength)
			.allowExtensions(extensions)
			.closeOnProtocolViolation(false)
			.withUTF8Validator(false)
			.build());
	}

	/**
	 * The session has a copy of the headers, and Reactor Netty keeps them as long as the
	 * channel. Filters around the request may still look at them, so that comes first.
	 */
	private static void forgetRequest(Channel channel, WebsocketInbound inbound) {
		channel.eventLoop().execute(() -> inbound.headers().clear());
	}

}
