package io.github.socketiospring.transport.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.PollingSession;
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

	private static final List<String> WRITTEN = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.customizer((io) -> io.of("/")
				.onConnection(
						(socket) -> socket.on("SAY", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)))))
			.bean(Wrapping.class, new Wrapping())
			.bean(Mutating.class, new Mutating())
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void bodiesPassThroughFilters() throws InterruptedException {
		PollingSession session = PollingSession.joined(server);
		WRITTEN.clear();
		assertThat(session.post("42[\"SAY\",\"aloud\"]").body()).isEqualTo("ok");
		assertThat(RECEIVED.poll(20, TimeUnit.SECONDS)).isEqualTo("ALOUD");
		assertThat(WRITTEN).containsExactly("ok");
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
