package io.github.socketiospring.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.server.SecretRooms;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;
import tools.jackson.databind.json.JsonMapper;

import static io.github.socketiospring.admin.AdminPageClient.list;
import static io.github.socketiospring.admin.AdminPageClient.map;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ids of old clients' sockets are the secrets by which they own their connections:
 * the page learns of none.
 */
@Timeout(120)
class AdminSecretsTests {

	private static TestServer server;

	private final OldSocketIoClient client = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));

	private String sid = "";

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.properties(AdminTests.PROPERTIES)
			.customizer((io) -> io.of("/old").onConnection((socket) -> {
				socket.join("cellar");
				// Rooms named after others.
				socket.on("follow", (arguments, ack) -> {
					socket.namespace()
						.sockets()
						.forEach(
								(other) -> other.client().sockets().values().forEach((each) -> socket.join(each.id())));
					socket.join("x".repeat(100_000));
					ack.send();
				});
			}))
			.properties("socketio.admin.mode=development", "socketio.admin.read-only=false")
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() {
		this.client.open();
		this.client.join("/old");
		this.sid = (String) JsonMapper.shared().readValue(this.client.opening(), Map.class).get("sid");
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	private static AdminPageClient page() {
		return AdminPageClient.loggedIn(server, "root", "secret");
	}

	private static String idOf(Object socket) {
		return (String) map(socket).get("id");
	}

	private static Map<String, Object> old(List<Object> sockets) {
		return sockets.stream()
			.map(AdminPageClient::map)
			.filter((socket) -> socket.get("nsp").equals("/old") && idOf(socket).startsWith("~"))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void anotherNameStandsForThem() {
		try (AdminPageClient page = page()) {
			List<Object> all = list(page.await("all_sockets").get(0));
			assertThat(all.toString()).doesNotContain(this.sid);
			Map<String, Object> socket = old(all);
			String id = idOf(socket);
			assertThat(id).matches("~[\\w-]{20}");
			assertThat(list(socket.get("rooms"))).containsExactlyInAnyOrder("cellar", id);
			OldSocketIoClient second = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));
			second.open();
			second.join("/old");
			String secondSid = (String) JsonMapper.shared().readValue(second.opening(), Map.class).get("sid");
			assertThat(page
				.await("socket_connected",
						(arguments) -> map(arguments.get(0)).get("nsp").equals("/old")
								&& !idOf(arguments.get(0)).equals(id))
				.toString()).doesNotContain(secondSid);
			second.close();

			page.order("emit", "/old", id, "direct");
			assertThat(this.client.next().name()).isEqualTo("direct");
			page.order("_disconnect", "/old", false, id);
			this.client.awaitLeft("/old");
			assertThat(page.await("socket_disconnected", (arguments) -> arguments.get(1).equals(id)).toString())
				.doesNotContain(this.sid);
		}
	}

	@Test
	void whoeverElseIsInTheirRooms() {
		try (AdminPageClient page = page(); SocketIoClient follower = new SocketIoClient(new WebSocketWire(server))) {
			String id = idOf(old(list(page.await("all_sockets").get(0))));
			follower.open();
			follower.join("/old");
			String own = idOf(
					page.await("socket_connected", (arguments) -> !idOf(arguments.get(0)).startsWith("~")).get(0));
			follower.call("/old", "follow");
			List<String> joined = new ArrayList<>();
			while (joined.size() < 3) {
				joined.add((String) page.await("room_joined", (arguments) -> arguments.get(2).equals(own)).get(1));
			}
			// That of the old client's other socket, in the root namespace, is the sid.
			assertThat(joined).contains(id, "x".repeat(256) + "…")
				.allSatisfy((room) -> assertThat(room).doesNotContain(this.sid));
			try (AdminPageClient other = page()) {
				assertThat(other.await("all_sockets").toString()).contains(own).doesNotContain(this.sid);
			}
			page.order("emit", "/old", id, "both");
			assertThat(this.client.next().name()).isEqualTo("both");
			assertThat(follower.next().name()).isEqualTo("both");
		}
	}

	@Test
	void roomsOfSessionsElsewhere() {
		RoomNames names = new RoomNames(new SecretRooms(Mockito.mock(EngineServer.class)));
		assertThat(names.of("/chat#hVXuNzkmJFTd7p2ka_-Q", "id", "name")).matches("~[\\w-]{20}");
		assertThat(names.of("my#room", "id", "name")).isEqualTo("my#room");
		assertThat(names.of("id", "id", "name")).isEqualTo("name");
	}

}
