package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Upgrade}: a session moves from polling to a WebSocket.
 */
class UpgradeTests {

	private final EngineFixture engine = new EngineFixture();

	private final FakeConnection polling = FakeConnection.polling();

	private final FakeConnection webSocket = FakeConnection.webSocket();

	private final DefaultEngineSession session = this.engine.open(this.polling);

	@Test
	void movesToTheWebSocketAfterProbeAndUpgrade() {
		this.polling.poll();
		assertThat(this.session.startUpgrade(this.webSocket)).isTrue();
		this.webSocket.text("2probe");
		assertThat(this.webSocket.takeWritten()).containsExactly("3probe");
		assertThat(this.session.connection()).isSameAs(this.polling);
		this.webSocket.text("5");
		assertThat(this.session.connection()).isSameAs(this.webSocket);
		assertThat(this.polling.isDetached()).isTrue();
		assertThat(this.polling.takeWritten()).containsExactly("(released)");
		this.session.send(EngineFixture.message("a"));
		this.webSocket.text("4b");
		this.webSocket.binary((byte) 1);
		assertThat(this.webSocket.written()).containsExactly("4a");
		assertThat(this.engine.received()).containsExactly("text b", "binary [1]");
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.webSocket.closedUnused()).isZero();
	}

	@Test
	void goesOnPollingUntilTheUpgradeIsThere() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.send(EngineFixture.message("a"));
		this.polling.poll();
		this.polling.text("4b");
		assertThat(this.polling.written()).containsExactly("4a");
		assertThat(this.webSocket.written()).containsExactly("3probe");
		assertThat(this.engine.received()).containsExactly("text b");
	}

	@Test
	void flushesWhatIsQueuedOnTheWebSocket() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.send(EngineFixture.message("a"), EngineFixture.message("b"));
		this.webSocket.text("5");
		this.session.send(EngineFixture.message("c"));
		assertThat(this.polling.written()).isEmpty();
		assertThat(this.webSocket.written()).containsExactly("3probe", "4a", "4b", "4c");
	}

	@Test
	void releasesAWaitingPollEvery100MillisecondsAfterTheProbe() {
		this.session.startUpgrade(this.webSocket);
		this.polling.poll();
		this.engine.time().advanceMillis(1_000);
		assertThat(this.polling.written()).isEmpty();
		this.webSocket.text("2probe");
		this.engine.time().advanceMillis(90);
		assertThat(this.polling.written()).isEmpty();
		this.engine.time().advanceMillis(10);
		assertThat(this.polling.takeWritten()).containsExactly("6");
		this.engine.time().advanceMillis(1_000);
		assertThat(this.polling.takeWritten()).isEmpty();
		this.polling.poll();
		this.engine.time().advanceMillis(100);
		assertThat(this.polling.takeWritten()).containsExactly("6");
	}

	@Test
	void releasesNoPollAfterTheUpgradeOrItsFailure() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.text("5");
		this.webSocket.takeWritten();
		this.engine.time().advanceMillis(5_000);
		assertThat(this.webSocket.written()).isEmpty();
		DefaultEngineSession other = this.engine.open(FakeConnection.polling());
		FakeConnection failing = FakeConnection.webSocket();
		other.startUpgrade(failing);
		failing.text("2probe");
		failing.text("x");
		this.engine.time().advanceMillis(5_000);
		assertThat(other.queue().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2", "2prob", "2probex", "3probe", "5", "4x", "1", "0", "6", "x" })
	void anythingButAProbeClosesOnlyTheWebSocket(String frame) {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text(frame);
		assertFailed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2", "2probe", "3", "4x", "1", "x" })
	void anythingButAnUpgradeAfterTheProbeClosesOnlyTheWebSocket(String frame) {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.text(frame);
		assertFailed();
	}

	@Test
	void binaryFrameClosesOnlyTheWebSocket() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.binary((byte) '5');
		assertFailed();
	}

	@Test
	void endOfTheWebSocketLeavesTheSessionPolling() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.end(CloseReason.TRANSPORT_CLOSE);
		assertFailed();
	}

	@Test
	void upgradeThatTakesTooLongClosesOnlyTheWebSocket() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.engine.time().advanceMillis(9_990);
		assertThat(this.webSocket.closedUnused()).isZero();
		this.engine.time().advanceMillis(10);
		assertFailed();
	}

	@Test
	void webSocketThatSaysNothingIsClosedInTheEnd() {
		this.session.startUpgrade(this.webSocket);
		this.engine.time().advanceMillis(10_000);
		assertFailed();
	}

	@Test
	void upgradeIsNotTimedOutAfterItSucceeded() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.text("5");
		this.engine.time().advanceMillis(15_000);
		assertThat(this.webSocket.closedUnused()).isZero();
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void secondAttemptIsRefusedWhileOneRuns() {
		this.session.startUpgrade(this.webSocket);
		FakeConnection second = FakeConnection.webSocket();
		assertThat(this.session.startUpgrade(second)).isFalse();
		this.webSocket.text("2probe");
		this.webSocket.text("5");
		assertThat(this.session.connection()).isSameAs(this.webSocket);
	}

	@Test
	void secondAttemptIsRefusedAfterOneSucceeded() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.text("5");
		assertThat(this.session.startUpgrade(FakeConnection.webSocket())).isFalse();
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void secondAttemptMaySucceedAfterOneFailed() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("x");
		FakeConnection second = FakeConnection.webSocket();
		assertThat(this.session.startUpgrade(second)).isTrue();
		this.webSocket.text("2probe");
		this.webSocket.end(CloseReason.TRANSPORT_CLOSE);
		this.engine.time().advanceMillis(9_000);
		second.text("2probe");
		second.text("5");
		assertThat(this.session.connection()).isSameAs(second);
	}

	@Test
	void webSocketSessionDoesNotUpgrade() {
		assertThat(this.engine.open(FakeConnection.webSocket()).startUpgrade(this.webSocket)).isFalse();
	}

	@Test
	void pollingIsNoTargetOfAnUpgrade() {
		assertThat(this.session.startUpgrade(FakeConnection.polling())).isFalse();
	}

	@Test
	void nothingUpgradesWhereUpgradesAreSwitchedOff() {
		EngineFixture strict = new EngineFixture(EngineFixture.options(false, 1_000, 0));
		assertThat(strict.open(FakeConnection.polling()).startUpgrade(this.webSocket)).isFalse();
	}

	@Test
	void closedSessionDoesNotUpgrade() {
		this.session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(this.session.startUpgrade(this.webSocket)).isFalse();
	}

	@Test
	void upgradeFailsWhileARequestIsBeingReceived() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.polling.setReceiving(true);
		this.webSocket.text("5");
		assertFailed();
		this.polling.text("4b");
		assertThat(this.engine.received()).containsExactly("text b");
	}

	@Test
	void framesOfThePollingConnectionAreIgnoredAfterTheUpgrade() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.text("5");
		this.polling.text("4x");
		this.polling.end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.engine.received()).isEmpty();
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void heartbeatGoesOnOverTheUpgrade() {
		this.engine.time().advanceMillis(24_000);
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.engine.time().advanceMillis(1_000);
		this.webSocket.text("5");
		assertThat(this.webSocket.takeWritten()).containsExactly("3probe", "2");
		this.engine.time().advanceMillis(19_000);
		this.webSocket.text("3");
		this.engine.time().advanceMillis(24_990);
		assertThat(this.webSocket.takeWritten()).isEmpty();
		this.engine.time().advanceMillis(10);
		assertThat(this.webSocket.takeWritten()).containsExactly("2");
	}

	@Test
	void closeDuringAnUpgradeClosesBothConnections() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.close(CloseReason.TRANSPORT_ERROR, null);
		assertThat(this.webSocket.closedUnused()).isOne();
		assertThat(this.polling.aborts()).containsExactly(CloseReason.TRANSPORT_ERROR);
		this.webSocket.text("5");
		assertThat(this.session.connection()).isSameAs(this.polling);
		assertThat(this.webSocket.closedUnused()).isOne();
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void closingSessionFlushesOnTheWebSocketAndThenEnds() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.webSocket.text("5");
		assertThat(this.webSocket.written()).containsExactly("3probe", "4a", "(end)");
		assertThat(this.engine.received()).containsExactly("closed FORCED_CLOSE");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void closingSessionThatIsPolledEndsTheUpgrade() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.polling.poll();
		assertThat(this.polling.written()).containsExactly("4a", "(end)");
		assertThat(this.webSocket.closedUnused()).isOne();
	}

	@Test
	void suspendedReadingMovesToTheWebSocket() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.suspendReading(true);
		this.webSocket.text("5");
		assertThat(this.webSocket.isSuspended()).isTrue();
		this.session.suspendReading(false);
		assertThat(this.webSocket.isSuspended()).isFalse();
	}

	@Test
	void readingThatResumesDuringTheMoveIsResumed() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.session.suspendReading(true);
		this.webSocket.onSuspend(() -> this.session.suspendReading(false));
		this.webSocket.text("5");
		assertThat(this.webSocket.isSuspended()).isFalse();
	}

	@Test
	void closeThatRacesWithAnUpgradeLeavesNoConnectionAndNoTimerBehind() throws Exception {
		List<FakeConnection> olds = new ArrayList<>();
		List<FakeConnection> targets = new ArrayList<>();
		EngineSessionTests.race(2_000, (round) -> {
			FakeConnection from = FakeConnection.polling();
			FakeConnection to = FakeConnection.webSocket();
			olds.add(from);
			targets.add(to);
			DefaultEngineSession racing = this.engine.open(from);
			return List.of(() -> {
				if (!racing.startUpgrade(to)) {
					to.closeUnused();
				}
				else if (round % 2 == 0) {
					to.text("2probe");
					to.text("5");
				}
			}, () -> racing.close(CloseReason.TRANSPORT_CLOSE, null));
		});
		assertThat(olds).allMatch((from) -> from.isDetached() || !from.aborts().isEmpty());
		assertThat(targets).allMatch((to) -> to.closedUnused() > 0 || !to.aborts().isEmpty());
		this.session.close(CloseReason.TRANSPORT_CLOSE, null);
		this.engine.time().advanceMillis(100);
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
		assertThat(this.engine.server().size()).isZero();
	}

	@Test
	void nothingIsLostDoubledOrReorderedByAMoveWhileManyThreadsSend() throws Exception {
		EngineFixture large = new EngineFixture(EngineFixture.options(true, Long.MAX_VALUE, 0));
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 40; round++) {
				moveWhileSending(large, executor, 3, 400);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void moveWhileSending(EngineFixture engine, ExecutorService executor, int senders, int messages)
			throws Exception {
		FakeConnection from = FakeConnection.polling();
		FakeConnection to = FakeConnection.webSocket();
		DefaultEngineSession moving = engine.open(from);
		AtomicInteger sent = new AtomicInteger();
		List<Callable<@Nullable Void>> tasks = new ArrayList<>();
		for (int sender = 0; sender < senders; sender++) {
			int name = sender;
			tasks.add(() -> {
				for (int i = 0; i < messages; i++) {
					if (i % 2 == 0) {
						moving.send(EngineFixture.message(name + ":" + i + "h"),
								EngineFixture.message(name + ":" + i + "t"));
					}
					else {
						BroadcastDelivery delivery = new BroadcastDelivery();
						delivery.add(moving, EngineFixture.message(name + ":" + i + "h"),
								EngineFixture.message(name + ":" + i + "t"));
						delivery.flush();
					}
					sent.incrementAndGet();
				}
				return null;
			});
		}
		tasks.add(() -> {
			int total = senders * messages;
			from.poll();
			while (sent.get() < total / 4) {
				from.poll();
			}
			moving.startUpgrade(to);
			to.text("2probe");
			while (sent.get() < total / 2) {
				from.poll();
			}
			to.text("5");
			return null;
		});
		for (Future<?> result : executor.invokeAll(tasks)) {
			result.get();
		}
		List<String> arrived = from.written();
		assertThat(arrived).isNotEmpty();
		List<String> moved = to.written();
		assertThat(moved.remove(0)).isEqualTo("3probe");
		arrived.addAll(moved);
		arrived.removeIf((message) -> message.equals("(released)"));
		assertThat(arrived).hasSize(2 * senders * messages);
		Map<Character, Integer> next = new HashMap<>();
		for (int i = 0; i < arrived.size(); i += 2) {
			char sender = arrived.get(i).charAt(1);
			int number = next.merge(sender, 1, Integer::sum) - 1;
			assertThat(arrived.get(i)).isEqualTo("4" + sender + ":" + number + "h");
			assertThat(arrived.get(i + 1)).isEqualTo("4" + sender + ":" + number + "t");
		}
		moving.close(CloseReason.TRANSPORT_CLOSE, null);
	}

	private void assertFailed() {
		assertThat(this.webSocket.closedUnused()).isOne();
		assertThat(this.webSocket.aborts()).isEmpty();
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.session.connection()).isSameAs(this.polling);
		assertThat(this.polling.isDetached()).isFalse();
		assertThat(this.polling.aborts()).isEmpty();
		this.webSocket.text("5");
		assertThat(this.session.connection()).isSameAs(this.polling);
		assertThat(this.webSocket.closedUnused()).isOne();
		this.session.send(EngineFixture.message("goes on"));
		this.polling.poll();
		assertThat(this.polling.written()).contains("4goes on");
	}

	@Test
	void tellsOfAnUpgrade() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		assertThat(this.engine.takeUpgrades()).isEmpty();
		this.webSocket.text("5");
		assertThat(this.engine.takeUpgrades()).containsExactly("upgraded polling websocket");
	}

	@ParameterizedTest
	@CsvSource({ "'4a', a packet other than the probe", "'5', a packet other than the probe", "'', an empty packet" })
	void tellsWhyAnUpgradeFailed(String first, String reason) {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.text(first);
		assertThat(this.engine.takeUpgrades()).containsExactly("upgradeFailed websocket: " + reason);
	}

	@Test
	void tellsOfAllThatCanGoWrong() {
		this.session.startUpgrade(this.webSocket);
		this.webSocket.binary((byte) 1);
		assertThat(this.engine.takeUpgrades()).containsExactly("upgradeFailed websocket: a binary packet");

		FakeConnection second = FakeConnection.webSocket();
		this.session.startUpgrade(second);
		second.text("2probe");
		second.text("4a");
		assertThat(this.engine.takeUpgrades())
			.containsExactly("upgradeFailed websocket: a packet other than the upgrade");

		FakeConnection third = FakeConnection.webSocket();
		this.session.startUpgrade(third);
		third.end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.engine.takeUpgrades())
			.containsExactly("upgradeFailed websocket: the new connection ended: TRANSPORT_CLOSE");

		FakeConnection fourth = FakeConnection.webSocket();
		this.session.startUpgrade(fourth);
		this.engine.time().advanceMillis(10_000);
		assertThat(this.engine.takeUpgrades()).containsExactly("upgradeFailed websocket: not completed in time");

		FakeConnection fifth = FakeConnection.webSocket();
		this.session.startUpgrade(fifth);
		assertThat(this.session.startUpgrade(FakeConnection.webSocket())).isFalse();
		assertThat(this.engine.takeUpgrades()).singleElement()
			.asString()
			.startsWith("upgradeFailed websocket: the session cannot");
	}

	@Test
	void theEndOfASessionIsNoFailedUpgrade() {
		this.session.startUpgrade(this.webSocket);
		this.session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(this.engine.takeUpgrades()).isEmpty();
		assertThat(this.session.startUpgrade(FakeConnection.webSocket())).isFalse();
		assertThat(this.engine.takeUpgrades()).isEmpty();
	}

}
