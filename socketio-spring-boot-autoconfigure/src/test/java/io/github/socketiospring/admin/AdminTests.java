package io.github.socketiospring.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.KitClient.Event;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static io.github.socketiospring.admin.AdminPageClient.list;
import static io.github.socketiospring.admin.AdminPageClient.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the page sees of a server in development mode, and what it may do. Each test has a
 * namespace of its own, because the server is one for all.
 */
@Timeout(120)
class AdminTests {

	static final String ENCODED = new BCryptPasswordEncoder(4).encode("secret");

	static final String[] PROPERTIES = { "socketio.admin.enabled=true", "socketio.admin.username=root",
			"socketio.admin.password=" + ENCODED, "socketio.admin.server-id=one",
			"socketio.admin.statistics-interval=100ms" };

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().properties(PROPERTIES).customizer((io) -> {
			// It knows the admin namespace, too.
			io.of(Pattern.compile("/adm.*"));
			io.of("/data").onConnection((socket) -> {
				socket.data().put("name", "Ann");
				socket.join("early");
				socket.emit("welcome", "<b>");
			});
			io.of("/events").onConnection((socket) -> socket.on("ask", (arguments, ack) -> {
				ack.send("yes");
				socket.emit("told", arguments.toArray());
			}));
			io.of("/rooms").onConnection((socket) -> {
				socket.on("enter", (arguments, ack) -> {
					socket.join("attic");
					ack.send();
				});
				socket.on("go", (arguments, ack) -> {
					socket.leave("attic");
					ack.send();
				});
			});
			io.of("/orders");
			io.of("/numbers");
			io.of("/bytes");
		}).properties("socketio.admin.mode=development", "socketio.admin.read-only=false").start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static AdminPageClient page() {
		AdminPageClient page = AdminPageClient.loggedIn(server, "root", "secret");
		page.await("all_sockets");
		return page;
	}

	private static SocketIoClient client(String namespace) {
		return client(namespace, "");
	}

