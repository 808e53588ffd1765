package io.github.socketiospring.transport.webflux;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters that wrap requests and responses see and change what passes, though bodies are
 * read and written past Spring where nobody does.
 */
class WrappedExchangeTests {

	private static final BlockingQueue<String> RECEIVED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<HttpHeaders> HEADERS = new LinkedBlockingQueue<>();

	private static final List<String> WRITTEN = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			HEADERS.add(socket.handshake().headers());
			socket.on("SAY", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)));
		})).bean(Wrapping.class, new Wrapping()).bean(Mutating.class, new Mutating()).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void bodiesPassThroughFilters() throws InterruptedException {
		PollingSession session = PollingSession.joined(server);
		HttpHeaders headers = HEADERS.poll(20, TimeUnit.SECONDS);
		assertThat(headers).isNotNull();
		assertThat(headers.getFirst("X-Seen")).isEqualTo("yes");
		WRITTEN.clear();
		assertThat(session.post("42[\"SAY\",\"aloud\"]").body()).isEqualTo("ok");
		assertThat(RECEIVED.poll(20, TimeUnit.SECONDS)).isEqualTo("ALOUD");
		assertThat(WRITTEN).containsExactly("ok");
	}

	@Test
	void webSocketsOpenThroughFilters() throws InterruptedException {
		HEADERS.clear();
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			HttpHeaders headers = HEADERS.poll(20, TimeUnit.SECONDS);
			assertThat(headers).isNotNull();
			assertThat(headers.getFirst("X-Seen")).isEqualTo("yes");
			socket.text("42[\"SAY\",\"as it is\"]");
			assertThat(RECEIVED.poll(20, TimeUnit.SECONDS)).isEqualTo("as it is");
		}
	}

	/** If this fails after an update of Spring, everything works, but slowly. */
	@Test
	void whatNobodyHasWrappedIsReadDirectly() {
		AtomicReference<ServerWebExchange> plain = new AtomicReference<>();
		WebFilter filter = (exchange, chain) -> {
			plain.set(exchange);
			exchange.getResponse().beforeCommit(() -> {
				HttpHeaders headers = exchange.getResponse().getHeaders();
				headers.set("X-Type", String.valueOf(headers.getContentType()));
				headers.set("Cache-Control", "private");
				return Mono.empty();
			});
			return chain.filter(exchange);
		};
		try (TestServer other = TestServer.builder().customizer((io) -> {
		}).bean(WebFilter.class, filter).start()) {
			RawHttp.Response response = RawHttp.exchange(other, "GET", PollingSession.HANDSHAKE);
			// What must be seen before it leaves is, and can be changed.
			assertThat(response.header("X-Type")).isEqualTo("text/plain;charset=UTF-8");
			assertThat(response.header("Cache-Control")).isEqualTo("private");
			ServerWebExchange seen = plain.get();
			assertThat(NettyExchange.bare(seen.getRequest())).isNotNull();
			assertThat(NettyExchange.bare(seen.getResponse())).isNotNull();
			assertThat(NettyExchange.bare(seen.getRequest().mutate().header("X", "y").build())).isNull();
			assertThat(NettyExchange.bare(new LoudRequest(seen.getRequest()))).isNull();
			assertThat(NettyExchange.bare(new NotedResponse(seen.getResponse()))).isNull();
			assertThat(NettyExchange.below(new NotedResponse(seen.getResponse()))).isNotNull();
		}
	}

	/** Reads bodies in capitals and notes what is written. */
	@Order(1)
	private static final class Wrapping implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return chain.filter(exchange.mutate()
				.request(new LoudRequest(exchange.getRequest()))
				.response(new NotedResponse(exchange.getResponse()))
				.build());
		}

	}

	/** Makes another request of it, which is no decorator. */
	@Order(2)
	private static final class Mutating implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return chain.filter(exchange.mutate().request((request) -> request.header("X-Seen", "yes")).build());
		}

	}

	private static final class LoudRequest extends ServerHttpRequestDecorator {

		LoudRequest(ServerHttpRequest request) {
			super(request);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().map((buffer) -> {
				String text = buffer.toString(StandardCharsets.UTF_8);
				DataBufferUtils.release(buffer);
				return buffer.factory().wrap(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
			});
		}

	}

	private static final class NotedResponse extends ServerHttpResponseDecorator {

		NotedResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(
					Flux.from(body).doOnNext((buffer) -> WRITTEN.add(buffer.toString(StandardCharsets.UTF_8))));
		}

	}

}
