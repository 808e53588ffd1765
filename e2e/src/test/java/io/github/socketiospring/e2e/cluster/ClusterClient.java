package io.github.socketiospring.e2e.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.KitClient.Event;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of any server of a cluster, in one namespace.
 */
final class ClusterClient implements AutoCloseable {

	private final SocketIoClient client;

	private final String namespace;

	private final JsonNode answer;

	/** Connects to the root namespace. */
	ClusterClient(ClusterServer server) {
		this(server, "/", null);
	}

	/**
	 * Connects.
	 * @param server where
	 * @param namespace the namespace
	 * @param auth what it says when it joins, as JSON
	 */
	ClusterClient(ClusterServer server, String namespace, @Nullable String auth) {
		this.client = new SocketIoClient(new WebSocketWire(server.port(), new Eio4Dialect(), "&at=" + server.name()));
		this.namespace = namespace;
		this.client.open();
		this.answer = JsonMapper.shared().readTree(this.client.join(namespace, auth));
	}

	String id() {
		return this.answer.get("sid").asString();
	}

	/** What it has to say to get its socket back, but for the offset. */
	String secretId() {
		return this.answer.get("pid").asString();
	}

	/** Waits for the next event. */
	Event next() {
		return this.client.next();
	}

	/** Loses its connection. */
	void drop() {
		this.client.drop();
	}

	/** Waits for the next event, which must be this. */
	Event expect(String event, @Nullable Object... arguments) {
		Event next = this.client.next();
		assertThat(next.name()).as("of %s", next).isEqualTo(event);
		// The comparison that finds bytes inside of other values is slow with many bytes.
		if (!Objects.deepEquals(next.arguments().toArray(), arguments)) {
			assertThat(next.arguments()).as("of %s", event)
				.usingRecursiveComparison()
				.isEqualTo(Arrays.asList(arguments));
		}
		return next;
	}

	/** Waits for the next event, which must be this, and acknowledges it. */
	void answer(String event, List<?> arguments, @Nullable Object... answer) {
		this.client.acknowledge(expect(event, arguments.toArray()), answer);
	}

	void emit(String event, @Nullable Object... arguments) {
		this.client.emit(this.namespace, event, arguments);
	}

	List<Object> call(String event, @Nullable Object... arguments) {
		return this.client.call(this.namespace, event, arguments);
	}

	/** Waits until the server has removed it from the namespace. */
	void awaitLeft() {
		this.client.awaitLeft(this.namespace);
	}

	/** Waits until the connection has ended. */
	void awaitEnd() {
		this.client.awaitEnd();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
