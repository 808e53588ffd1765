package io.github.socketiospring.e2e.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server of this library beside one in Node.js whose
 * {@code @socket.io/redis-streams-adapter} is older than 0.3. What it asks is answered;
 * it does not hear what others ask.
 */
class OlderStreamsInteropTests {

	private static Engine engine;

	private static JavaServer java;

	private static NodeServer node;

	private ClusterClient here;

	private ClusterClient there;

	@BeforeAll
	static void start() {
		engine = Engine.single(Engine.STREAMS);
		java = JavaServer.start("java", List.of("/"), engine.properties());
		Map<String, Object> settings = engine.settings(Map.of());
		settings.put("adapter", "redis-streams-0.2");
		node = NodeServer.start("node", settings);
		await().until(() -> node.serverCount("/") == 2);
	}

	@AfterAll
	static void stop() {
		java.close();
		node.close();
		engine.close();
	}

	@BeforeEach
	void connect() {
		this.here = new ClusterClient(java);
		this.there = new ClusterClient(node);
	}

	@AfterEach
	void disconnect() {
		this.here.close();
		this.there.close();
		await().until(() -> node.fetchSockets(Selected.all()).isEmpty());
	}

	private void expectBoth(String event, @Nullable Object... arguments) {
		this.here.expect(event, arguments);
		this.there.expect(event, arguments);
	}

	@Test
	void eventsAndOrdersCross() {
		byte[] bytes = { 0, (byte) 0xff };
		String room = ClusterKit.newRoom("room");
		for (ClusterServer server : List.of(java, node)) {
			server.emit(Selected.all(), "hello", server.name(), Map.of("in", List.of(bytes)));
			expectBoth("hello", server.name(), Map.of("in", List.of(bytes)));
			server.socketsJoin(Selected.all(), room + server.name());
			await().until(() -> node.fetchSockets(Selected.room(room + server.name())).size() == 2);
			server.emit(Selected.room(room + server.name()), "to room");
			expectBoth("to room");
		}
		node.serverSideEmit("/", "news", 1);
		assertThat(java.nextServerSideEvent()).containsExactly("news", 1);
		node.disconnectSockets(Selected.room(this.here.id()), false);
		this.here.awaitLeft();
		java.disconnectSockets(Selected.room(this.there.id()), true);
		this.there.awaitEnd();
	}

	@Test
	void whatItAsksIsAnswered() {
		java.putData(this.here.id(), "user", Map.of("name", "r\u00f6\u00f6m"));
		assertThat(node.fetchSockets(Selected.all())).extracting(FoundSocket::id)
			.containsExactlyInAnyOrder(this.here.id(), this.there.id());
		assertThat(node.fetchSockets(Selected.room(this.here.id()))).singleElement()
			.satisfies((found) -> assertThat(found.data()).isEqualTo(Map.of("user", Map.of("name", "r\u00f6\u00f6m"))));
		assertThat(ClusterServer.await(node.serverSideEmitWithAck("/", "question", 1))).containsExactly("java");
		assertThat(java.nextServerSideEvent()).containsExactly("question", 1);
		CompletableFuture<List<@Nullable Object>> answers = node
			.emitWithAck(Selected.all().within(Duration.ofSeconds(20)), "question", 2);
		this.here.answer("question", List.of(2), "here", "no more");
		this.there.answer("question", List.of(2), "there");
		assertThat(ClusterServer.await(answers)).containsExactlyInAnyOrder("here", "there");
	}

	@Test
	void itDoesNotHearWhatIsAsked() {
		assertThat(java.serverCount("/")).isEqualTo(1);
		assertThat(java.fetchSockets(Selected.all())).extracting(FoundSocket::id).containsExactly(this.here.id());
	}

}
