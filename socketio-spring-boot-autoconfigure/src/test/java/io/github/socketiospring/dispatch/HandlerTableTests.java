package io.github.socketiospring.dispatch;

import java.io.ByteArrayOutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.Execution;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.TokenSource;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.codec.msgpack.MsgpackGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Runs each row of {@code docs/handlers.md}. The handler of a row is the one whose event
 * has the name of the row's first cell, and whose parameters or return type are written
 * as they are there.
 */
class HandlerTableTests {

	private static final Path SOURCE = Path
		.of("src/test/java/io/github/socketiospring/dispatch/HandlerTableTests.java");

	private static final Pattern BUFFER = Pattern.compile("Buffer\\.from\\(\\[([^\\]]*)\\]\\)");

	private static final MsgpackCodec MSGPACK = new MsgpackCodec(Dispatcher.CODEC, 1000);

	static Stream<String> arguments() {
		return HandlerTables.rows("Parameters for the event's arguments")
			.stream()
			.map((row) -> row.stream().map(HandlerTables::code).collect(Collectors.joining("|")));
	}

	static Stream<String> injected() {
		return HandlerTables.rows("Parameters that are not arguments")
			.stream()
			.map((row) -> HandlerTables.code(row.get(0)));
	}

	static Stream<String> results() {
		return HandlerTables.rows("Results")
			.stream()
			.map((row) -> HandlerTables.code(row.get(0)) + "|" + row.get(1).replace("`", "") + "|"
					+ HandlerTables.code(row.get(2)));
	}

	@ParameterizedTest
	@MethodSource("arguments")
	void argumentsInJson(String row) throws Throwable {
		String[] cells = row.split("\\|", -1);
		List<byte[]> attachments = new ArrayList<>();
		String json = event(cells[0], cells[1], attachments);
		check(cells, (dispatcher) -> dispatcher.send(json, attachments.toArray(byte[][]::new)));
	}

	@ParameterizedTest
	@MethodSource("arguments")
	void argumentsInMsgpack(String row) throws Throwable {
		String[] cells = row.split("\\|", -1);
		List<byte[]> attachments = new ArrayList<>();
		TokenSource event = msgpack(event(cells[0], cells[1], attachments), attachments);
		check(cells, (dispatcher) -> dispatcher.send(event));
	}

	private static String event(String name, String arguments, List<byte[]> attachments) {
		Matcher buffers = BUFFER.matcher(arguments);
		String json = buffers.replaceAll((buffer) -> {
			byte[] data = new byte[(buffer.group(1).length() + 2) / 3];
			String[] numbers = buffer.group(1).split(", ");
			for (int i = 0; i < data.length; i++) {
				data[i] = Byte.parseByte(numbers[i]);
			}
			attachments.add(data);
			return "{\"_placeholder\":true,\"num\":" + (attachments.size() - 1) + "}";
		});
		return "[\"" + name + "\"" + (json.isEmpty() ? "" : "," + json) + "]";
	}

	private static TokenSource msgpack(String json, List<byte[]> attachments) {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		List<JsonNode> nodes;
		try (ArgumentReader reader = ArgumentReader.ack(Dispatcher.CODEC, data, 0, data.length, attachments)) {
			nodes = reader.capture().nodes();
		}
		MsgpackGenerator generator = MSGPACK.take();
		MSGPACK.write(generator, nodes);
		return MSGPACK.tokens(Arrays.copyOf(generator.array(), generator.length()), 0);
	}

	private static void check(String[] row, Sending sending) throws Throwable {
		assertThat(withoutSpace(Files.readString(SOURCE))).contains(withoutSpace("(" + row[0] + ") {"));
		try (Dispatcher dispatcher = Dispatcher.of(ArgumentRows.class)) {
			if (row[2].equals("InvalidPayloadException")) {
				assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(() -> sending.send(dispatcher));
				return;
			}
			sending.send(dispatcher);
			assertThat(dispatcher.bean(ArgumentRows.class).seen).isEqualTo(row[2]);
		}
	}

	@ParameterizedTest
	@MethodSource("injected")
	void whatIsNoArgument(String row) throws Throwable {
		assertThat(withoutSpace(Files.readString(SOURCE))).contains(withoutSpace("(" + row + ") {"));
		WebSession session = mock();
		HandshakeValues values = new HandshakeValues() {

			@Override
			public boolean want(Class<?> type) {
				return type == Locale.class || type == WebSession.class;
			}

			@Override
			public Object get(Socket socket, Class<?> type) {
				return (type == Locale.class) ? Locale.GERMAN : session;
			}

		};
		try (Dispatcher dispatcher = new Dispatcher().handshakes(values).start(InjectedRows.class)) {
			Principal principal = () -> "Ada";
			given(dispatcher.socket.principal()).willReturn(principal);
			RecordingAck ack = dispatcher.send("[\"" + row + "\",1]");
			assertThat(dispatcher.bean(InjectedRows.class).seen).isIn(dispatcher.socket, dispatcher.namespace,
					dispatcher.server, dispatcher.socket.handshake(), principal, ack, Locale.GERMAN, session);
		}
	}

