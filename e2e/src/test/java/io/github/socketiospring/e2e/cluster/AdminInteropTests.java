package io.github.socketiospring.e2e.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.KitClient.Event;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers of both kinds with their admin namespaces, in one cluster: the page shows all,
 * whichever it is connected to.
 */
@Timeout(120)
class AdminInteropTests {

	/** Of "secret". */
	private static final String ENCODED = "$2a$04$mRnQqtvPLdY5wD.Lcsy4tORISNHzQIzdeCyP86FnZO2.884bfXi3C";

	private static final String ADMIN = "/admin";

	@Test
	void eachShowsTheOther() {
		try (Engine engine = Engine.single(Engine.CLASSIC)) {
			NodeServer node = NodeServer.start("node", engine.settings(Map.of("admin", Map.of("mode", "development",
					"serverId", "node", "auth", Map.of("type", "basic", "username", "root", "password", ENCODED)))));
			JavaServer java = JavaServer.start("java", List.of("/"), engine.source(), "socketio.adapter.type=redis",
					"socketio.admin.enabled=true", "socketio.admin.username=root", "socketio.admin.password=" + ENCODED,
					"socketio.admin.server-id=java", "socketio.admin.mode=development",
					"socketio.admin.read-only=false");
			try (SocketIoClient ofNode = open(node.port()); SocketIoClient ofJava = open(java.port())) {
				String nodeSocket = join(ofNode);
				String javaSocket = join(ofJava);
				for (int port : List.of(node.port(), java.port())) {
					try (SocketIoClient page = open(port)) {
						page.join(ADMIN, "{\"username\":\"root\",\"password\":\"secret\"}");
						Map<?, ?> sockets = sockets(page);
						assertThat(sockets.get(nodeSocket)).asString()
							.contains("transport=websocket", "clientId=", "sec-websocket-version=13");
						assertThat(sockets.get(javaSocket)).asString()
							.contains("transport=websocket", "clientId=", "sec-websocket-version=13");
						Set<Object> servers = new HashSet<>();
						while (!servers.containsAll(Set.of("node", "java"))) {
							servers.add(((Map<?, ?>) await(page, "server_stats", (stats) -> true).argument())
								.get("serverId"));
						}
						// At the other one.
						String other = (port == node.port()) ? javaSocket : nodeSocket;
						page.emit(ADMIN, "emit", "/", other, "news", port);
						assertThat(((port == node.port()) ? ofJava : ofNode).next().argument()).isEqualTo(port);
						Event sent = await(page, "event_sent", (event) -> event.arguments().get(1).equals(other));
						assertThat(sent.arguments().get(2)).isEqualTo(List.of("news", port));
					}
				}
			}
			finally {
				java.close();
				node.close();
			}
		}
	}

	private static SocketIoClient open(int port) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(port, new Eio4Dialect(), ""));
		client.open();
		return client;
	}

	private static String join(SocketIoClient client) {
		return client.join("/", null).replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
	}

	private static Event await(SocketIoClient page, String name, Predicate<Event> condition) {
		while (true) {
			Event event = page.next();
			if (event.name().equals(name) && condition.test(event)) {
				return event;
			}
		}
	}

	private static Map<Object, Object> sockets(SocketIoClient page) {
		Map<Object, Object> sockets = new HashMap<>();
		((List<?>) await(page, "all_sockets", (event) -> true).argument())
			.forEach((socket) -> sockets.put(((Map<?, ?>) socket).get("id"), socket));
		return sockets;
	}

}
