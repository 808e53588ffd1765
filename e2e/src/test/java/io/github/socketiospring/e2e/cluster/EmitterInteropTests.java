package io.github.socketiospring.e2e.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes without a server, of this library and in Node.js, emit to a server of this
 * library and to one in Node.js.
 */
class EmitterInteropTests {

	/**
	 * The servers, and what an emitter can do.
	 */
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	private abstract static class EmitterKit {

		private final String adapter;

		private @Nullable Engine engine;

		private @Nullable ClusterSender emitter;

		private List<ClusterServer> servers = List.of();

		private List<ClusterClient> clients = List.of();

		EmitterKit(String adapter) {
			this.adapter = adapter;
		}

		abstract ClusterSender startEmitter(Engine with);

		List<ClusterServer> startServers(Engine with) {
			return List.of(JavaServer.start("java", List.of("/"), with.properties()),
					NodeServer.start("node", with.settings(Map.of())));
		}

		@BeforeAll
		void startAll() {
			Engine started = Engine.single(this.adapter);
			this.engine = started;
			this.servers = startServers(started);
			this.servers.forEach((server) -> await().until(() -> server.serverCount("/") == 2));
			this.emitter = startEmitter(started);
		}

		@AfterAll
		void stopAll() {
			emitter().close();
			this.servers.forEach(ClusterServer::close);
			if (this.engine != null) {
				this.engine.close();
			}
		}

		@BeforeEach
		void connect() {
			this.clients = this.servers.stream().map(ClusterClient::new).toList();
		}

		@AfterEach
		void disconnect() {
			this.clients.forEach(ClusterClient::close);
			this.servers
				.forEach((server) -> await().until(() -> server.fetchSockets(Selected.all().local()).isEmpty()));
		}

		private ClusterSender emitter() {
			if (this.emitter == null) {
				throw new IllegalStateException();
			}
			return this.emitter;
		}

		private Set<String> ids(Selected selected) {
			return this.servers.get(0).fetchSockets(selected).stream().map(FoundSocket::id).collect(Collectors.toSet());
		}

		private void expectAll(String event, @Nullable Object... arguments) {
			this.clients.forEach((client) -> client.expect(event, arguments));
		}

		@Test
		void emits() {
			byte[] bytes = { 0, (byte) 0xff };
			emitter().emit(Selected.all(), "hello", "w\u00f6rld", 1, -1.5, null, Map.of("b", List.of(true)));
			expectAll("hello", "w\u00f6rld", 1, -1.5, null, Map.of("b", List.of(true)));
			emitter().emit(Selected.all(), "bytes", bytes, Map.of("in", List.of(bytes)));
			expectAll("bytes", bytes, Map.of("in", List.of(bytes)));
			emitter().emit(Selected.all().fleeting(), "fleeting");
			expectAll("fleeting");
			for (ClusterClient client : this.clients) {
				emitter().emit(Selected.room(client.id()), "one", client.id());
				client.expect("one", client.id());
				emitter().emit(Selected.all().butNot(client.id()), "others");
				this.clients.stream().filter((other) -> other != client).forEach((other) -> other.expect("others"));
			}
			emitter().emit(Selected.all(), "end");
			expectAll("end");
		}

		@Test
		void movesAndDisconnects() {
			String room = ClusterKit.newRoom("room");
			Set<String> all = this.clients.stream().map(ClusterClient::id).collect(Collectors.toSet());
			emitter().socketsJoin(Selected.all(), room, "another");
			await().until(() -> ids(Selected.room(room)).equals(all) && ids(Selected.room("another")).equals(all));
			this.servers.forEach((server) -> assertThat(server.rooms("/")).contains(room));
			emitter().emit(Selected.room(room, "another"), "to rooms");
			expectAll("to rooms");
			String first = this.clients.get(0).id();
			String second = this.clients.get(1).id();
			emitter().socketsLeave(Selected.room(first), room);
			await().until(() -> ids(Selected.room(room)).equals(Set.of(second)));
			emitter().disconnectSockets(Selected.all().butNot(room), false);
			this.clients.get(0).awaitLeft();
			emitter().disconnectSockets(Selected.room(room), true);
			this.clients.get(1).awaitEnd();
		}

		@Test
		void emitsToServers() {
			emitter().serverSideEmit("/", "news", "text", Map.of("a", 1));
			this.servers.forEach((server) -> assertThat(server.nextServerSideEvent())
				.isEqualTo(Arrays.asList("news", "text", Map.of("a", 1))));
		}

	}

	@Nested
	class NodeClassic extends EmitterKit {

		NodeClassic() {
			super(Engine.CLASSIC);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new NodeEmitter(with);
		}

	}

	@Nested
	class NodeStreams extends EmitterKit {

		NodeStreams() {
			super(Engine.STREAMS);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new NodeEmitter(with);
		}

	}

	@Nested
	class JavaClassic extends EmitterKit {

		JavaClassic() {
			super(Engine.CLASSIC);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new JavaEmitter(with.properties());
		}

	}

	@Nested
	class JavaSharded extends EmitterKit {

		JavaSharded() {
			super(Engine.SHARDED);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new JavaEmitter(with.properties());
		}

	}

	@Nested
	class JavaStreams extends EmitterKit {

		JavaStreams() {
			super(Engine.STREAMS);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new JavaEmitter(with.properties());
		}

	}

	@Nested
	class NodePostgres extends EmitterKit {

		NodePostgres() {
			super(Engine.POSTGRES);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new NodeEmitter(with);
		}

		/**
		 * No server in Node.js: the adapter 0.5 takes no message that does not tell its
		 * namespace, and the emitter 0.1 tells none.
		 */
		@Override
		List<ClusterServer> startServers(Engine with) {
			return List.of(JavaServer.start("java-1", List.of("/"), with.properties()),
					JavaServer.start("java-2", List.of("/"), with.properties()));
		}

	}

	@Nested
	class JavaPostgres extends EmitterKit {

		JavaPostgres() {
			super(Engine.POSTGRES);
		}

		@Override
		ClusterSender startEmitter(Engine with) {
			return new JavaEmitter(with.properties());
		}

	}

}