	@ParameterizedTest
	@MethodSource("results")
	void resultsAnswerTheAck(String row) throws Throwable {
		String[] cells = row.split("\\|", -1);
		assertThat(withoutSpace(Files.readString(SOURCE))).contains(withoutSpace(
				"@OnEvent(\"" + cells[0] + (cells[1].isEmpty() ? "" : ", " + cells[1]) + "\")" + cells[0]));
		try (Dispatcher dispatcher = Dispatcher.of(ResultRows.class)) {
			RecordingAck ack = dispatcher.send("[\"" + cells[0] + (cells[1].isEmpty() ? "" : ", " + cells[1]) + "\"]");
			assertThat(ack.answers()).hasSize(1);
			ByteArrayOutputStream json = new ByteArrayOutputStream();
			Dispatcher.CODEC.writeArray(json, null, ack.answers().get(0), new ArrayList<>());
			assertThat(json.toString(StandardCharsets.UTF_8)).isEqualTo("[" + cells[2] + "]");
		}
	}

	@Test
	void allAnnotationsAreThere() throws Exception {
		Set<String> documented = HandlerTables.rows("Annotations")
			.stream()
			.map((row) -> HandlerTables.code(row.get(0)))
			.collect(Collectors.toSet());
		Set<String> present = new HashSet<>();
		String folder = ClassUtils.classPackageAsResourcePath(OnEvent.class);
		for (var resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:" + folder + "/*.class")) {
			Class<?> type = ClassUtils
				.forName(OnEvent.class.getPackageName() + "." + resource.getFilename().replace(".class", ""), null);
			if (Annotation.class.isAssignableFrom(type)) {
				present.add("@" + type.getSimpleName());
			}
		}
		assertThat(documented).isEqualTo(present);
	}

	@Test
	void allExecutionsAreThere() {
		assertThat(HandlerTables.rows("Threads")).extracting((row) -> HandlerTables.code(row.get(0)))
			.containsExactly(Stream.of(Execution.values()).map(Enum::name).toArray(String[]::new));
	}

	@Test
	void eachHandlerHasARow() {
		assertThat(events(ArgumentRows.class))
			.isEqualTo(arguments().map((row) -> row.substring(0, row.indexOf('|'))).collect(Collectors.toSet()));
		assertThat(events(InjectedRows.class)).isEqualTo(injected().collect(Collectors.toSet()));
	}

	private static Set<String> events(Class<?> type) {
		Set<String> events = new HashSet<>();
		for (Class<?> current = type; current != Object.class; current = current.getSuperclass()) {
			for (Method method : current.getDeclaredMethods()) {
				OnEvent event = method.getAnnotation(OnEvent.class);
				if (event != null) {
					events.add(event.value());
				}
			}
		}
		return events;
	}

	private static String withoutSpace(String text) {
		return text.replaceAll("\\s", "");
	}

	@FunctionalInterface
	private interface Sending {

		void send(Dispatcher dispatcher) throws Throwable;

	}

	enum Color {

		RED

	}

	record Message(String text) {

	}

	record Upload(String name, byte[] data) {

		@Override
		public String toString() {
			return "Upload[name=" + this.name + ", data=" + Arrays.toString(this.data) + "]";
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@com.fasterxml.jackson.annotation.JsonSubTypes(@com.fasterxml.jackson.annotation.JsonSubTypes.Type(name = "circle",
			value = Circle.class))
	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	abstract static class GenericRows<T> {

		String seen;

		void see(Object... values) {
			this.seen = Stream.of(values).map(this::text).collect(Collectors.joining(" "));
		}

		private String text(Object value) {
			if (value instanceof ByteBuffer buffer) {
				byte[] data = new byte[buffer.remaining()];
				buffer.get(data);
				return text(data);
			}
			if (value instanceof Arguments arguments) {
				return arguments.asList().toString();
			}
			String deep = Arrays.deepToString(new Object[] { value });
			return deep.substring(1, deep.length() - 1);
		}

		@OnEvent("T value")
		void generic(T value) {
			see(value);
		}

	}

	@SocketIONamespace
	static class ArgumentRows extends GenericRows<Message> {

		@OnEvent("String text")
		void string(String text) {
			see(text);
		}

		@OnEvent("@Nullable String text")
		void nullable(@Nullable String text) {
			see(text);
		}

		@OnEvent("int number")
		void primitive(int number) {
			see(number);
		}

		@OnEvent("Integer number")
		void wrapper(Integer number) {
			see(number);
		}

		@OnEvent("boolean on, double rate")
		void primitives(boolean on, double rate) {
			see(on, rate);
		}

		@OnEvent("long number, Integer more")
		void numbers(long number, Integer more) {
			see(number, more);
		}

		@OnEvent("BigDecimal amount")
		void decimal(BigDecimal amount) {
			see(amount.stripTrailingZeros().toPlainString());
		}

		@OnEvent("Color color")
		void constant(Color color) {
			see(color);
		}

		@OnEvent("Instant time")
		void time(Instant time) {
			see(time);
		}

		@OnEvent("Message message")
		void record(Message message) {
			see(message);
		}

		@OnEvent("Shape shape")
		void polymorphic(Shape shape) {
			see(shape);
		}

		@OnEvent("List<Message> messages")
		void list(List<Message> messages) {
			see(messages);
		}

		@OnEvent("Set<Integer> numbers")
		void set(Set<Integer> numbers) {
			see(numbers);
		}

		@OnEvent("Map<String, List<Message>> byRoom")
		void map(Map<String, List<Message>> byRoom) {
			see(byRoom);
		}

		@OnEvent("int[] numbers")
		void array(int[] numbers) {
			see(numbers);
		}

		@OnEvent("Optional<Message> message")
		void optional(Optional<Message> message) {
			see(message);
		}

		@OnEvent("OptionalInt number")
		void optionalInt(OptionalInt number) {
			see(number);
		}

		@OnEvent("JsonNode tree")
		void tree(JsonNode tree) {
			see(tree);
		}

		@OnEvent("Object any")
		void any(Object any) {
			see(any);
		}

		@OnEvent("byte[] data")
		void bytes(byte[] data) {
			see(data);
		}

		@OnEvent("ByteBuffer data")
		void buffer(ByteBuffer data) {
			see(data);
		}

		@OnEvent("Upload upload")
		void upload(Upload upload) {
			see(upload);
		}

		@OnEvent("String first, Message second")
		void two(String first, Message second) {
			see(first, second);
		}

		@OnEvent("int first, String... rest")
		void texts(int first, String... rest) {
			see(first, rest);
		}

		@OnEvent("List<Message>... rest")
		@SuppressWarnings("unchecked")
		void lists(List<Message>... rest) {
			see((Object) rest);
		}

		@OnEvent("String first, JsonNode[] rest")
		void trees(String first, JsonNode[] rest) {
			see(first, rest);
		}

		@OnEvent("Arguments all")
		void all(Arguments all) {
			see(all);
		}

		@OnEvent("String text, Arguments all")
		void textAndAll(String text, Arguments all) {
			see(text, all);
		}

		@OnEvent("ClientEvent event")
		void event(ClientEvent event) {
			see(event.arguments());
		}

	}

	@SocketIONamespace
	static class InjectedRows {

		Object seen;

		@OnEvent("Socket socket")
		void socket(Socket socket) {
			this.seen = socket;
		}

		@OnEvent("Namespace namespace")
		void namespace(Namespace namespace) {
			this.seen = namespace;
		}

		@OnEvent("SocketIOServer io")
		void server(SocketIOServer io) {
			this.seen = io;
		}

		@OnEvent("Handshake handshake")
		void handshake(Handshake handshake) {
			this.seen = handshake;
		}

		@OnEvent("Principal principal")
		void principal(Principal principal) {
			this.seen = principal;
		}

		@OnEvent("Ack ack")
		void ack(Ack ack) {
			this.seen = ack;
		}

		@OnEvent("Locale locale")
		void locale(Locale locale) {
			this.seen = locale;
		}

		@OnEvent("WebSession session")
		void session(WebSession session) {
			this.seen = session;
		}

	}

	@SocketIONamespace
	static class ResultRows {

		@OnEvent("void")
		void nothing() {
		}

		@OnEvent("String, hi")
		String text() {
			return "hi";
		}

		@OnEvent("String, null")
		String noText() {
			return null;
		}

		@OnEvent("Message, a record")
		Message message() {
			return new Message("hi");
		}

		@OnEvent("Object[], two values")
		Object[] several() {
			return new Object[] { 1, "a" };
		}

		@OnEvent("List<Integer>, two values")
		List<Integer> list() {
			return List.of(1, 2);
		}

		@OnEvent("Optional<String>, nothing")
		Optional<String> optional() {
			return Optional.empty();
		}

		@OnEvent("Mono<String>, hi")
		Mono<String> mono() {
			return Mono.just("hi");
		}

		@OnEvent("Mono<String>, nothing")
		Mono<String> empty() {
			return Mono.empty();
		}

		@OnEvent("Mono<Void>")
		Mono<Void> done() {
			return Mono.empty();
		}

		@OnEvent("Flux<Integer>, two values")
		Flux<Integer> flux() {
			return Flux.just(1, 2);
		}

		@OnEvent("CompletableFuture<String>, hi")
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture("hi");
		}

		@OnEvent("EmitResult, of an emit")
		EmitResult emit() {
			return EmitResult.QUEUED;
		}

	}

}
