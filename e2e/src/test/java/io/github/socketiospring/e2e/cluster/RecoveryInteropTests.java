package io.github.socketiospring.e2e.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketiospring.testkit.KitClient.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client loses its server, of this library or in Node.js, and another gives it its
 * socket and what it has missed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryInteropTests {

	private static final long MILLIS = 120_000;

	private @Nullable Engine engine;

	private List<ClusterServer> servers = List.of();

	@BeforeAll
	void start() {
		Engine started = Engine.single(Engine.STREAMS);
		this.engine = started;
		String[] properties = started.properties("socketio.connection-state-recovery.enabled=true",
				"socketio.connection-state-recovery.max-disconnection-duration=" + MILLIS + "ms");
		Map<String, Object> settings = started
			.settings(Map.of("server", Map.of("connectionStateRecovery", Map.of("maxDisconnectionDuration", MILLIS))));
		this.servers = List.of(JavaServer.start("java-1", List.of("/"), properties),
				NodeServer.start("node-1", settings), JavaServer.start("java-2", List.of("/"), properties),
				NodeServer.start("node-2", settings));
		this.servers.forEach((server) -> await().until(() -> server.serverCount("/") == this.servers.size()));
	}

	@AfterAll
	void stop() {
		this.servers.forEach(ClusterServer::close);
		engine().close();
	}

	private Engine engine() {
		if (this.engine == null) {
			throw new IllegalStateException();
		}
		return this.engine;
	}

	/** From each server to each, itself included. */
	Stream<Arguments> ways() {
		return this.servers.stream()
			.flatMap((from) -> this.servers.stream().map((to) -> Arguments.of(from, to)))
			// What those in Node.js do alone is their affair.
			.filter((way) -> !(way.get()[0] instanceof NodeServer && way.get()[1] instanceof NodeServer));
	}

	@ParameterizedTest(name = "{0} to {1}", autoCloseArguments = false)
	@MethodSource("ways")
	void getsWhatItHasMissed(ClusterServer from, ClusterServer to) {
		String room = ClusterKit.newRoom("room");
		ClusterClient before = new ClusterClient(from);
		String id = before.id();
		from.putData(id, "user", Map.of("name", "r\u00f6\u00f6m"));
		to.socketsJoin(Selected.room(id), room);
		await().until(() -> to.fetchSockets(Selected.room(room)).size() == 1);
		to.emit(Selected.all(), "before");
		Event last = before.next();
		assertThat(last.name()).isEqualTo("before");
		assertThat(last.arguments()).hasSize(1);

		before.drop();
		await().until(() -> from.fetchSockets(Selected.all().local()).isEmpty());
		await().until(() -> sessions() == 1);
		List<Object> missed = new ArrayList<>();
		for (ClusterServer sender : this.servers) {
			added(() -> sender.emit(Selected.all(), "to all", sender.name()));
			added(() -> sender.emit(Selected.room("elsewhere"), "not for it"));
			added(() -> sender.emit(Selected.all().butNot(room), "not for it"));
			added(() -> sender.emit(Selected.room(room), "to room", new byte[] { 1 }, Map.of("from", sender.name())));
			added(() -> sender.emit(Selected.room(id), "to socket", sender.name()));
			missed.add(List.of("to all", sender.name()));
			missed.add(List.of("to room", new byte[] { 1 }, Map.of("from", sender.name())));
			missed.add(List.of("to socket", sender.name()));
		}

		try (ClusterClient after = new ClusterClient(to, "/",
				"{\"pid\":\"" + before.secretId() + "\",\"offset\":\"" + last.argument() + "\"}")) {
			assertThat(after.id()).isEqualTo(id);
			List<Object> received = new ArrayList<>();
			missed.forEach((event) -> received.add(withoutOffset(after.next())));
			assertThat(received).usingRecursiveComparison().isEqualTo(missed);
			assertThat(from.fetchSockets(Selected.room(room)))
				.containsExactly(new FoundSocket(id, Set.of(id, room), Map.of("user", Map.of("name", "r\u00f6\u00f6m")),
						from.fetchSockets(Selected.room(room)).get(0).query()));
			from.emit(Selected.room(room), "after");
			assertThat(withoutOffset(after.next())).isEqualTo(List.of("after"));
		}
		// It might come back again.
		await().until(() -> sessions() == 1);
		engine().redis().call("FLUSHALL");
	}

	private int sessions() {
		return ((List<?>) Objects.requireNonNull(engine().redis().call("KEYS", "sio:session:*"))).size();
	}

	/** The order in the stream is that in which it was emitted. */
	private void added(Runnable emit) {
		long length = length();
		emit.run();
		await().until(() -> length() == length + 1);
	}

	private long length() {
		return (long) Objects.requireNonNull(engine().redis().call("XLEN", "socket.io"));
	}

	private static List<Object> withoutOffset(Event event) {
		List<Object> packet = new ArrayList<>(List.of(event.name()));
		packet.addAll(event.arguments().subList(0, event.arguments().size() - 1));
		return packet;
	}

}
