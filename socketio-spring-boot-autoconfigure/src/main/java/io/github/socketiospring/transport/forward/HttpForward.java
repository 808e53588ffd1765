package io.github.socketiospring.transport.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.webflux.ResponseChannel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Hands plain requests on, and their answers back, both as they come: nothing is
 * collected, and each side reads only as fast as the other writes. Safe for use by any
 * thread.
 */
final class HttpForward {

	private static final Log logger = LogFactory.getLog(HttpForward.class);

	private static final List<AsciiString> ADDED = List.of(HttpHeaderNames.USER_AGENT, HttpHeaderNames.ACCEPT);

	/** How long a request waits for a connection that is not really free yet. */
	private static final Duration PENDING_TIMEOUT = Duration.ofSeconds(1);

	private final InFlight inFlight;

	/** Answers without an end, which a server that stops does not wait for. */
	private final Set<Answer> streams = ConcurrentHashMap.newKeySet();

	private final ConnectionProvider connections;

	private final HttpClient client;

	HttpForward(ForwardOptions options, InFlight inFlight, LoopResources loops) {
		this.inFlight = inFlight;
		this.connections = ConnectionProvider.builder("socketio-forward")
			.maxConnections(options.maxConnections())
			.pendingAcquireMaxCount(options.maxConnections())
			.pendingAcquireTimeout(PENDING_TIMEOUT)
			.maxIdleTime(options.idleTimeout())
			.lifo()
			.build();
		this.client = HttpClient.create(this.connections)
			.runOn(loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connectTimeout().toMillis())
			.option(ChannelOption.SO_RCVBUF, PeerConnections.RECEIVE_BUFFER)
			.responseTimeout(options.answerTimeout());
	}

	/**
	 * Hands a request on.
	 * @param exchange the request and its response
	 * @param incoming the same request, as it has come in
	 * @param owner the server it is for
	 * @return {@code true} when the answer was written, or the connection has ended;
	 * {@code false} if the server cannot be reached or has not answered
	 */
	Mono<Boolean> serve(ServerWebExchange exchange, IncomingRequest incoming, ServerRecord owner) {
		return Mono.using(() -> {
			this.inFlight.enter(owner);
			return owner;
		}, (entered) -> exchange(exchange, incoming, owner), this.inFlight::leave);
	}

	private Mono<Boolean> exchange(ServerWebExchange exchange, IncomingRequest incoming, ServerRecord owner) {
		HttpHeaders headers = incoming.headersFor(owner);
		HttpClient.RequestSender sender = this.client.headers((target) -> target.clear().set(headers))
			.doOnRequest((request, connection) -> removeAdded(request.requestHeaders(), headers))
			.request(incoming.request().method())
			.uri("http://" + owner.address() + incoming.target());
		Answer answer = new Answer(exchange);
		return (incoming.hasBody() ? sender.send((request, out) -> out.send(body(exchange.getRequest()))) : sender)
			.response(answer::relay)
			.doFinally((signal) -> this.streams.remove(answer))
			.then(Mono.just(true))
			.onErrorResume((ex) -> failed(answer, owner, ex));
	}

	/**
	 * What Reactor Netty adds of its own, so that the other server sees the client only.
	 */
	private static void removeAdded(HttpHeaders sent, HttpHeaders wanted) {
		for (AsciiString name : ADDED) {
			if (!wanted.contains(name)) {
				sent.remove(name);
			}
		}
	}

	private static Mono<Boolean> failed(Answer answer, ServerRecord owner, Throwable ex) {
		if (logger.isDebugEnabled()) {
			logger.debug("No answer of " + owner, ex);
		}
		if (answer.begun) {
			answer.cut();
			return Mono.just(true);
		}
		return Mono.just(false);
	}

	/**
	 * The body, or an error where its end is missing: then the other must miss it, too.
	 */
	private static Flux<ByteBuf> body(ServerHttpRequest request) {
		long declared = request.getHeaders().getContentLength();
		Flux<ByteBuf> body = request.getBody().map(NettyDataBufferFactory::toByteBuf);
		if (declared < 0) {
			return body;
		}
		return Flux.defer(() -> {
			long[] received = new long[1];
			return body.doOnNext((part) -> received[0] += part.readableBytes())
				.concatWith(Mono.defer(() -> (received[0] == declared) ? Mono.empty()
						: Mono.error(new IOException("The request's body has ended too early"))));
		});
	}

	void cutStreams() {
		this.streams.forEach(Answer::cut);
	}

	void close() {
		this.connections.dispose();
	}

	/**
	 * What comes back.
	 */
	private final class Answer {

		private final ServerWebExchange exchange;

		private final ResponseChannel channel;

		private volatile boolean begun;

		Answer(ServerWebExchange exchange) {
			this.exchange = exchange;
			this.channel = ResponseChannel.of(exchange.getResponse());
		}

		Mono<Void> relay(HttpClientResponse received, ByteBufFlux content) {
			this.begun = true;
			ServerHttpResponse response = this.exchange.getResponse();
			RequestHooks.answeredElsewhere(this.exchange);
			response.setStatusCode(HttpStatusCode.valueOf(received.status().code()));
			HttpHeaders headers = IncomingRequest.endToEnd(received.responseHeaders());
			for (String name : headers.names()) {
				response.getHeaders().put(name, headers.getAll(name));
			}
			DataBufferFactory factory = response.bufferFactory();
			// One part at a time: Reactor Netty would take many in advance, and its other
			// side
			// would think that the client has them.
			Flux<DataBuffer> parts = content.retain()
				.concatMap((part) -> Flux.concat(Mono.just(wrap(factory, part)), this.channel.written()), 1)
				.doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease);
			// What has no length may be a stream, whose parts do not wait for more.
			if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
				return response.writeWith(parts);
			}
			HttpForward.this.streams.add(this);
			return response.writeAndFlushWith(parts.map(Mono::just));
		}

		private DataBuffer wrap(DataBufferFactory factory, ByteBuf part) {
			if (factory instanceof NettyDataBufferFactory netty) {
				return netty.wrap(part);
			}
			try {
				byte[] copy = new byte[part.readableBytes()];
				part.readBytes(copy);
				return factory.wrap(copy);
			}
			finally {
				part.release();
			}
		}

		/** Half an answer must not seem to be a whole one. */
		void cut() {
			this.channel.close();
		}

	}

}
