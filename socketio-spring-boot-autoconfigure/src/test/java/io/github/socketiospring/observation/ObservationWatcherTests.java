package io.github.socketiospring.observation;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.JoinedSockets;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.ObservationContextAssert;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is observed of events and acknowledgements.
 */
class ObservationWatcherTests {

	private static final TestObservationRegistry REGISTRY = TestObservationRegistry.create();

	private static final JoinedSockets SOCKETS = new JoinedSockets();

	private static TestServer server;

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.bean(ObservationRegistry.class, REGISTRY)
			.bean(ObservationPredicate.class,
					(name, context) -> !(context instanceof SocketIOEventObservationContext event
							&& event.getEvent().equals("unwatched")))
			.bean(SocketIOAckObservationConvention.class, new DefaultSocketIOAckObservationConvention() {
				@Override
				public String getContextualName(SocketIOAckObservationContext context) {
					return "own name of " + context.getEvent();
				}
			})
			.configuration(Handlers.class)
			.customizer((io) -> {
				SOCKETS.of(io, "/");
				SOCKETS.listening(io, "/tenant-{id}");
			})
			.properties("socketio.observations.enabled=true", "socketio.limits.max-pending-acks=1")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() throws InterruptedException {
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
		this.socket = join("/");
		awaitEvent("connect", (context) -> {
		});
		REGISTRY.clear();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
		await().until(() -> server.io().of("/").sockets().isEmpty());
	}

	private Socket join(String namespace) throws InterruptedException {
		return SOCKETS.join(this.client, namespace);
	}

	private static void awaitEvent(String event, Consumer<ObservationContextAssert> assertions) {
		await().untilAsserted(() -> REGISTRY.assertThat().hasAnObservation((context) -> {
			context.hasNameEqualTo("socketio.event")
				.hasLowCardinalityKeyValue("event", event)
				.doesNotHaveLowCardinalityKeyValue("outcome", "unknown");
			assertions.accept(context);
		}));
	}

	private static void awaitAck(String event, String outcome) {
		await().untilAsserted(() -> REGISTRY.assertThat()
			.hasAnObservation((context) -> context.hasNameEqualTo("socketio.ack")
				.hasContextualNameEqualTo("own name of " + event)
				.hasLowCardinalityKeyValue("namespace", "/")
				.hasLowCardinalityKeyValue("event", event)
				.hasLowCardinalityKeyValue("outcome", outcome)));
	}

	@Test
	void anEventTellsWhatItIs() {
		assertThat(this.client.call("/", "plain", "x")).containsExactly("x");

		awaitEvent("plain", (context) -> context.hasContextualNameEqualTo("plain / receive")
			.hasOnlyKeys("namespace", "event", "revision", "transport", "outcome", "exception", "socketio.socket.id")
			.hasLowCardinalityKeyValue("namespace", "/")
			.hasLowCardinalityKeyValue("revision", "EIO4")
			.hasLowCardinalityKeyValue("transport", "websocket")
			.hasLowCardinalityKeyValue("outcome", "success")
			.hasLowCardinalityKeyValue("exception", "none")
			.hasHighCardinalityKeyValue("socketio.socket.id", this.socket.id())
			.doesNotHaveError());
	}

	@Test
	void anExceptionIsTold() {
		this.client.emit("/", "failing");
		awaitEvent("failing",
				(context) -> context.hasLowCardinalityKeyValue("outcome", "error")
					.hasLowCardinalityKeyValue("exception", "IllegalStateException")
					.hasError());

		this.client.emit("/", "failingLater");
		awaitEvent("failingLater",
				(context) -> context.hasLowCardinalityKeyValue("outcome", "error")
					.hasLowCardinalityKeyValue("exception", "IllegalArgumentException")
					.hasError());
	}

	@Test
	void aReactiveHandlerEndsWithItsPublisher() {
		assertThat(this.client.call("/", "reactive")).containsExactly("later");
		awaitEvent("reactive", (context) -> context.hasLowCardinalityKeyValue("outcome", "success"));
	}

	@Test
	void namesThatClientsMakeUpAreBounded() {
		this.client.call("/", "made\u0007up" + "x".repeat(200));

		awaitEvent("*", (context) -> context.hasContextualNameEqualTo("* / receive")
			.hasHighCardinalityKeyValue("socketio.event.name", "made?up" + "x".repeat(93) + "…"));
	}

