package io.github.socketiospring.admin;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.socketiospring.testkit.KitClient.Event;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;

/**
 * What the page does, as a client.
 */
final class AdminPageClient implements AutoCloseable {

	static final String NAMESPACE = "/admin";

	private final SocketIoClient client;

	AdminPageClient(TestServer server) {
		this(new WebSocketWire(server));
	}

	AdminPageClient(Wire wire) {
		this.client = new SocketIoClient(wire);
		this.client.open();
	}

	static AdminPageClient loggedIn(TestServer server, String username, String password) {
		AdminPageClient page = new AdminPageClient(server);
		page.logIn(username, password);
		return page;
	}

	void logIn(String username, String password) {
		this.client.join(NAMESPACE, "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
	}

	void join(String auth) {
		this.client.join(NAMESPACE, auth);
	}

	void order(String event, Object... arguments) {
		this.client.emit(NAMESPACE, event, arguments);
	}

	SocketIoClient client() {
		return this.client;
	}

	/** The next event of that name with such arguments; those before it are skipped. */
	List<Object> await(String event, Predicate<List<Object>> arguments) {
		while (true) {
			Event next = this.client.next();
			if (next.name().equals(event) && arguments.test(next.arguments())) {
				return next.arguments();
			}
		}
	}

	List<Object> await(String event) {
		return await(event, (arguments) -> true);
	}

	/** The next socket that has joined a namespace. */
	Map<String, Object> awaitSocket(String namespace) {
		return map(await("socket_connected", (arguments) -> map(arguments.get(0)).get("nsp").equals(namespace)).get(0));
	}

	/** The next number of something that has happened. */
	Map<String, Object> awaitCount(String type) {
		while (true) {
			for (Object event : list(map(await("server_stats").get(0)).get("aggregatedEvents"))) {
				if (map(event).get("type").equals(type)) {
					return map(event);
				}
			}
		}
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked")
	static List<Object> list(Object value) {
		return (List<Object>) value;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