	private static SocketIoClient client(String namespace, String query) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server, new Eio4Dialect(), query));
		client.open();
		client.join(namespace);
		return client;
	}

	private static String idOf(AdminPageClient page, String namespace) {
		return (String) page.awaitSocket(namespace).get("id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"username\":\"root\",\"password\":\"wrong\"}",
			"{\"username\":\"toor\",\"password\":\"secret\"}", "{\"username\":\"root\"}",
			"{\"username\":[\"root\"],\"password\":{\"$ne\":1}}", "{\"sessionId\":\"0123456789abcdef\"}",
			"{\"sessionId\":\"*\"}" })
	void refusesWhoHasNoCredentials(String auth) {
		try (AdminPageClient page = new AdminPageClient(server)) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> page.join(auth))
				.withMessage("{\"message\":\"invalid credentials\"}");
			assertThat(page.client().waiting()).isZero();
		}
	}

	@Test
	void remembersWhoHasLoggedIn() {
		String session;
		try (AdminPageClient page = new AdminPageClient(server)) {
			page.logIn("root", "secret");
			session = (String) page.await("session").get(0);
			assertThat(session).matches("[0-9a-f]{32}");
			assertThat(map(page.await("config").get(0)).get("supportedFeatures")).isEqualTo(List.of("EMIT", "JOIN",
					"LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT", "AGGREGATED_EVENTS", "ALL_EVENTS"));
		}
		try (AdminPageClient again = new AdminPageClient(server)) {
			again.join("{\"sessionId\":\"" + session + "\"}");
			assertThat(again.await("config")).hasSize(1);
		}
		// The page keeps a session that has ended, and sends it along.
		try (AdminPageClient late = new AdminPageClient(server)) {
			late.join("{\"sessionId\":\"" + session.replace(session.charAt(0), 'f')
					+ "0\",\"username\":\"root\",\"password\":\"secret\"}");
			assertThat(late.await("session")).hasSize(1);
		}
	}

	@Test
	void showsNumbers() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/numbers")) {
			Map<String, Object> stats = map(page
				.await("server_stats",
						(arguments) -> list(map(arguments.get(0)).get("namespaces"))
							.contains(Map.of("name", "/numbers", "socketsCount", 1)))
				.get(0));
			assertThat(stats).containsEntry("serverId", "one")
				.containsEntry("pid", (int) ProcessHandle.current().pid())
				.containsEntry("pollingClientsCount", 0)
				.containsKeys("hostname", "uptime");
			assertThat((int) stats.get("clientsCount")).isGreaterThanOrEqualTo(2);
			assertThat(list(stats.get("namespaces")))
				.noneMatch((namespace) -> map(namespace).get("name").equals(AdminPageClient.NAMESPACE));
			client.drop();
			Map<String, Object> closed = page.awaitCount("rawDisconnection");
			assertThat((String) closed.get("subType")).startsWith("transport ");
			assertThat((long) closed.get("timestamp") % 1000).isZero();
			assertThat((int) page.awaitCount("bytesOut").get("count")).isPositive();
		}
	}

	@Test
	void countsEachByteOnce() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/bytes")) {
			client.emit("/bytes", "big", "x".repeat(50_000));
			int sum = 0;
			while (sum < 50_000) {
				sum += bytesIn(page);
			}
			client.close();
			page.awaitCount("rawDisconnection");
			for (int i = 0; i < 3; i++) {
				sum += bytesIn(page);
			}
			assertThat(sum).isLessThan(60_000);
		}
	}

	private static int bytesIn(AdminPageClient page) {
		return list(map(page.await("server_stats").get(0)).get("aggregatedEvents")).stream()
			.filter((event) -> map(event).get("type").equals("bytesIn"))
			.mapToInt((event) -> (int) map(event).get("count"))
			.sum();
	}

	@Test
	void showsSockets() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/data", "&token=hush")) {
			Map<String, Object> socket = page.awaitSocket("/data");
			String sid = (String) JsonMapper.shared().readValue(client.opening(), Map.class).get("sid");
			assertThat(socket).containsEntry("transport", "websocket")
				.containsEntry("data", Map.of("name", "Ann"))
				.hasEntrySatisfying("clientId", (id) -> assertThat(sid).doesNotContain((String) id))
				.hasEntrySatisfying("rooms",
						(rooms) -> assertThat(list(rooms)).containsExactlyInAnyOrder("early", socket.get("id")));
			Map<String, Object> handshake = map(socket.get("handshake"));
			assertThat(map(handshake.get("query"))).containsEntry("EIO", "4").containsEntry("token", "[hidden]");
			assertThat((String) handshake.get("url")).startsWith("/socket.io").doesNotContain("hush");
			assertThat(handshake).containsEntry("address", "127.0.0.1").containsEntry("secure", false);
			assertThat(map(handshake.get("headers"))).containsEntry("sec-websocket-key", "[hidden]")
				.containsEntry("sec-websocket-version", "13");
			try (AdminPageClient other = AdminPageClient.loggedIn(server, "root", "secret")) {
				assertThat(list(other.await("all_sockets").get(0))).contains(socket)
					.noneMatch((each) -> map(each).get("nsp").equals(AdminPageClient.NAMESPACE));
			}
			// Nothing of it is the application's own.
			assertThat(server.io().of("/data").sockets())
				.allSatisfy((own) -> assertThat(own.data()).containsOnlyKeys("name"));
			client.close();
			List<List<Object>> last = new ArrayList<>();
			while (last.size() < 3) {
				Event next = page.client().next();
				if (Set.of("socket_disconnected", "room_left").contains(next.name())) {
					last.add(next.arguments().subList(0, next.arguments().size() - 1));
				}
			}
			assertThat(last).containsExactlyInAnyOrder(List.of("/data", socket.get("id"), "transport close"),
					List.of("/data", "early", socket.get("id")), List.of("/data", socket.get("id"), socket.get("id")));
		}
	}

	@Test
	void showsEvents() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/events")) {
			String id = idOf(page, "/events");
			Object value = Map.of("list", List.of(1, 2.5, true), "bytes", new byte[3], "long", "ü".repeat(2000));
			client.call("/events", "ask", value);
			List<Object> received = page.await("event_received", (arguments) -> arguments.get(0).equals("/events"));
			assertThat(received.get(1)).isEqualTo(id);
			List<Object> arguments = list(received.get(2));
			assertThat(arguments).hasSize(2).startsWith("ask");
			assertThat(map(arguments.get(1))).containsEntry("list", List.of(1, 2.5, true))
				.containsEntry("bytes", "[binary, 3 bytes]")
				.containsEntry("long", "ü".repeat(1000) + "… [2000 characters]");
			assertThat((String) received.get(3)).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
			assertThat(list(page.await("event_sent", (sent) -> sent.get(1).equals(id)).get(2))).startsWith("told");
			assertThat(client.next().name()).isEqualTo("told");
			// Nobody takes it, and it is shown all the same.
			client.emit("/events", "unknown");
			page.await("event_received", (unknown) -> list(unknown.get(2)).equals(List.of("unknown")));
		}
	}

	@Test
	void showsWhatIsSentWhileASocketConnects() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/data")) {
			page.await("event_sent", (arguments) -> arguments.get(0).equals("/data")
					&& list(arguments.get(2)).equals(List.of("welcome", "<b>")));
			assertThat(client.next().name()).isEqualTo("welcome");
		}
	}

	@Test
	void showsRooms() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/rooms")) {
			String id = idOf(page, "/rooms");
			client.call("/rooms", "enter");
			assertThat(page.await("room_joined")).startsWith("/rooms", "attic", id).hasSize(4);
			client.call("/rooms", "go");
			assertThat(page.await("room_left")).startsWith("/rooms", "attic", id).hasSize(4);
		}
	}

	@Test
	void takesOrders() {
		try (AdminPageClient page = page();
				SocketIoClient first = client("/orders");
				SocketIoClient second = client("/orders")) {
			String id = idOf(page, "/orders");
			idOf(page, "/orders");
			page.order("emit", "/orders", null, "news", 1, Map.of("a", "b"));
			assertThat(first.next().arguments()).isEqualTo(List.of(1, Map.of("a", "b")));
			assertThat(second.next().arguments()).isEqualTo(List.of(1, Map.of("a", "b")));
			page.order("join", "/orders", "loft", id);
			assertThat(page.await("room_joined")).startsWith("/orders", "loft", id);
			page.order("emit", "/orders", "loft", "only");
			assertThat(first.next().name()).isEqualTo("only");
			page.order("leave", "/orders", "loft", id);
			assertThat(page.await("room_left")).startsWith("/orders", "loft", id);
			page.order("_disconnect", "/orders", false, id);
			first.awaitLeft("/orders");
			assertThat(page.await("socket_disconnected")).startsWith("/orders", id, "server namespace disconnect");
			page.order("emit", "/orders", "", "rest");
			assertThat(second.next().name()).isEqualTo("rest");
			assertThat(first.waiting()).isZero();
			page.order("_disconnect", "/orders", true);
			second.awaitEnd();
		}
	}

	@Test
	void ignoresOrdersThatMakeNoSense() {
		try (AdminPageClient page = page(); SocketIoClient client = client("/orders")) {
			String id = idOf(page, "/orders");
			page.order("emit");
			page.order("emit", "/orders", null, 1);
			page.order("emit", "/orders", null, "disconnect");
			page.order("join", "/orders", 5, id);
			page.order("emit", "orders", null, "no slash");
			page.order("_disconnect", "/orders", true, 5);
			page.order("_disconnect", AdminPageClient.NAMESPACE, true);
			page.order("emit", "/orders", null, "fence");
			assertThat(client.next().name()).isEqualTo("fence");
			client.close();
		}
	}

	@Test
	void isGuardedAgainWhenTheNamespaceIsRemoved() {
		assertThat(server.io().remove(AdminPageClient.NAMESPACE)).isTrue();
		try (AdminPageClient page = new AdminPageClient(server)) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> page.join(""))
				.withMessageContaining("invalid");
		}
		try (AdminPageClient page = page()) {
			assertThat(page.await("server_stats")).hasSize(1);
		}
	}

	@Test
	void showsNumbersAloneInProductionAndTakesNoOrdersByDefault() {
		try (TestServer safe = TestServer.builder().properties(PROPERTIES).customizer((io) -> io.of("/safe")).start();
				AdminPageClient page = AdminPageClient.loggedIn(safe, "root", "secret")) {
			assertThat(map(page.await("config").get(0)).get("supportedFeatures"))
				.isEqualTo(List.of("AGGREGATED_EVENTS"));
			SocketIoClient client = new SocketIoClient(new WebSocketWire(safe));
			client.open();
			client.join("/safe");
			page.order("emit", "/safe", null, "news");
			page.order("join", "/safe", "room");
			page.order("_disconnect", "/safe", true);
			page.order("fence");
			// Its events are handled in their order.
			for (int i = 0; i < 5; i++) {
				assertThat(page.client().next().name()).isEqualTo("server_stats");
			}
			safe.io().of("/safe").emit("still here");
			assertThat(client.next().name()).isEqualTo("still here");
			assertThat(safe.io().of("/safe").sockets()).singleElement()
				.satisfies((socket) -> assertThat(socket.rooms()).containsExactly(socket.id()));
			assertThat(safe.io().of("/safe").fetchSockets().block()).singleElement()
				.satisfies((socket) -> assertThat(socket.data()).isEmpty());
			client.close();
		}
	}

}