	@Test
	void listenersOfAFamilyAreObserved() throws InterruptedException {
		join("/tenant-7");
		assertThat(this.client.call("/tenant-7", "heard")).containsExactly("ok");

		awaitEvent("heard", (context) -> context.hasLowCardinalityKeyValue("namespace", "/tenant-{id}"));
	}

	@Test
	void aPredicateLeavesEventsOut() {
		assertThat(this.client.call("/", "unwatched")).containsExactly(true);
		assertThat(this.client.call("/", "plain", "x")).containsExactly("x");

		awaitEvent("plain", (context) -> {
		});
		REGISTRY.assertThat().hasNumberOfObservationsWithNameEqualTo("socketio.event", 1);
	}

	@Test
	void aSecretOfTheClientIsNotTold() throws InterruptedException {
		OldSocketIoClient old = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));
		try {
			old.open();
			Socket joined = SOCKETS.next();
			assertThat(old.call("/", "plain", "x")).containsExactly("x");
			awaitEvent("plain", (context) -> context.hasLowCardinalityKeyValue("revision", "EIO3")
				.doesNotHaveHighCardinalityKeyValue(KeyValue.of("socketio.socket.id", joined.id())));
		}
		finally {
			old.close();
		}
	}

	@Test
	void anAckEndsWithTheAnswer() {
		var answer = this.socket.emitWithAck("question").toFuture();
		this.client.acknowledge(this.client.next(), "yes");
		assertThat(answer.join().get(0, String.class)).isEqualTo("yes");

		awaitAck("question", "answered");
	}

	@Test
	void anAckTellsWhyThereIsNone() {
		var late = this.socket.timeout(Duration.ofSeconds(1)).emitWithAck("late").toFuture();
		this.client.next();
		server.clock().advance(Duration.ofSeconds(2));
		await().until(late::isCompletedExceptionally);
		awaitAck("late", "timeout");

		this.socket.emitWithAck("dropped").subscribe().dispose();
		awaitAck("dropped", "cancelled");

		var tooMany = this.socket.emitWithAck("tooMany").toFuture();
		var gone = this.socket.emitWithAck("gone").toFuture();
		await().until(tooMany::isCompletedExceptionally);
		awaitAck("tooMany", "error");
		this.client.close();
		await().until(gone::isCompletedExceptionally);
		awaitAck("gone", "disconnected");
	}

	@Test
	void anAckOfABroadcastIsObserved() {
		var answers = server.io().of("/").timeout(Duration.ofSeconds(1)).emitWithAck("all").toFuture();
		this.client.acknowledge(this.client.next(), "yes");
		assertThat(answers.join()).hasSize(1);

		awaitAck("all", "answered");
	}

	@Test
	void theParentOfAnAckIsThatOfItsSubscriber() {
		Observation thread = Observation.start("thread", REGISTRY);
		Observation subscriber = Observation.start("subscriber", REGISTRY);
		thread.scoped(() -> {
			this.socket.emitWithAck("ofThread").subscribe().dispose();
			this.socket.emitWithAck("ofSubscriber")
				.contextWrite((context) -> context.put("micrometer.observation", subscriber))
				.subscribe()
				.dispose();
		});
		REGISTRY.assertThat()
			.hasAnObservation((context) -> context.hasContextualNameEqualTo("own name of ofThread")
				.hasParentObservationEqualTo(thread))
			.hasAnObservation((context) -> context.hasContextualNameEqualTo("own name of ofSubscriber")
				.hasParentObservationEqualTo(subscriber));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Handlers {

	}

	@SocketIONamespace
	static class Controller {

		@OnConnect
		void connected() {
		}

		@OnEvent("plain")
		String plain(String value) {
			return value;
		}

		@OnEvent("unwatched")
		boolean unwatched() {
			return true;
		}

		@OnEvent("reactive")
		Mono<String> reactive() {
			return Mono.delay(Duration.ofMillis(1)).thenReturn("later");
		}

		@OnEvent("failing")
		void failing() {
			throw new IllegalStateException("expected");
		}

		@OnEvent("failingLater")
		Mono<Void> failingLater() {
			return Mono.error(new IllegalArgumentException("expected"));
		}

		@OnEvent("*")
		List<String> any(String event) {
			return List.of();
		}

	}

}
