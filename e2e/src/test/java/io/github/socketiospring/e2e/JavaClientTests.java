package io.github.socketiospring.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Java client.
 */
@ServerTest
class JavaClientTests {

	private static final int SECONDS = 8;

	@LocalServerPort
	private int port;

	private final List<Socket> opened = new ArrayList<>();

	@AfterEach
	void disconnect() {
		this.opened.forEach(Socket::disconnect);
	}

	@OverEachTransport
	void connectsWithAuthAndQuery(String transports) throws Exception {
		IO.Options options = options(transports);
		options.auth = Map.of("token", "geheim 🔑");
		options.query = "tag=a%20b";
		Socket socket = socket(new Manager(uri(), options), "/", options);
		BlockingQueue<Object[]> welcome = events(socket, "welcome");
		connect(socket, transports);
		JSONObject welcomed = (JSONObject) next(welcome)[0];
		assertThat(welcomed.getString("id")).isEqualTo(socket.id());
		assertThat(welcomed.getJSONObject("auth").getString("token")).isEqualTo("geheim 🔑");
		assertThat(welcomed.getString("tag")).isEqualTo("a b");
	}

	@OverEachTransport
	void learnsWhyItIsRefused(String transports) throws Exception {
		Socket socket = socket("/refusing", transports);
		BlockingQueue<Object[]> errors = events(socket, Socket.EVENT_CONNECT_ERROR);
		socket.connect();
		JSONObject error = (JSONObject) next(errors)[0];
		assertThat(error.getString("message")).isEqualTo("not welcome");
		assertThat(error.getJSONObject("data").getInt("code")).isEqualTo(42);
	}

	@OverEachTransport
	void getsItsArgumentsEchoed(String transports) throws Exception {
		Socket socket = connect(socket("/", transports), transports);
		Object[] arguments = { "äöü 😀 \u2028 \" \\", 42, -2.5, true, JSONObject.NULL, new JSONArray(),
				new JSONObject(), new JSONObject("{\"a\":[1,{\"b\":[[2],{\"c\":\"𝒳\"}]}]}") };
		BlockingQueue<Object[]> echoed = events(socket, "echoed");
		socket.emit("echo", arguments);
		assertThat(json(next(echoed))).isEqualTo(json(arguments));
		socket.emit("echo");
		assertThat(next(echoed)).isEmpty();
	}

	@OverEachTransport
	void getsAcks(String transports) throws Exception {
		Socket socket = connect(socket("/", transports), transports);
		assertThat(ask(socket, "echo-ack", 1, "two")).containsExactly(1, "two");
		assertThat(ask(socket, "echo-ack")).isEmpty();
	}

	@OverEachTransport
	void answersTheServer(String transports) throws Exception {
		Socket socket = connect(socket("/", transports), transports);
		socket.on("question", (arguments) -> ((Ack) arguments[1]).call("no " + arguments[0]));
		assertThat(ask(socket, "ask-me", "idea?")).containsExactly("no idea?");
	}

	@OverEachTransport
	void exchangesBinaryData(String transports) throws Exception {
		byte[] one = { 0, 1, -1, -128 };
		byte[] two = {};
		byte[] three = new byte[300 * 1024];
		new Random(1).nextBytes(three);
		JSONObject deep = new JSONObject().put("two", two).put("more", new JSONArray().put(three).put("text"));
		Socket socket = connect(socket("/", transports), transports);
		Object[] answer = ask(socket, "echo-ack", one, deep);
		assertThat(answer[0]).isEqualTo(one);
		JSONObject echoed = (JSONObject) answer[1];
		assertThat(echoed.get("two")).isEqualTo(two);
		assertThat(echoed.getJSONArray("more").get(0)).isEqualTo(three);
		assertThat(echoed.getJSONArray("more").get(1)).isEqualTo("text");
	}

	@OverEachTransport
	void exchangesManyEventsInOrder(String transports) throws Exception {
		Socket socket = connect(socket("/", transports), transports);
		BlockingQueue<Object[]> numbered = events(socket, "numbered");
		for (int number = 0; number < 200; number++) {
			socket.emit("number", number);
		}
		Object[] numbers = IntStream.range(0, 200).boxed().toArray();
		assertThat(json(ask(socket, "numbers"))).isEqualTo(json(new JSONArray(List.of(numbers))));
		assertThat(numbered).extracting((arguments) -> arguments[0]).containsExactly(numbers);
	}

