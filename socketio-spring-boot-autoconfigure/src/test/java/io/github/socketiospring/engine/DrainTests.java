package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.handshake.RequestRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Drain}, by {@link EngineServer#stop(Duration, Runnable)}.
 */
class DrainTests {

	private static final Duration TIME = Duration.ofSeconds(10);

	private final EngineFixture engine = new EngineFixture();

	private final EngineServer server = this.engine.server();

	private final VirtualTime time = this.engine.time();

	private final AtomicInteger done = new AtomicInteger();

	private final List<FakeConnection> connections = new ArrayList<>();

	private final List<DefaultEngineSession> sessions = new ArrayList<>();

	private void open(int count) {
		for (int i = 0; i < count; i++) {
			FakeConnection connection = FakeConnection.webSocket();
			this.connections.add(connection);
			this.sessions.add(this.engine.open(connection));
		}
	}

	private void stop() {
		this.server.stop(TIME, this.done::incrementAndGet);
	}

	/** Neither more in a second than a tenth of them, nor fewer. */
	@ParameterizedTest
	@ValueSource(ints = { 10, 70, 1_000, 1_500, 12_345 })
	void clientsGoEvenly(int clients) {
		open(clients);
		stop();
		for (int second = 1; second <= 10; second++) {
			int before = this.server.size();
			this.time.advanceMillis(1_000);
			assertThat(before - this.server.size()).as("in second " + second)
				.isBetween(clients / 10 - 1 - clients / 500, clients / 10 + 1 + clients / 500);
			assertThat(this.done).hasValue((this.server.size() == 0) ? 1 : 0);
		}
		this.time.advanceMillis(10);
		assertThat(this.server.size()).isZero();
		assertThat(this.done).hasValue(1);
		assertThat(this.connections)
			.allSatisfy((each) -> assertThat(each.aborts()).containsExactly(CloseReason.SERVER_SHUTTING_DOWN));
	}

	@Test
	void fewClientsAreSpreadTooAndTheFirstGoesAtOnce() {
		open(4);
		stop();
		List<Integer> left = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			this.time.advanceMillis(20);
			left.add(this.server.size());
			this.time.advanceMillis(2_480);
		}
		assertThat(left).containsExactly(3, 2, 1, 0, 0);
	}

	@Test
	void nobodyComesInAndWhoIsThereIsServed() {
		open(2);
		stop();
		this.time.advanceMillis(100);
		assertThat(this.server.isAccepting()).isFalse();
		assertThatExceptionOfType(ServerBusyException.class).isThrownBy(
				() -> this.server.check("GET", EngineFixture.query("EIO", "4", "transport", "polling"), null, false));
		int waits = this.sessions.get(0).isOpen() ? 0 : 1;
		DefaultEngineSession waiting = this.sessions.get(waits);
		this.connections.get(waits).text("4hello");
		assertThat(this.engine.takeReceived()).containsExactly("closed SERVER_SHUTTING_DOWN", "text hello");
		assertThat(this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "websocket", "sid", waiting.id()), null, true))
			.isInstanceOf(RequestCheck.Existing.class);
		waiting.send(EngineFixture.message("answer"));
		assertThat(this.connections.get(waits).written()).containsExactly("4answer");
	}

	/** The handshake was answered before; the client is told that it is open now. */
	@Test
	void whoWasAboutToComeGetsItsTurn() {
		open(1);
		FakeConnection late = FakeConnection.webSocket();
		TransportSession session = this.server.open(this.engine.revision(), EngineFixture.request(null), late);
		stop();
		session.opened();
		assertThat(late.aborts()).isEmpty();
		this.time.advance(TIME);
		assertThat(late.aborts()).containsExactly(CloseReason.SERVER_SHUTTING_DOWN);
		assertThat(this.done).hasValue(1);
	}

	@Test
	void endsWhenTheLastClientLeavesByItself() {
		open(3);
		stop();
		this.time.advanceMillis(10);
		assertThat(this.server.size()).isEqualTo(2);
		List<FakeConnection> left = this.connections.stream().filter((each) -> each.aborts().isEmpty()).toList();
		left.get(0).end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.done).hasValue(0);
		left.get(1).end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.done).hasValue(1);
		assertThat(this.engine.received()).containsExactlyInAnyOrder("closed SERVER_SHUTTING_DOWN",
				"closed TRANSPORT_CLOSE", "closed TRANSPORT_CLOSE");
		assertThat(this.time.timers().isEmpty()).isTrue();
	}

	/** As long as the server is there: a last poll is answered. */
	@Test
	void whoLeavesByItselfIsAnsweredAsEver() {
		FakeConnection connection = FakeConnection.polling().expectRequest();
		open(2);
		DefaultEngineSession leaving = this.engine.open(connection);
		stop();
		leaving.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(connection.isForgotten()).isFalse();
		this.server.stop();
		assertThat(connection.isForgotten()).isTrue();
		assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling", "sid", leaving.id()), null, false));
	}

	@Test
	void nobodyIsWaitedForWhereNobodyIs() {
		stop();
		assertThat(this.done).hasValue(1);
	}

	@Test
	void withoutTimeAllGoAtOnce() {
		open(3);
		this.server.stop(Duration.ZERO, this.done::incrementAndGet);
		assertThat(this.server.size()).isZero();
		assertThat(this.done).hasValue(1);
	}

	@Test
	void canBeCutShort() {
		open(3);
		stop();
		this.server.stop();
		assertThat(this.server.size()).isZero();
		assertThat(this.done).hasValue(1);
		this.time.advance(TIME);
		assertThat(this.done).hasValue(1);
	}

	@Test
	void canBeTakenBack() {
		open(3);
		stop();
		this.time.advanceMillis(10);
		this.server.start();
		assertThat(this.done).hasValue(1);
		this.time.advance(TIME);
		assertThat(this.server.size()).isEqualTo(2);
		open(1);
		assertThat(this.server.size()).isEqualTo(3);
	}

}
