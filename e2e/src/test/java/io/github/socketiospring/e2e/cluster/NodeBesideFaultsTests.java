package io.github.socketiospring.e2e.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.testkit.FaultyProxy;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server of this library loses what joins it to one in Node.js, which does not: each
 * goes on with its own clients, and afterwards all is as before for both.
 */
@ParameterizedClass
@ValueSource(strings = { Engine.CLASSIC, Engine.SHARDED, Engine.STREAMS, Engine.POSTGRES })
class NodeBesideFaultsTests {

	private static Running running;

	@Parameter
	String adapter;

	private ClusterClient here;

	private ClusterClient there;

	/**
	 * What all tests of a kind use.
	 *
	 * @param proxy between the server in Java and the engine
	 */
	private record Running(Engine engine, FaultyProxy proxy, JavaServer java, NodeServer node) {

	}

	@BeforeParameterizedClassInvocation
	static void start(String adapter) throws IOException {
		Engine engine = Engine.single(adapter);
		FaultyProxy proxy = new FaultyProxy(engine.port());
		JavaServer java = JavaServer.start("java", List.of("/"), engine.behind(proxy).properties());
		running = new Running(engine, proxy, java, NodeServer.start("node", engine.settings(Map.of())));
		awaitCounted(2);
	}

	@AfterParameterizedClassInvocation
	static void stop() throws IOException {
		java().close();
		node().close();
		proxy().close();
		running.engine().close();
	}

	@BeforeEach
	void connect() {
		this.here = new ClusterClient(java());
		this.there = new ClusterClient(node());
	}

	@AfterEach
	void disconnect() throws IOException {
		proxy().pass();
		List.of(this.here, this.there).forEach(ClusterClient::close);
		List.of(java(), node())
			.forEach((server) -> await().until(() -> server.fetchSockets(Selected.all().local()).isEmpty()));
	}

	private static JavaServer java() {
		return running.java();
	}

	private static NodeServer node() {
		return running.node();
	}

	private static FaultyProxy proxy() {
		return running.proxy();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

	private static boolean isUp() {
		return ((DefaultSocketIOServer) java().server().io()).health().get("/").up();
	}

	private static void awaitCounted(int servers) {
		await().until(() -> java().serverCount("/") == servers);
		await().until(() -> node().serverCount("/") == servers);
	}

	/** The stream remembers what came meanwhile. */
	private void expectMeanwhile() {
		if (this.adapter.equals(Engine.STREAMS)) {
			this.here.expect("meanwhile");
		}
	}

	private void allIsAsBefore() {
		await().until(NodeBesideFaultsTests::isUp);
		awaitCounted(2);
		expectMeanwhile();
		for (ClusterServer server : List.of(java(), node())) {
			assertThat(server.fetchSockets(Selected.all())).hasSize(2);
			server.emit(Selected.all(), "after", server.name());
			this.here.expect("after", server.name());
			this.there.expect("after", server.name());
			assertThat(ClusterServer.await(server.serverSideEmitWithAck("/", "question"))).hasSize(1);
		}
	}

	@Test
	void connectionsAreRefused() throws IOException {
		proxy().refuse();
		proxy().reset();
		await().until(() -> !isUp());
		java().emit(Selected.all(), "lost");
		this.here.expect("lost");
		assertThatExceptionOfType(MissingServersException.class).isThrownBy(() -> java().fetchSockets(Selected.all()));
		node().emit(Selected.all(), "meanwhile");
		this.there.expect("meanwhile");
		await().until(() -> node().serverCount("/") == 1);
		assertThat(node().fetchSockets(Selected.all())).hasSize(1);
		proxy().pass();
		allIsAsBefore();
	}

	@Test
	void connectionsAreHalfOpen() throws IOException {
		proxy().lose();
		java().emit(Selected.all(), "lost");
		this.here.expect("lost");
		node().emit(Selected.all(), "meanwhile");
		this.there.expect("meanwhile");
		await().until(() -> !isUp());
		proxy().pass();
		allIsAsBefore();
	}

	@Test
	void whatIsSlowComesLate() throws IOException {
		proxy().slow(Duration.ofMillis(20), 50_000);
		String payload = "x".repeat(1024);
		for (int i = 0; i < 50; i++) {
			java().emit(Selected.all(), "slow", i, payload);
			this.here.expect("slow", i, payload);
		}
		for (int i = 0; i < 50; i++) {
			this.there.expect("slow", i, payload);
		}
		assertThat(isUp()).isTrue();
	}

	@Test
	void aKilledServerIsForgotten() {
		NodeServer killed = NodeServer.start("killed", running.engine().settings(Map.of()));
		awaitCounted(3);
		killed.process().kill();
		awaitCounted(2);
		assertThat(java().fetchSockets(Selected.all())).hasSize(2);
		assertThat(node().fetchSockets(Selected.all())).hasSize(2);
		assertThat(ClusterServer.await(java().serverSideEmitWithAck("/", "question"))).containsExactly("node");
	}

}
