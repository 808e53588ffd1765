package io.github.socketiospring.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.socketiospring.EventRefusedException;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventExceptionHandler;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the application and the client learn of events that cannot be handled.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErrorHandlerTests {

	private static final RecordedErrors ERRORS = new RecordedErrors();

	private static final JsonNode OWN = JsonNodeFactory.instance.objectNode().put("text", "mine");

	private static TestServer answering;

	private static TestServer silent;

	@BeforeAll
	static void start() {
		answering = TestServer.builder()
			.customizer((io) -> customize((DefaultSocketIOServer) io))
			.bean(SocketIOErrorHandler.class, ERRORS)
			.properties("socketio.handlers.answer-errors=true")
			.start();
		silent = TestServer.start((io) -> customize((DefaultSocketIOServer) io));
	}

	private static void customize(DefaultSocketIOServer io) {
		for (String name : List.of("/", "/listening")) {
			NamespaceHandlers handlers = io.handlers(name);
			handlers.onEvent("bound", new BoundHandler(io.json()));
			handlers.onEvent("tree",
					new TreeHandler(io.json(), JsonNode.class, (node) -> ((JsonNode) node).intValue()));
			handlers.onEvent("ownTree",
					new TreeHandler(io.json(), JsonNode.class, (node) -> OWN.get("text").intValue()));
			handlers.onEvent("ownMissing",
					new TreeHandler(io.json(), String.class, (text) -> OWN.path("x").intValue()));
			handlers.onEvent("throws", TestHandler.plain((call) -> fail()));
			handlers.onEvent("throwsOnLoop", TestHandler.onEventLoop((call) -> fail()));
			handlers.onEvent("errs", TestHandler.onEventLoop((call) -> Mono.error(new IllegalStateException("boom"))));
			handlers.onEvent("answersAndThrows", TestHandler.plain((call) -> {
				call.ack().send("mine");
				return fail();
			}));
			handlers.onEvent("end", TestHandler.plain((call) -> {
				call.ack().send("end");
				return null;
			}));
			handlers.onEvent("taken", TestHandler.plain((call) -> {
				throw new UnsupportedOperationException();
			}));
			handlers.onException(new Taker());
		}
		io.of("/listening").onConnection((socket) -> {
			socket.on("typed", (arguments, ack) -> arguments.get(0, int.class));
			socket.on("second", (arguments, ack) -> arguments.get(1, String.class));
			socket.on("coerced", (arguments, ack) -> arguments.get(0).intValue());
			socket.on("inside", (arguments, ack) -> arguments.get(1).path("a").path(0).intValue());
			socket.on("own", (arguments, ack) -> OWN.get("text").intValue());
			socket.use((event) -> switch (event.name()) {
				case "refused" -> Mono.error(new EventRefusedException("for the log"));
				case "dropped" -> Mono.empty();
				default -> Mono.just(event);
			});
		});
	}

	private static Publisher<?> fail() {
		throw new IllegalStateException("boom in com.example.Secret");
	}

	@AfterAll
	static void stop() {
		answering.close();
		silent.close();
	}

	@BeforeEach
	void clear() {
		ERRORS.clear();
	}

	private static SocketIoClient client(TestServer server, String namespace) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join(namespace);
		return client;
	}

	@ParameterizedTest
	@CsvSource({ "/, unknown, NO_SUCH_METHOD", "/, bound, INVALID_METHOD_ARGS", "/, throws, HANDLER_FAILED",
			"/, throwsOnLoop, HANDLER_FAILED", "/, errs, HANDLER_FAILED", "/listening, unknown, NO_SUCH_METHOD",
			"/listening, bound, INVALID_METHOD_ARGS", "/listening, typed, INVALID_METHOD_ARGS",
			"/listening, second, INVALID_METHOD_ARGS", "/listening, coerced, INVALID_METHOD_ARGS",
			"/listening, inside, INVALID_METHOD_ARGS", "/listening, own, HANDLER_FAILED",
			"/, tree, INVALID_METHOD_ARGS", "/, ownTree, HANDLER_FAILED", "/listening, tree, INVALID_METHOD_ARGS",
			"/listening, ownTree, HANDLER_FAILED", "/, ownMissing, HANDLER_FAILED",
			"/listening, refused, EVENT_REFUSED", "/listening, dropped, EVENT_REFUSED" })
	void theAcknowledgementIsTheError(String namespace, String event, SocketIOError.Name name)
			throws InterruptedException {
		try (SocketIoClient client = client(answering, namespace)) {
			List<Object> answer = client.call(namespace, event, "no number");
			assertThat(answer).containsExactly(Map.of("name", name.toString(), "message", name.message()));
			SocketIOError error = ERRORS.next(name);
			assertThat(error.event()).isEqualTo(event);
			assertThat(error.namespace()).isEqualTo(namespace);
			assertThat(error.socket()).isNotNull();
			assertThat(error.ack().isRequested()).isTrue();
			assertThat(error.exception() == null).isEqualTo(name == SocketIOError.Name.NO_SUCH_METHOD);
			client.emit(namespace, event, "no number");
			assertThat(ERRORS.next(name).ack().isRequested()).isFalse();
			assertThat(client.call(namespace, "end")).containsExactly("end");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/, unknown", "/, bound", "/, throws", "/, errs", "/listening, unknown", "/listening, typed",
			"/listening, refused", "/listening, dropped" })
	void byDefaultItStaysUnanswered(String namespace, String event) {
		try (SocketIoClient client = client(silent, namespace)) {
			CompletableFuture<List<Object>> answer = client.callAsync(namespace, event, "no number");
			assertThat(client.call(namespace, "end")).containsExactly("end");
			assertThat(answer).isNotDone();
			assertThat(client.waiting()).isZero();
		}
	}

	@Test
	void whatTheHandlerHasAnsweredStays() throws InterruptedException {
		try (SocketIoClient client = client(answering, "/")) {
			assertThat(client.call("/", "answersAndThrows")).containsExactly("mine");
			ERRORS.next(SocketIOError.Name.HANDLER_FAILED);
			assertThat(client.call("/", "end")).containsExactly("end");
		}
	}

	@Test
	void whatAnExceptionHandlerHasTakenIsNoError() {
		try (SocketIoClient client = client(answering, "/")) {
			CompletableFuture<List<Object>> answer = client.callAsync("/", "taken");
			assertThat(client.call("/", "end")).containsExactly("end");
			assertThat(answer).isNotDone();
			assertThat(ERRORS.isEmpty()).isTrue();
		}
	}

	@Test
	void theHandlerMaySayNothing() throws InterruptedException {
		ERRORS.quiet = true;
		try (SocketIoClient client = client(answering, "/")) {
			CompletableFuture<List<Object>> answer = client.callAsync("/", "unknown");
			assertThat(client.call("/", "end")).containsExactly("end");
			assertThat(answer).isNotDone();
			ERRORS.next(SocketIOError.Name.NO_SUCH_METHOD);
		}
	}

	@Test
	void aHandlerThatFailsDoesNoHarm(CapturedOutput output) {
		ERRORS.failing = true;
		try (SocketIoClient client = client(answering, "/")) {
			client.emit("/", "unknown\n\u001b[31m");
			assertThat(client.call("/", "end")).containsExactly("end");
			assertThat(output).contains("The SocketIOErrorHandler failed at a no_such_method")
				.doesNotContain("\u001b[31m");
		}
	}

	@Test
	void namespacesThatDoNotExist() throws InterruptedException {
		try (SocketIoClient client = client(answering, "/")) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/nowhere"))
				.withMessage("{\"message\":\"Invalid namespace\"}");
			SocketIOError error = ERRORS.next(SocketIOError.Name.NO_SUCH_NAMESPACE);
			assertThat(error.namespace()).isEqualTo("/nowhere");
			assertThat(error.socket()).isNull();
			assertThat(error.event()).isNull();
			assertThat(error.ack().isRequested()).isFalse();
			error.ack().send("nothing");
		}
	}

	@Test
	void whatIsNoPacketEndsAConnectionOfNewerClients() throws InterruptedException {
		try (RawWebSocket client = RawWebSocket.joined(answering)) {
			client.text("42{");
			assertThat(client.readClose().status()).isEqualTo(1005);
			SocketIOError error = ERRORS.next(SocketIOError.Name.INVALID_PACKET);
			assertThat(error.exception()).isNotNull();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "5:::{\"name\":\"unknown\"} | no_such_method", "5:::{ | invalid_packet", "9:::x | invalid_packet",
					"\ufffd9\ufffd3:::x | invalid_packet", "5:::{\"name\":\"disconnect\"} | unallowed_event_name",
					"5:::{\"name\":\"connect_error\"} | unallowed_event_name",
					"5:::{\"name\":\"bound\",\"args\":[\"x\"]} | invalid_method_args" })
	void clientsOfProtocol1AreToldAndStay(String packet, String name) throws InterruptedException {
		for (TestServer server : List.of(answering, silent)) {
			try (LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
				client.open();
				client.send(packet);
				KitClient.Event event = client.next();
				assertThat(event.name()).isEqualTo("error");
				assertThat(event.arguments()).hasSize(2).first().isEqualTo(name);
				assertThat(event.arguments().get(1)).asString().doesNotContain("io.github", "java.", "tools.");
				assertThat(client.call("/", "end")).containsExactly("end");
				assertThat(client.waiting()).isZero();
			}
		}
		assertThat(ERRORS.next().name()).hasToString(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "throws", "errs" })
	void faultsOfTheApplicationAreNoBusinessOfClientsOfProtocol1(String event) throws InterruptedException {
		try (LegacySocketIoClient client = new LegacySocketIoClient(answering, LegacyTransport.WEBSOCKET)) {
			client.open();
			client.emit("/", event);
			ERRORS.next(SocketIOError.Name.HANDLER_FAILED);
			assertThat(client.call("/", "end")).containsExactly("end");
			assertThat(client.waiting()).isZero();
			assertThat(client.call("/", event)).containsExactly(
					Map.of("name", "handler_failed", "message", SocketIOError.Name.HANDLER_FAILED.message()));
		}
	}

	@Test
	void clientsOfProtocol1AreToldInTheirNamespace() {
		try (LegacySocketIoClient client = new LegacySocketIoClient(silent, LegacyTransport.XHR_POLLING)) {
			client.open();
			client.join("/listening");
			client.emit("/listening", "unknown");
			KitClient.Event event = client.next();
			assertThat(event.namespace()).isEqualTo("/listening");
			assertThat(event.arguments()).containsExactly("no_such_method", "nothing handles this event");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "typed", "second", "coerced" })
	void whatAListenerCannotReadIsNoFaultOfTheApplication(String event, CapturedOutput output) {
		try (TestServer server = TestServer.start((io) -> customize((DefaultSocketIOServer) io));
				SocketIoClient client = client(server, "/listening")) {
			for (int i = 0; i < 5; i++) {
				client.emit("/listening", event, "no number");
			}
			client.call("/listening", "end");
			assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("Event '" + event))
				.singleElement()
				.asString()
				.contains("WARN", "does not fit", "further ones are logged at debug level");
			assertThat(output).doesNotContain("ERROR", "\tat ");
		}
	}

	/** Takes what no other test throws, and answers nothing. */
	private static final class Taker implements EventExceptionHandler {

		@Override
		public boolean handles(Throwable exception) {
			return exception instanceof UnsupportedOperationException;
		}

		@Override
		public @Nullable Publisher<?> handle(Throwable exception, EventCall call) {
			return null;
		}

	}

	/** Reads what it is given as its argument, or something else. */
	private record TreeHandler(JsonCodec codec, Class<?> type, Consumer<Object> reading) implements EventHandler {

		@Override
		public ArgumentBinding binding() {
			return this.codec.binding(List.of(this.type));
		}

		@Override
		public boolean runsOnEventLoop() {
			return true;
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) {
			this.reading.accept(call.bound()[0]);
			return null;
		}

	}

	private record BoundHandler(JsonCodec codec) implements EventHandler {

		@Override
		public ArgumentBinding binding() {
			return this.codec.binding(List.of(int.class));
		}

		@Override
		public boolean runsOnEventLoop() {
			return true;
		}

		@Override
		public @Nullable Publisher<?> handle(EventCall call) {
			return null;
		}

	}

}
