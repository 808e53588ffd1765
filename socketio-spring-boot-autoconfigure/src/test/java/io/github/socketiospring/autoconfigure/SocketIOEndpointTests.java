package io.github.socketiospring.autoconfigure;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.engine.Traffic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see at {@code /actuator/socketio}, and what they can do there.
 */
@Timeout(120)
class SocketIOEndpointTests {

	private static final String ENDPOINT = "/actuator/socketio";

	private static TestServer server;

	private final List<TestServer.WebSocketClient> clients = new ArrayList<>();

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "management.endpoints.web.exposure.include=socketio",
				"management.endpoint.socketio.access=unrestricted", "socketio.limits.max-pending-events=4",
				"socketio.limits.max-rooms-per-socket=5");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void disconnect() {
		Handlers.release.countDown();
		this.clients.forEach(TestServer.WebSocketClient::close);
		for (EngineSession session : server.bean(EngineServer.class).sessions()) {
			session.close(CloseReason.FORCED_CLOSE, null);
		}
	}

	private static JsonNode get(String path) {
		HttpResponse<String> response = server.get(ENDPOINT + path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private static int status(String method, String path, String body) {
		return server
			.send(ENDPOINT + path,
					(request) -> request.header("Content-Type", "application/json")
						.method(method, BodyPublishers.ofString(body)))
			.statusCode();
	}

	/** Opens a connection of the latest generation, and joins a namespace. */
	private TestServer.WebSocketClient connect(String namespace) {
		TestServer.WebSocketClient client = open("/socket.io/?EIO=4&transport=websocket");
		client.next();
		client.send("40" + namespace + ",");
		assertThat(client.next()).startsWith("40" + namespace);
		return client;
	}

	private TestServer.WebSocketClient open(String pathAndQuery) {
		TestServer.WebSocketClient client = server.webSocketAt(pathAndQuery, "Cookie", "a=TOP-SECRET", "Authorization",
				"Bearer TOP-SECRET", "User-Agent", "test/1");
		this.clients.add(client);
		return client;
	}

	private Socket socket(String namespace) {
		return server.bean(SocketIOServer.class).of(namespace).sockets().iterator().next();
	}

	// Looking

	@Test
	void numbersOfTheServer() {
		connect("/chat");
		connect("/chat");
		connect("/tenant-7");
		server.polling();
		JsonNode report = get("");
		assertThat(report.path("serverId").asString()).hasSize(20);
		assertThat(report.path("accepting").asBoolean()).isTrue();
		assertThat(report.path("connections").asInt()).isEqualTo(4);
		assertThat(report.path("transports")).hasToString("{\"EIO4\":{\"polling\":1,\"websocket\":3}}");
		assertThat(report.path("families")).hasToString("[{\"name\":\"/tenant-{id}\",\"namespaces\":1}]");
		assertThat(report.path("namespaces")).hasToString("[{\"name\":\"/\",\"sockets\":1,\"rooms\":0},"
				+ "{\"name\":\"/chat\",\"sockets\":2,\"rooms\":1},{\"name\":\"/tenant-7\",\"sockets\":1,\"rooms\":0}]");
		assertThat(get("?size=1&page=1").path("namespaces")).hasSize(1)
			.allSatisfy((namespace) -> assertThat(namespace.path("name").asString()).isEqualTo("/chat"));
	}

	@Test
	void pagesOfSocketsAndRooms() {
		for (int i = 0; i < 5; i++) {
			connect("/chat");
		}
		JsonNode all = get("/sockets?namespace=/chat");
		assertThat(all.path("total").asInt()).isEqualTo(5);
		assertThat(all.path("size").asInt()).isEqualTo(100);
		List<String> ids = all.findValuesAsString("id");
		assertThat(ids).hasSize(5).doesNotHaveDuplicates();
		List<String> paged = new ArrayList<>();
		for (int page = 0; page < 3; page++) {
			paged.addAll(get("/sockets?namespace=chat&size=2&page=" + page).findValuesAsString("id"));
		}
		assertThat(paged).isEqualTo(ids);
		assertThat(get("/sockets?namespace=/chat&room=all").findValuesAsString("id"))
			.containsExactlyInAnyOrderElementsOf(ids);
		assertThat(get("/sockets?namespace=/chat&room=none").path("total").asInt()).isZero();
		assertThat(get("/rooms?namespace=/chat").path("rooms")).hasToString("[{\"name\":\"all\",\"sockets\":5}]");
		JsonNode line = all.path("sockets").path(0);
		assertThat(line.propertyNames()).containsExactly("id", "connection", "revision", "transport", "connectedAt",
				"address", "rooms", "waitingMessages", "waitingBytes", "waitingEvents");
		assertThat(line.path("address").asString()).startsWith("127.0.0.1:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sockets?page=-1", "/sockets?size=0", "/rooms?size=1001", "?size=0", "/sockets?size=x" })
	void pagesAreBounded(String path) {
		assertThat(server.get(ENDPOINT + path).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sockets?namespace=/none", "/nothing", "/sockets/none", "/rooms/all?namespace=/chat" })
	void whatIsNotThereIsNotFound(String path) {
		assertThat(server.get(ENDPOINT + path).statusCode()).isEqualTo(404);
		assertThat(server.bean(SocketIOServer.class).namespaces()).extracting((each) -> each.name())
			.doesNotContain("/none");
	}

	@Test
	void whyAClientIsSlow() {
		TestServer.WebSocketClient client = connect("/chat");
		Socket socket = socket("/chat");
		socket.emitWithAck("question").onErrorComplete().subscribe();
		client.next();
		for (int i = 0; i < 10; i++) {
			client.send("42/chat,[\"slow\"]");
		}
		String path = "/sockets/" + socket.id() + "?namespace=/chat";
		Awaitility.await().until(() -> get(path).path("incoming").has("suspendedSince"));
		JsonNode report = get(path);
		assertThat(report.path("incoming").path("waitingEvents").asInt()).isGreaterThan(4);
		assertThat(report.path("incoming").path("silence").asString()).startsWith("PT");
		assertThat(report.path("outgoing").path("pendingAcks").asInt()).isEqualTo(1);
		assertThat(report.path("outgoing").path("waitingMessages").asInt()).isZero();
		assertThat(report.path("outgoing").path("maxWaitingBytes").asInt()).isEqualTo(4_000_000);
		assertThat(report.path("traffic").path("receivedPackets").asInt()).isGreaterThan(1);
		assertThat(report.path("rooms")).hasToString("[\"all\"]");
		JsonNode connection = report.path("connection");
		assertThat(connection.path("name").asString()).isEqualTo(socket.client().id());
		assertThat(connection.path("openedWith").asString()).isEqualTo("websocket");
		assertThat(connection.path("userAgent").asString()).isEqualTo("test/1");
		assertThat(connection.path("state").asString()).isEqualTo("OPEN");
		Handlers.release.countDown();
		Awaitility.await().until(() -> !get(path).path("incoming").has("suspendedSince"));
	}

	/**
	 * A sid is all that it takes to be somebody else, and old clients have it in their
	 * ids.
	 */
	@Test
	void secretsAreNotShown() {
		TestServer.WebSocketClient current = connect("/chat");
		TestServer.WebSocketClient old = open("/socket.io/?EIO=3&transport=websocket&token=TOP-SECRET");
		old.next();
		old.next();
		old.send("40/chat");
		assertThat(old.next()).startsWith("40/chat");
		String handshake = server.get("/socket.io/1/").body();
		TestServer.WebSocketClient oldest = open("/socket.io/1/websocket/" + handshake.split(":")[0]);
		oldest.next();
		oldest.send("1::/chat");
		assertThat(oldest.next()).startsWith("1::/chat");
		current.send("42/chat,[\"joinAll\"]");
		Awaitility.await().until(() -> get("/rooms?namespace=/chat").path("total").asInt() == 5);

		List<String> shown = new ArrayList<>();
		for (String namespace : List.of("/", "/chat")) {
			String query = "?namespace=" + namespace;
			shown.add(server.get(ENDPOINT + "/rooms" + query).body());
			JsonNode sockets = get("/sockets" + query);
			shown.add(sockets.toString());
			for (String name : sockets.findValuesAsString("connection")) {
				shown.add(get("/sockets/" + name + query).toString());
			}
		}
		assertThat(shown).hasSize(9).contains(server.get(ENDPOINT + "/rooms?namespace=/chat").body());
		for (EngineSession session : server.bean(EngineServer.class).sessions()) {
			assertThat(shown).noneMatch((text) -> text.contains(session.id()) || text.contains("TOP-SECRET"));
			assertThat(server.get(ENDPOINT + "/sockets/" + session.id()).statusCode()).isEqualTo(404);
		}
		assertThat(get("").path("transports"))
			.hasToString("{\"EIO3\":{\"websocket\":1},\"EIO4\":{\"websocket\":1},\"V1\":{\"websocket\":1}}");
	}

	/** Nobody here knows the ids of their sessions. */
	@Test
	void secretsOfOtherServersAreNotShown() {
		connect("/chat");
		socket("/chat").join("/chat#hVXuNzkmJFTd7p2ka_-Q", "my#room");
		assertThat(get("/rooms?namespace=/chat").path("rooms").findValuesAsString("name"))
			.containsExactlyInAnyOrder("all", "/chat#…", "my#room");
	}

	@Test
	void longNamesOfRoomsAreShortened() {
		connect("/chat");
		socket("/chat").join("x".repeat(100_000));
		assertThat(get("/rooms?namespace=/chat").path("rooms").findValuesAsString("name"))
			.containsExactlyInAnyOrder("all", "x".repeat(256) + "…");
		assertThat(get("/sockets/" + socket("/chat").id() + "?namespace=/chat").path("rooms").toString())
			.hasSizeLessThan(300);
	}

	// Doing

	@Test
	void disconnectsASocket() {
		TestServer.WebSocketClient leaving = connect("/chat");
		String id = socket("/chat").id();
		assertThat(status("DELETE", "/sockets/" + id + "?namespace=/chat", "")).isEqualTo(204);
		assertThat(leaving.next()).isEqualTo("41/chat,");
		assertThat(status("DELETE", "/sockets/" + id + "?namespace=/chat", "")).isEqualTo(404);
		TestServer.WebSocketClient closing = connect("/chat");
		String connection = socket("/chat").client().id();
		assertThat(status("DELETE", "/sockets/" + connection + "?namespace=/chat&close=true", "")).isEqualTo(204);
		closing.closeCode();
	}

	@Test
	void disconnectsARoomOrANamespace() {
		TestServer.WebSocketClient first = connect("/chat");
		socket("/chat").join("one");
		TestServer.WebSocketClient second = connect("/chat");
		assertThat(status("DELETE", "/sockets?namespace=/chat&room=one", "")).isEqualTo(204);
		assertThat(first.next()).isEqualTo("41/chat,");
		assertThat(get("/sockets?namespace=/chat").path("total").asInt()).isEqualTo(1);
		assertThat(status("DELETE", "/sockets?namespace=/chat&close=true", "")).isEqualTo(204);
		second.closeCode();
		assertThat(status("DELETE", "/sockets?namespace=/none", "")).isEqualTo(404);
		// Not everybody by mistake.
		assertThat(status("DELETE", "/sockets", "")).isEqualTo(400);
	}

	@Test
	void changesRooms() {
		connect("/chat");
		Socket socket = socket("/chat");
		String path = "/sockets/" + socket.id();
		assertThat(status("POST", path, "{\"namespace\":\"/chat\",\"join\":\"a, b\",\"leave\":\"all\"}"))
			.isEqualTo(204);
		assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "a, b");
		String identity = "{\"namespace\":\"/chat\",\"join\":\"\\u0000user:somebody\"}";
		assertThat(status("POST", path, identity)).isEqualTo(400);
		socket.join("1", "2", "3", "4");
		assertThat(status("POST", path, "{\"namespace\":\"/chat\",\"join\":\"5\"}")).isEqualTo(400);
		assertThat(status("POST", "/sockets/none", "{\"join\":\"a\"}")).isEqualTo(404);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Handlers.class, Tenants.class })
	static class Application {

		@Bean
		EngineWatcher counting() {
			return new EngineWatcher() {
				@Override
				public Traffic traffic() {
					return new Traffic();
				}
			};
		}

	}

	@SocketIONamespace("/chat")
	static class Handlers {

		private static volatile CountDownLatch release = new CountDownLatch(1);

		@OnConnect
		void connected(Socket socket) {
			socket.join("all");
			release = new CountDownLatch(1);
		}

		@OnEvent("slow")
		void slow() throws InterruptedException {
			release.await();
		}

		/** Rooms named after others. */
		@OnEvent("joinAll")
		void joinAll(Socket socket) {
			for (Socket other : socket.namespace().sockets()) {
				other.client().sockets().values().forEach((each) -> socket.join(each.id()));
			}
		}

	}

	@SocketIONamespace("/tenant-{id}")
	static class Tenants {

		@OnEvent("nothing")
		void nothing() {
		}

	}

}
