package io.github.socketiospring.observation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spans of an application that has nothing but Boot's tracing with OpenTelemetry.
 */
class TracingTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

	private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String OTHER_TRACEPARENT = "00-" + OTHER_TRACE + "-b7ad6b7169203331-01";

	private static final InMemorySpanExporter EXPORTER = InMemorySpanExporter.create();

	private static TestServer server;

	@BeforeAll
	static void startShared() {
		server = start();
	}

	private static TestServer start(String... properties) {
		return TestServer.builder()
			.properties("tests.tracing=true", "management.tracing.sampling.probability=1.0")
			.properties(properties)
			.bean(SpanProcessor.class, SimpleSpanProcessor.create(new Exporter()))
			.configuration(Handlers.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void clear() {
		EXPORTER.reset();
	}

	private static SocketIoClient open(Wire wire, String auth) {
		SocketIoClient client = new SocketIoClient(wire);
		client.open();
		client.join("/", auth);
		return client;
	}

	private static String auth(String traceparent) {
		return "{\"token\":\"x\",\"traceparent\":\"" + traceparent + "\"}";
	}

	/** Spans end when answers may have arrived already. */
	private static SpanData span(String name) {
		await().until(() -> EXPORTER.getFinishedSpanItems().stream().anyMatch((span) -> span.getName().equals(name)));
		return EXPORTER.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void theParentIsWhatTheClientGaveAsAuth() {
		try (SocketIoClient client = open(new WebSocketWire(server), auth(TRACEPARENT))) {
			assertThat(client.call("/", "plain")).containsExactly(TRACE);

			SpanData span = span("plain / receive");
			assertThat(span.getTraceId()).isEqualTo(TRACE);
			assertThat(span.getParentSpanId()).isEqualTo(PARENT);
			assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		}
	}

	@Test
	void theParentMayBeAHeaderOfAWebSocket() {
		WebSocketWire wire = new WebSocketWire(server).header("traceparent", TRACEPARENT);
		try (SocketIoClient client = open(wire, "{\"token\":\"x\"}")) {
			assertThat(client.call("/", "plain")).containsExactly(TRACE);
			assertThat(span("plain / receive").getParentSpanId()).isEqualTo(PARENT);
		}
	}

	@Test
	void theParentMayBeAHeaderOfPolling() {
		PollingWire wire = new PollingWire(server).header("Traceparent", TRACEPARENT);
		try (SocketIoClient client = open(wire, null)) {
			assertThat(client.call("/", "plain")).containsExactly(TRACE);
			assertThat(span("plain / receive").getParentSpanId()).isEqualTo(PARENT);
		}
	}

	@Test
	void authGoesBeforeHeaders() {
		WebSocketWire wire = new WebSocketWire(server).header("traceparent", OTHER_TRACEPARENT)
			.header("tracestate", "vendor=other");
		try (SocketIoClient client = open(wire, auth(TRACEPARENT))) {
			assertThat(client.call("/", "plain")).containsExactly(TRACE);
			assertThat(span("plain / receive").getParentSpanContext().getTraceState().isEmpty()).isTrue();
		}
	}

	@Test
	void eachEventBeginsATraceIfTheClientHasNone() {
		try (SocketIoClient client = open(new WebSocketWire(server), null)) {
			Object first = client.call("/", "plain").get(0);
			Object second = client.call("/", "plain").get(0);
			assertThat(first).isNotNull().isNotEqualTo(second);
			assertThat(span("plain / receive").getParentSpanId()).isEqualTo(SpanId.getInvalid());
		}
	}

	@Test
	void whatIsNoParentIsIgnored() {
		try (SocketIoClient client = open(new WebSocketWire(server), "{\"traceparent\":{\"x\":1}}")) {
			assertThat(client.call("/", "plain")).doesNotContainNull();
			assertThat(span("plain / receive").getParentSpanId()).isEqualTo(SpanId.getInvalid());
		}
		try (SocketIoClient client = open(new WebSocketWire(server), auth("nonsense"))) {
			assertThat(client.call("/", "plain")).doesNotContainNull();
		}
	}

	@Test
	void anExceptionIsTheSpans() {
		try (SocketIoClient client = open(new WebSocketWire(server), auth(TRACEPARENT))) {
			assertThat(client.call("/", "failing")).containsExactly("told");
			SpanData span = span("failing / receive");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getAttributes().asMap().values())
					.anySatisfy((value) -> assertThat(value).isEqualTo("expected")));
		}
	}

	@Test
	void whatIsLoggedOfAFailureHasTheIdsOfTheSpan() throws InterruptedException {
		try (SocketIoClient client = open(new WebSocketWire(server), auth(TRACEPARENT));
				LoggedFailures failures = new LoggedFailures()) {
			for (String event : List.of("unhandled", "unhandledElsewhere")) {
				client.emit("/", event);
				Map<String, String> context = failures.contextOf(event);
				SpanData span = span(event + " / receive");
				assertThat(context).containsEntry("traceId", TRACE).containsEntry("spanId", span.getSpanId());
				assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
				assertThat(span.getStatus().getDescription()).isEqualTo("unexpected");
			}
			client.call("/", "plain");
			failures.assertNoMore();
		}
	}

	@Test
	void anAckIsAChildOfTheEventThatAskedForIt() {
		try (SocketIoClient client = open(new WebSocketWire(server), auth(TRACEPARENT))) {
			for (String event : List.of("ask", "askReactive")) {
				var answer = client.callAsync("/", event);
				client.acknowledge(client.next(), "yes");
				assertThat(answer.join()).containsExactly("yes");
				SpanData parent = span(event + " / receive");
				SpanData span = span(event + "-question / ask");
				assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanId());
				assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
			}
		}
	}

	@Test
	void whatAHandlerDoesIsAChildOfItsEvent() {
		childrenOf(server);
	}

	@Test
	void whatAHandlerDoesOnTheEventLoopIsAChildOfItsEvent() {
		try (TestServer other = start("socketio.handlers.execution=event-loop")) {
			childrenOf(other);
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whatAHandlerDoesOnAVirtualThreadIsAChildOfItsEvent() {
		try (TestServer other = start("spring.threads.virtual.enabled=true")) {
			childrenOf(other);
		}
	}

	/** The request that opens the connection has a span, too, which is not the parent. */
	private static void childrenOf(TestServer other) {
		for (Wire wire : List.of(new WebSocketWire(other), new PollingWire(other))) {
			try (SocketIoClient client = open(wire, null)) {
				for (String event : List.of("working", "onTheEventLoop", "reactive", "elsewhere")) {
					client.call("/", event);
					SpanData parent = span(event + " / receive");
					// One that the client's answer does not wait for may end a little
					// later.
					SpanData child = await()
						.until(() -> EXPORTER.getFinishedSpanItems()
							.stream()
							.filter((span) -> span.getName().equals("http get") || span.getName().equals("work"))
							.filter((span) -> span.getParentSpanId().equals(parent.getSpanId()))
							.findFirst(), Optional::isPresent)
						.orElseThrow();
					assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
					EXPORTER.reset();
				}
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Handlers {

		@Bean
		WebClient webClient(ObservationRegistry registry) {
			return WebClient.builder()
				.observationRegistry(registry)
				.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK).build()))
				.build();
		}

	}

	@SocketIONamespace
	static class Controller {

		private final ObservationRegistry registry;

		private final WebClient http;

		Controller(ObservationRegistry registry, WebClient http) {
			this.registry = registry;
			this.http = http;
		}

		@OnEvent("plain")
		String plain() {
			return MDC.get("traceId");
		}

		@OnEvent("failing")
		void failing() {
			throw new IllegalStateException("expected");
		}

		@OnEvent("unhandled")
		void unhandled() {
			throw new UnsupportedOperationException("unexpected");
		}

		@OnEvent("unhandledElsewhere")
		Mono<Void> unhandledElsewhere() {
			return Mono.just(1)
				.publishOn(Schedulers.parallel())
				.then(Mono.error(new UnsupportedOperationException("unexpected")));
		}

		@OnEventException
		String failed(IllegalStateException exception) {
			return "told";
		}

		@OnEvent("ask")
		String ask(Socket socket) {
			return socket.emitWithAck("ask-question").block(Duration.ofSeconds(20)).get(0, String.class);
		}

		@OnEvent("askReactive")
		Mono<String> askReactive(Socket socket) {
			return socket.emitWithAck("askReactive-question").map((answer) -> answer.get(0, String.class));
		}

		@OnEvent("working")
		boolean working() {
			Observation.createNotStarted("work", this.registry).observe(() -> {
			});
			return true;
		}

		@OnEvent(value = "onTheEventLoop", execution = Execution.EVENT_LOOP)
		boolean onTheEventLoop() {
			return working();
		}

		@OnEvent("reactive")
		Mono<Boolean> reactive() {
			return this.http.get().uri("http://localhost/").retrieve().toBodilessEntity().thenReturn(true);
		}

		@OnEvent("elsewhere")
		Mono<Map<String, Boolean>> elsewhere() {
			return Mono.just(true)
				.publishOn(Schedulers.parallel())
				.flatMap((value) -> reactive())
				.map((value) -> Map.of("done", value));
		}

	}

	/** Each server shuts its exporter down. */
	private static final class Exporter implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return EXPORTER.export(spans);
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
