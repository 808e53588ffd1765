package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BroadcastDelivery}.
 */
class BroadcastDeliveryTests {

	private final EngineFixture engine = new EngineFixture();

	private final Loop firstLoop = new Loop();

	private final Loop secondLoop = new Loop();

	private final BroadcastDelivery delivery = new BroadcastDelivery();

	@Test
	void givesEachEventLoopOneTask() {
		List<FakeConnection> connections = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			FakeConnection connection = FakeConnection.webSocket().on((i % 2 == 0) ? this.firstLoop : this.secondLoop);
			connections.add(connection);
			this.delivery.add(this.engine.open(connection), EngineFixture.message("a"), EngineFixture.message("b"));
		}
		assertThat(this.firstLoop.tasks).isEmpty();
		this.delivery.flush();
		assertThat(this.firstLoop.tasks).hasSize(1);
		assertThat(this.secondLoop.tasks).hasSize(1);
		this.firstLoop.turn();
		this.secondLoop.turn();
		assertThat(connections)
			.allSatisfy((connection) -> assertThat(connection.written()).containsExactly("4a", "4b"));
	}

	@Test
	void wakesUpNobodyWithoutMessages() {
		this.delivery.flush();
		assertThat(this.firstLoop.tasks).isEmpty();
	}

	@Test
	void leavesOutSessionsThatAreClosed() {
		FakeConnection connection = FakeConnection.webSocket().on(this.firstLoop);
		DefaultEngineSession session = this.engine.open(connection);
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		this.delivery.add(session, EngineFixture.message("a"));
		this.delivery.flush();
		assertThat(this.firstLoop.tasks).isEmpty();
		assertThat(connection.written()).isEmpty();
	}

	@Test
	void slowReaderIsClosedAndTheOthersLoseNothing() {
		FakeConnection slow = FakeConnection.webSocket().on(this.firstLoop);
		FakeConnection healthy = FakeConnection.webSocket().on(this.firstLoop);
		DefaultEngineSession slowSession = this.engine.open(slow);
		slow.block(true);
		slowSession.send(EngineFixture.message("x".repeat(999)));
		DefaultEngineSession healthySession = this.engine.open(healthy);
		this.delivery.add(slowSession, EngineFixture.message("a"));
		this.delivery.add(healthySession, EngineFixture.message("a"));
		this.delivery.flush();
		this.firstLoop.turn();
		assertThat(slow.aborts()).containsExactly(CloseReason.FORCED_SERVER_CLOSE);
		assertThat(healthy.written()).containsExactly("4a");
	}

	@Test
	void nothingIsClosedBeforeTheEndAndNothingMoreIsQueuedForWhoMissedSomething() {
		FakeConnection slow = FakeConnection.webSocket().on(this.firstLoop);
		DefaultEngineSession session = this.engine.open(slow);
		slow.block(true);
		session.send(EngineFixture.message("x".repeat(999)));
		this.delivery.add(session, EngineFixture.message("lost"));
		assertThat(slow.aborts()).isEmpty();
		slow.block(false);
		BroadcastDelivery next = new BroadcastDelivery();
		next.add(session, EngineFixture.message("next"));
		next.flush();
		this.firstLoop.turn();
		assertThat(slow.written()).hasSize(1).doesNotContain("4next");
		this.delivery.flush();
		assertThat(slow.aborts()).containsExactly(CloseReason.FORCED_SERVER_CLOSE);
	}

	@Test
	void whatIsTriedIsQueuedAsAWholeOrNotAtAll() {
		FakeConnection connection = FakeConnection.webSocket().on(this.firstLoop);
		DefaultEngineSession session = this.engine.open(connection);
		assertThat(this.delivery.tryAdd(session, EngineFixture.message("x".repeat(999)), EngineFixture.message("b")))
			.isFalse();
		assertThat(this.delivery.tryAdd(session, EngineFixture.message("x".repeat(500)), EngineFixture.message("a")))
			.isTrue();
		assertThat(this.delivery.tryAdd(session, EngineFixture.message("x".repeat(500)))).isFalse();
		this.delivery.flush();
		this.firstLoop.turn();
		assertThat(session.isOpen()).isTrue();
		assertThat(connection.written()).hasSize(2).last().isEqualTo("4a");
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(new BroadcastDelivery().tryAdd(session, EngineFixture.message("c"))).isFalse();
	}

	@Test
	void messagesFollowThoseSentBeforeAndPrecedeThoseSentAfter() {
		FakeConnection connection = FakeConnection.webSocket().on(this.firstLoop);
		DefaultEngineSession session = this.engine.open(connection);
		session.send(EngineFixture.message("before"));
		this.delivery.add(session, EngineFixture.message("broadcast"));
		session.send(EngineFixture.message("after"));
		this.delivery.flush();
		this.firstLoop.turn();
		assertThat(connection.written()).containsExactly("4before", "4broadcast", "4after");
	}

	@Test
	void sessionThatMovesBetweenQueueingAndFlushingGetsItsMessagesOnce() {
		FakeConnection polling = FakeConnection.polling().on(this.firstLoop);
		FakeConnection webSocket = FakeConnection.webSocket().on(this.secondLoop);
		DefaultEngineSession session = this.engine.open(polling);
		session.startUpgrade(webSocket);
		webSocket.text("2probe");
		this.delivery.add(session, EngineFixture.message("a"));
		webSocket.text("5");
		this.delivery.flush();
		this.firstLoop.turn();
		this.secondLoop.turn();
		assertThat(polling.written()).isEmpty();
		assertThat(webSocket.written()).containsExactly("3probe", "4a");
	}

	private static final class Loop implements Executor {

		private final List<Runnable> tasks = new ArrayList<>();

		@Override
		public void execute(Runnable task) {
			this.tasks.add(task);
		}

		void turn() {
			List<Runnable> due = new ArrayList<>(this.tasks);
			this.tasks.clear();
			due.forEach(Runnable::run);
		}

	}

}
