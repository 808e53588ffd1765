package io.github.socketiospring.transport.forward;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.engine.ServerBusyException;
import io.github.socketiospring.transport.webflux.HttpConnections;
import io.github.socketiospring.transport.webflux.NettyExchange;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Hands WebSockets on: the handshake as a request, and from its answer on the bytes of
 * both sides, whatever they mean. Each has a connection of its own to the other server,
 * on the event loop of the client's connection. Safe for use by any thread.
 */
final class WebSocketTunnels {

	private static final Log logger = LogFactory.getLog(WebSocketTunnels.class);

	/** Only refusals have a body. */
	private static final int MAX_BODY = 16 * 1024;

	private static final String DECODER = "wsdecoder";

	private static final String END = "socketio.tunnel";

	private final ForwardOptions options;

	private final PeerConnections peers;

	WebSocketTunnels(ForwardOptions options, PeerConnections peers) {
		this.options = options;
		this.peers = peers;
	}

	/**
	 * Hands a handshake on.
	 * @param exchange the request and its response
	 * @param incoming the same request, as it has come in
	 * @param owner the server it is for
	 * @return {@code true} when the connection has ended, or the refusal was written;
	 * {@code false} if the server cannot be reached or has not answered
	 */
	Mono<Boolean> serve(ServerWebExchange exchange, IncomingRequest incoming, ServerRecord owner) {
		HttpServerResponse response = NettyExchange.below(exchange.getResponse());
		if (response == null || response.version().majorVersion() > 1) {
			return Mono.just(false);
		}
		Channel client = channel(response);
		return Mono.<PeerHandshake.Outcome>create((sink) -> connect(client, incoming, owner, sink))
			.map((outcome) -> outcome.isUpgrade() ? tunnel(exchange, response, client, outcome)
					: refused(exchange, outcome))
			.onErrorResume((ex) -> failed(owner, ex))
			.flatMap((answer) -> answer);
	}

	private static Mono<Mono<Boolean>> failed(ServerRecord owner, Throwable ex) {
		if (ex instanceof ServerBusyException) {
			return Mono.error(ex);
		}
		if (logger.isDebugEnabled()) {
			logger.debug("No WebSocket of " + owner, ex);
		}
		return Mono.just(Mono.just(false));
	}

	private static Channel channel(HttpServerResponse response) {
		Channel[] holder = new Channel[1];
		response.withConnection((connection) -> holder[0] = connection.channel());
		return holder[0];
	}

	private void connect(Channel client, IncomingRequest incoming, ServerRecord owner,
			MonoSink<PeerHandshake.Outcome> sink) {
		DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, incoming.request().method(),
				incoming.target(), Unpooled.EMPTY_BUFFER, headers(incoming, owner), EmptyHttpHeaders.INSTANCE);
		ChannelFuture connecting = this.peers.connect(client, owner, new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel channel) {
				channel.pipeline()
					.addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY),
							new PeerHandshake(request, sink));
			}

		});
		connecting.addListener((connected) -> {
			if (!connected.isSuccess()) {
				sink.error(connected.cause());
			}
		});
		Future<?> timeout = client.eventLoop()
			.schedule(() -> connecting.channel().close(), this.options.upgradeTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
		sink.onDispose(() -> timeout.cancel(false));
	}

	private static HttpHeaders headers(IncomingRequest incoming, ServerRecord owner) {
		return incoming.headersFor(owner)
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
			.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
	}

	private static Mono<Boolean> refused(ServerWebExchange exchange, PeerHandshake.Outcome outcome) {
		RequestHooks.answeredElsewhere(exchange);
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(outcome.status().code()));
		for (String name : outcome.headers().names()) {
			response.getHeaders().put(name, outcome.headers().getAll(name));
		}
		response.getHeaders().setContentLength(outcome.body().length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(outcome.body()))).thenReturn(true);
	}

	private static Mono<Boolean> tunnel(ServerWebExchange exchange, HttpServerResponse response, Channel client,
			PeerHandshake.Outcome outcome) {
		RequestHooks.answeredElsewhere(exchange);
		Mono<Void> upgrade = Mono.defer(() -> {
			HttpHeaders headers = outcome.headers();
			WebsocketServerSpec.Builder spec = WebsocketServerSpec.builder().handlePing(true);
			String protocol = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
			if (protocol != null) {
				spec.protocols(protocol);
			}
			// Which Reactor Netty makes by itself.
			headers.remove(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).remove(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
			response.responseHeaders().set(headers);
			return response.sendWebsocket((in, out) -> join(client, outcome.connection()), spec.build());
		});
		return exchange.getResponse().setComplete().then(Mono.defer(() -> {
			// Filters may have something to do on other threads before it is committed.
			return client.eventLoop().inEventLoop() ? upgrade
					: upgrade.subscribeOn(Schedulers.fromExecutor(client.eventLoop()));
		})).thenReturn(true);
	}

	private static Publisher<Void> join(Channel client, ChannelHandlerContext peer) {
		TunnelEnd near = new TunnelEnd();
		TunnelEnd far = new TunnelEnd();
		client.pipeline().replace(DECODER, END, near);
		PeerHandshake.replace(peer, far, near);
		TunnelEnd.join(near, far);
		HttpConnections.upgraded(client.pipeline());
		TunnelEnd.start(near, far);
		// Ends with the connection.
		return Mono.never();
	}

}