	@OverEachTransport
	void joinsSeveralNamespacesWithOneConnection(String transports) throws Exception {
		Manager manager = new Manager(uri(), options(transports));
		Socket root = connect(socket(manager, "/", null), transports);
		Socket second = connect(socket(manager, "/second", null), transports);
		assertThat(ask(second, "whoami")).containsExactly("/second", second.id());
		assertThat(ask(second, "sibling")).containsExactly(root.id());
	}

	@OverEachTransport
	void disconnects(String transports) throws Exception {
		BlockingQueue<Object[]> gone = observe(transports);
		Socket socket = connect(socket("/", transports), transports);
		String id = socket.id();
		BlockingQueue<Object[]> disconnected = events(socket, Socket.EVENT_DISCONNECT);
		socket.disconnect();
		assertThat(next(disconnected)[0]).isEqualTo("io client disconnect");
		assertThat(reasonOf(gone, id)).isEqualTo("client namespace disconnect");
	}

	@OverEachTransport
	void isDisconnectedByTheServer(String transports) throws Exception {
		BlockingQueue<Object[]> gone = observe(transports);
		Socket socket = connect(socket("/", transports), transports);
		String id = socket.id();
		BlockingQueue<Object[]> disconnected = events(socket, Socket.EVENT_DISCONNECT);
		socket.emit("disconnect-me", true);
		assertThat(next(disconnected)[0]).isEqualTo("io server disconnect");
		assertThat(reasonOf(gone, id)).isEqualTo("server namespace disconnect");
	}

	private URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	private static IO.Options options(String transports) {
		return IO.Options.builder()
			.setTransports(transports.split(","))
			.setForceNew(true)
			.setReconnection(false)
			.build();
	}

	private Socket socket(String namespace, String transports) {
		return socket(new Manager(uri(), options(transports)), namespace, null);
	}

	private Socket socket(Manager manager, String namespace, IO.Options options) {
		Socket socket = manager.socket(namespace, options);
		this.opened.add(socket);
		return socket;
	}

	private static Socket connect(Socket socket, String transports) throws InterruptedException {
		BlockingQueue<Object[]> connected = events(socket, Socket.EVENT_CONNECT);
		socket.connect();
		next(connected);
		String expected = transports.contains("websocket") ? "websocket" : "polling";
		await().atMost(SECONDS, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(ask(socket, "transport")).containsExactly(expected));
		return socket;
	}

	private BlockingQueue<Object[]> observe(String transports) throws InterruptedException {
		Socket observer = socket("/observer", transports);
		BlockingQueue<Object[]> connected = events(observer, Socket.EVENT_CONNECT);
		BlockingQueue<Object[]> gone = events(observer, "gone");
		observer.connect();
		next(connected);
		return gone;
	}

	private static String reasonOf(BlockingQueue<Object[]> gone, String id) throws Exception {
		JSONObject next;
		do {
			next = (JSONObject) next(gone)[0];
		}
		while (!next.getString("id").equals(id));
		return next.getString("reason");
	}

	private static BlockingQueue<Object[]> events(Socket socket, String event) {
		BlockingQueue<Object[]> events = new LinkedBlockingQueue<>();
		socket.on(event, events::add);
		return events;
	}

	private static Object[] next(BlockingQueue<Object[]> events) throws InterruptedException {
		Object[] next = events.poll(SECONDS, TimeUnit.SECONDS);
		assertThat(next).as("an event within %d seconds", SECONDS).isNotNull();
		return next;
	}

	private static Object[] ask(Socket socket, String event, Object... arguments) throws Exception {
		CompletableFuture<Object[]> answer = new CompletableFuture<>();
		socket.emit(event, arguments, answer::complete);
		return answer.get(SECONDS, TimeUnit.SECONDS);
	}

	private static JsonNode json(Object... arguments) throws JSONException {
		return JsonMapper.shared().readTree(new JSONArray(arguments).toString());
	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	@interface OverEachTransport {

	}

}
