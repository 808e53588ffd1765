package io.github.socketiospring.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.socketiospring.admin.AdminPageClient.list;
import static io.github.socketiospring.admin.AdminPageClient.map;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page is not shown, because it would be too much.
 */
@Timeout(120)
class AdminBoundsTests {

	private static TestServer.Builder builder(String... properties) {
		return TestServer.builder()
			.properties(AdminTests.PROPERTIES)
			.properties("socketio.admin.mode=development")
			.properties(properties)
			.customizer((io) -> io.of("/busy"));
	}

	private static SocketIoClient client(TestServer server) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join("/busy");
		return client;
	}

	@Test
	void showsNoMoreThanItMayAndThenAllSocketsAnew() {
		try (TestServer server = builder("socketio.admin.max-events-per-second=20").start();
				AdminPageClient page = AdminPageClient.loggedIn(server, "root", "secret")) {
			assertThat(list(page.await("all_sockets").get(0))).isEmpty();
			SocketIoClient client = client(server);
			IntStream.range(0, 200).forEach((i) -> client.emit("/busy", "much", i));
			assertThat((int) page.awaitCount("eventsNotShown").get("count")).isPositive();
			assertThat(list(page.await("all_sockets").get(0))).singleElement()
				.satisfies((socket) -> assertThat(map(socket)).containsEntry("nsp", "/busy"));
			client.close();
		}
	}

	/** A page that polls has other messages waiting, so there must be room for both. */
	@Test
	void showsNoMoreSocketsThanMayWaitForThePage() {
		try (TestServer server = builder("socketio.max-buffered-bytes=16KB").start()) {
			List<SocketIoClient> clients = new ArrayList<>();
			for (int i = 0; i < 60; i++) {
				clients.add(client(server));
			}
			try (AdminPageClient page = new AdminPageClient(new PollingWire(server))) {
				page.logIn("root", "secret");
				assertThat(list(page.await("all_sockets").get(0))).hasSizeBetween(2, 40);
				assertThat(page.await("server_stats")).hasSize(1);
			}
			clients.forEach(SocketIoClient::close);
		}
	}

}
