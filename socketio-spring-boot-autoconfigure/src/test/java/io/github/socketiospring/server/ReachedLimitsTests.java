package io.github.socketiospring.server;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * That limits are counted that clients run into with what they send.
 */
class ReachedLimitsTests {

	private static final List<String> LIMITED = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().bean(EventWatcher.class, new EventWatcher() {

			@Override
			public NamespaceWatch namespace(String name) {
				return NamespaceWatch.NONE;
			}

			@Override
			public void limited(String limit) {
				LIMITED.add(limit);
			}

		}).bean(EngineWatcher.class, new EngineWatcher() {

			@Override
			public void limited(String limit) {
				LIMITED.add(limit);
			}

		})
			.customizer((io) -> io.of("/").onConnection((socket) -> socket.on("e", (arguments, ack) -> ack.send())))
			.properties("socketio.max-http-buffer-size=5000B", "socketio.limits.max-packets-per-payload=3",
					"socketio.limits.max-fragments=3", "socketio.limits.max-sessions=2",
					"socketio.limits.max-jobs-per-socket=1")
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() {
		await().until(() -> server.engine().size() == 0);
		LIMITED.clear();
	}

	static Stream<Arguments> beyond() {
		return Stream.of(arguments("42[\"" + "x".repeat(300) + "\"]", "max-name-length"),
				arguments("42/" + "x".repeat(300) + ",[\"e\"]", "max-name-length"),
				arguments("42[\"e\"," + "[".repeat(200) + "]".repeat(200) + "]", "max-json-depth"),
				arguments("42[\"e\"," + "1".repeat(1_500) + "]", "max-number-length"),
				arguments("4511-[\"e\",1]", "max-attachments"),
				arguments("42[\"e\",\"" + "x".repeat(5_000) + "\"]", "max-http-buffer-size"));
	}

	@ParameterizedTest
	@MethodSource("beyond")
	void ofPackets(String frame, String limit) {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text(frame);
			client.readClose();
			await().untilAsserted(() -> assertThat(LIMITED).containsExactly(limit));
		}
	}

	@Test
	void ofFragments() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.send(false, RawWebSocket.TEXT, "42".getBytes(StandardCharsets.UTF_8));
			for (int i = 0; i < 3; i++) {
				client.send(false, RawWebSocket.CONTINUATION, new byte[0]);
			}
			assertThat(client.readClose().status()).isEqualTo(1008);
			assertThat(LIMITED).containsExactly("max-fragments");
		}
	}

	@Test
	void ofPolls() {
		SocketIoClient client = new SocketIoClient(new PollingWire(server));
		client.open();
		client.join("/");
		assertThatIllegalStateException().isThrownBy(() -> client.send("42[\"e\",\"" + "x".repeat(5_000) + "\"]"))
			.withMessageContaining("413");
		assertThat(LIMITED).containsExactly("max-http-buffer-size");
		client.send("42[\"e\"]", "42[\"e\"]", "42[\"e\"]", "42[\"e\"]");
		client.awaitEnd();
		assertThat(LIMITED).containsExactly("max-http-buffer-size", "max-packets-per-payload");
	}

	@Test
	void ofClientsOfProtocol1() {
		try (LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			client.open();
			client.emit("/", "x".repeat(300));
			client.emit("/" + "x".repeat(300), "e");
			assertThat(client.call("/", "e")).isEmpty();
			assertThat(LIMITED).containsExactly("max-name-length", "max-name-length");
		}
	}

	@Test
	void ofSessionsInAll() throws Exception {
		try (SocketIoClient first = open(); SocketIoClient second = open()) {
			HttpResponse<String> third = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(server.uri("http", "/socket.io/?EIO=4&transport=polling")).build(),
						HttpResponse.BodyHandlers.ofString());
			assertThat(third.statusCode()).isEqualTo(503);
			assertThat(third.body()).contains("\"Too many connections\"");
			assertThat(LIMITED).containsExactly("max-sessions");
			first.close();
			await().until(() -> server.engine().size() == 1);
			try (SocketIoClient fourth = open()) {
				assertThat(fourth.call("/", "e")).isEmpty();
				assertThat(second.call("/", "e")).isEmpty();
			}
		}
	}

	@Test
	void ofJobs() {
		try (SocketIoClient client = open()) {
			await().until(() -> server.io().of("/").sockets().size() == 1);
			var socket = server.io().of("/").sockets().iterator().next();
			Disposable job = socket.spawn(Mono.never());
			assertThatIllegalStateException().isThrownBy(() -> socket.spawn(Mono.never()));
			assertThat(LIMITED).containsExactly("max-jobs-per-socket");
			job.dispose();
			assertThat(client.call("/", "e")).isEmpty();
		}
	}

	private static SocketIoClient open() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join("/");
		return client;
	}

}
