package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultEngineSession}: what it does with messages, heartbeats and its
 * end.
 */
class EngineSessionTests {

	private final EngineFixture engine = new EngineFixture();

	private final FakeConnection connection = FakeConnection.webSocket();

	private final DefaultEngineSession session = this.engine.open(this.connection);

	// Receiving

	@Test
	void givesMessagesToTheListenerInOrder() {
		this.connection.text("4hello");
		this.connection.binary((byte) 1, (byte) 2);
		this.connection.text("4");
		this.connection.text("4\u20ac");
		assertThat(this.engine.received()).containsExactly("text hello", "binary [1, 2]", "text ", "text \u20ac");
	}

	@Test
	void base64InATextFrameIsABinaryMessage() {
		this.connection.text("bAQID");
		this.connection.text("b");
		assertThat(this.engine.received()).containsExactly("binary [1, 2, 3]", "binary []");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "7", "8x", "9", "-1", "b*", "bA", " 4x", "\u00e9", "B" })
	void whatIsNoPacketIsAParseError(String frame) {
		this.connection.text(frame);
		assertThat(this.engine.received()).containsExactly("closed PARSE_ERROR");
		assertThat(this.connection.aborts()).containsExactly(CloseReason.PARSE_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0{}", "5", "6", "6x" })
	void packetsWithoutMeaningOutsideAHandshakeOrUpgradeAreIgnored(String frame) {
		this.connection.text(frame);
		this.connection.text("4after");
		assertThat(this.engine.received()).containsExactly("text after");
	}

	@Test
	void clientMayCloseTheSession() {
		this.connection.text("1");
		assertThat(this.engine.received()).containsExactly("closed TRANSPORT_CLOSE");
		assertThat(this.connection.aborts()).containsExactly(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.engine.server().size()).isZero();
	}

	/** The thread may be that of another client's event, whose MDC it has. */
	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theLogSaysWhichSessionIsClosed(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(EngineSessionTests.class.getClassLoader());
		String name = DefaultEngineSession.class.getName();
		logging.setLogLevel(name, LogLevel.DEBUG);
		try {
			this.session.close(CloseReason.TRANSPORT_ERROR, "broken");
		}
		finally {
			logging.setLogLevel(name, null);
		}
		assertThat(this.session.publicId()).hasSize(12).isNotEqualTo(this.session.id());
		assertThat(output)
			.contains("Session closed: TRANSPORT_ERROR (broken); connection " + this.session.publicId() + " from ")
			.doesNotContain(this.session.id());
	}

	@Test
	void framesOfAnotherConnectionAreIgnored() {
		FakeConnection other = FakeConnection.webSocket();
		byte[] frame = EngineFixture.bytes("4x");
		this.session.receiveText(other, frame, 0, frame.length);
		this.session.receiveBinary(other, new byte[1]);
		this.session.connectionEnded(other, CloseReason.TRANSPORT_CLOSE, null);
		assertThat(this.engine.received()).isEmpty();
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void nothingIsReceivedAfterTheEnd() {
		this.session.close(CloseReason.TRANSPORT_ERROR, null);
		this.engine.takeReceived();
		this.connection.text("4x");
		this.connection.binary((byte) 1);
		this.connection.text("2");
		this.connection.end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.engine.received()).isEmpty();
	}

	@Test
	void nothingIsReceivedWhileClosing() {
		this.connection.block(true);
		this.session.send(EngineFixture.message("last"));
		this.session.closeWhenWritten();
		assertThat(this.session.send(EngineFixture.message("behind the last"))).isEqualTo(SendResult.ENDED);
		this.connection.text("4x");
		this.connection.binary((byte) 1);
		assertThat(this.engine.received()).isEmpty();
		assertThat(this.connection.aborts()).isEmpty();
	}

	@Test
	void listenerThatThrowsClosesItsSession() {
		this.engine.onReceived((packet) -> {
			throw new IllegalStateException("listener");
		});
		this.connection.text("4x");
		assertThat(this.engine.received()).containsExactly("text x", "closed TRANSPORT_ERROR");
		assertThat(this.engine.server().size()).isZero();
		assertThat(this.connection.aborts()).containsExactly(CloseReason.TRANSPORT_ERROR);
	}

	// Sending

	@Test
	void sendsUnitsInOrder() {
		this.session.send(EngineFixture.message("a"));
		this.session.send(EngineFixture.message("b"), this.session.revision().framing().binary(new byte[] { 1 }));
		this.session.send(this.session.revision().framing().text("c"));
		assertThat(this.connection.written()).containsExactly("4a", "4b", "[1]", "4c");
	}

	@Test
	void isWritableOnlyIfAMessageCouldLeaveNow() {
		assertThat(this.session.isWritable()).isTrue();
		this.connection.block(true);
		assertThat(this.session.isWritable()).isFalse();
		this.session.send(EngineFixture.message("a"));
		this.connection.block(false);
		assertThat(this.session.isWritable()).isTrue();
		this.session.close(CloseReason.FORCED_CLOSE, null);
		assertThat(this.session.isWritable()).isFalse();
	}

	@Test
	void sessionThatReadsTooSlowlyIsClosedWithAReason() {
		this.connection.block(true);
		assertThat(this.session.send(EngineFixture.message("x".repeat(900)))).isEqualTo(SendResult.ACCEPTED);
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.session.send(EngineFixture.message("x".repeat(100)))).isEqualTo(SendResult.OVERFLOW);
		assertThat(this.engine.received()).containsExactly("closed FORCED_SERVER_CLOSE");
		assertThat(this.session.queue().isEmpty()).isTrue();
		assertThat(this.connection.aborts()).containsExactly(CloseReason.FORCED_SERVER_CLOSE);
	}

	@Test
	void nothingIsQueuedAfterTheEnd() {
		this.session.close(CloseReason.TRANSPORT_ERROR, null);
		assertThat(this.session.send(EngineFixture.message("a"))).isEqualTo(SendResult.ENDED);
		assertThat(this.session.queue().isEmpty()).isTrue();
		assertThat(this.connection.written()).isEmpty();
	}

	// Suspended reading

	@Test
	void suspendsReadingAndResumes() {
		this.session.suspendReading(true);
		assertThat(this.connection.isSuspended()).isTrue();
		this.session.suspendReading(false);
		assertThat(this.connection.isSuspended()).isFalse();
	}

	@Test
	void connectionEndsUpAsWasAskedForLast() {
		this.connection.onSuspend(() -> this.session.suspendReading(false));
		this.session.suspendReading(true);
		assertThat(this.connection.isSuspended()).isFalse();
	}

	@Test
	void clientThatIsNotReadDoesNotTimeOut() {
		this.engine.time().advance(Duration.ofSeconds(25));
		this.session.suspendReading(true);
		this.engine.time().advance(Duration.ofMinutes(5));
		assertThat(this.session.isOpen()).isTrue();
		this.session.suspendReading(false);
		this.engine.time().advanceMillis(19_990);
		assertThat(this.session.isOpen()).isTrue();
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
	}

	/** Clients wait for a ping, and take the connection for lost without one. */
	@Test
	void clientThatIsNotReadIsPingedAllTheSame() {
		this.session.suspendReading(true);
		for (int i = 0; i < 5; i++) {
			this.engine.time().advance(Duration.ofSeconds(45));
			assertThat(this.connection.takeWritten()).isNotEmpty().containsOnly("2");
		}
		this.session.suspendReading(false);
		this.connection.text("3");
		this.connection.text("3");
		this.engine.time().advanceMillis(24_990);
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.connection.takeWritten()).isEmpty();
		this.engine.time().advanceMillis(10);
		assertThat(this.connection.takeWritten()).containsExactly("2");
	}

	@Test
	void clientThatWasNotReadHasItsWholeTimeToAnswerAfterwards() {
		this.engine.time().advance(Duration.ofSeconds(25));
		this.session.suspendReading(true);
		this.engine.time().advanceMillis(19_990);
		this.session.suspendReading(false);
		this.engine.time().advanceMillis(19_990);
		this.connection.text("3");
		this.engine.time().advance(Duration.ofSeconds(20));
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void resumingDoesNotDelayTheNextPing() {
		this.engine.time().advanceMillis(24_990);
		this.session.suspendReading(true);
		this.session.suspendReading(false);
		this.engine.time().advanceMillis(10);
		assertThat(this.connection.written()).containsExactly("2");
	}

	// Heartbeat

	@Test
	void pingsAfterEachIntervalAsLongAsTheClientAnswers() {
		for (int i = 1; i <= 5; i++) {
			this.engine.time().advanceMillis(24_990);
			assertThat(this.connection.takeWritten()).isEmpty();
			this.engine.time().advanceMillis(10);
			assertThat(this.connection.takeWritten()).containsExactly("2");
			assertThat(this.session.heartbeat().isAwaiting()).isTrue();
			this.engine.time().advanceMillis(19_990);
			this.connection.text("3");
			assertThat(this.session.heartbeat().isAwaiting()).isFalse();
		}
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void sessionWithoutAnAnswerTimesOut() {
		this.engine.time().advanceMillis(25_000 + 19_990);
		assertThat(this.session.isOpen()).isTrue();
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
		assertThat(this.connection.aborts()).containsExactly(CloseReason.PING_TIMEOUT);
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void messagesAreNoAnswer() {
		this.engine.time().advanceMillis(25_000);
		this.connection.text("4x");
		this.engine.time().advanceMillis(20_000);
		assertThat(this.engine.received()).containsExactly("text x", "closed PING_TIMEOUT");
	}

	@Test
	void pingOfTheClientIsATransportError() {
		this.connection.text("2");
		assertThat(this.engine.received()).containsExactly("closed TRANSPORT_ERROR");
	}

	@Test
	void probeOnTheMainConnectionIsATransportErrorToo() {
		this.connection.text("2probe");
		assertThat(this.engine.received()).containsExactly("closed TRANSPORT_ERROR");
	}

	// The end

	@Test
	void gracefulCloseWritesEverythingFirst() {
		this.connection.block(true);
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.session.send(EngineFixture.message("too late"));
		assertThat(this.session.isOpen()).isFalse();
		assertThat(this.engine.received()).isEmpty();
		assertThat(this.engine.server().size()).isOne();
		this.connection.block(false);
		assertThat(this.connection.written()).containsExactly("4a", "(end)");
		assertThat(this.engine.received()).containsExactly("closed FORCED_CLOSE");
		assertThat(this.engine.server().size()).isZero();
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void gracefulCloseDoesNotWaitForeverForTheClient() {
		this.connection.block(true);
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.engine.time().advanceMillis(29_990);
		assertThat(this.engine.received()).isEmpty();
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("closed FORCED_CLOSE");
		assertThat(this.connection.aborts()).containsExactly(CloseReason.FORCED_CLOSE);
		assertThat(this.connection.written()).isEmpty();
	}

	@Test
	void closingSessionSendsNoHeartbeat() {
		this.connection.block(true);
		this.engine.time().advanceMillis(24_000);
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.engine.time().advanceMillis(20_000);
		this.connection.block(false);
		assertThat(this.connection.written()).containsExactly("4a", "(end)");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void closingSessionIsGoneWhenItsHeartbeatIsOverdue(boolean suspended) {
		this.connection.block(true);
		this.engine.time().advanceMillis(40_000);
		if (suspended) {
			this.session.suspendReading(true);
		}
		this.session.closeWhenWritten();
		this.engine.time().advanceMillis(4_900);
		assertThat(this.engine.server().size()).isOne();
		this.engine.time().advanceMillis(200);
		assertThat(this.engine.server().size()).isZero();
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void closingSessionIsGoneWhenItsClosingTakesTooLongAtTheLatest() {
		this.connection.block(true);
		this.session.closeWhenWritten();
		this.engine.time().advanceMillis(29_900);
		assertThat(this.engine.server().size()).isOne();
		this.engine.time().advanceMillis(200);
		assertThat(this.engine.received()).containsExactly("closed FORCED_CLOSE");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void endOfTheConnectionWhileClosingEndsTheSession() {
		this.connection.block(true);
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.connection.end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.engine.received()).containsExactly("closed TRANSPORT_CLOSE");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(CloseReason.class)
	void firstCloseWins(CloseReason reason) {
		this.session.close(reason, "first");
		this.session.close(CloseReason.TRANSPORT_ERROR, "second");
		this.session.closeWhenWritten();
		this.session.drained();
		this.connection.end(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.engine.received()).containsExactly("closed " + reason);
		assertThat(this.connection.aborts()).containsExactly(reason);
	}

	@Test
	void abruptCloseForgetsWhatIsQueuedAndAllTimers() {
		this.connection.block(true);
		this.session.send(EngineFixture.message("a"));
		this.session.close(CloseReason.TRANSPORT_ERROR, null);
		this.connection.block(false);
		assertThat(this.connection.written()).isEmpty();
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
		assertThat(this.engine.server().size()).isZero();
	}

	@Test
	void abruptCloseIsNotTakenForTheEndOfTheQueue() {
		this.connection.onAbort(this.connection::drain);
		this.session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(this.connection.written()).isEmpty();
	}

	@Test
	void abruptCloseOvertakesAGracefulOne() {
		this.connection.block(true);
		this.session.send(EngineFixture.message("a"));
		this.session.closeWhenWritten();
		this.session.close(CloseReason.TRANSPORT_ERROR, null);
		assertThat(this.engine.received()).containsExactly("closed TRANSPORT_ERROR");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void listenerMayCloseTheSessionItIsToldOf() {
		this.engine.onOpened((session) -> session.close(CloseReason.FORCED_CLOSE, null));
		this.engine.open(FakeConnection.webSocket());
		assertThat(this.engine.received()).containsExactly("closed FORCED_CLOSE");
	}

	@Test
	void listenerMaySendAndCloseAtOnce() {
		this.engine.onOpened((session) -> {
			session.send(EngineFixture.message("welcome"));
			session.closeWhenWritten();
		});
		FakeConnection next = FakeConnection.webSocket();
		this.engine.open(next);
		assertThat(next.written()).containsExactly("4welcome", "(end)");
		assertThat(this.engine.received()).containsExactly("closed FORCED_CLOSE");
	}

	@Test
	void sessionClosedBeforeItOpensIsNeverTold() {
		FakeConnection next = FakeConnection.webSocket();
		DefaultEngineSession unopened = (DefaultEngineSession) this.engine.server()
			.open(this.engine.revision(), EngineFixture.request(null), next);
		unopened.close(CloseReason.TRANSPORT_CLOSE, null);
		unopened.opened();
		assertThat(this.engine.received()).isEmpty();
		assertThat(this.engine.server().size()).isOne();
		this.engine.time().advance(Duration.ofSeconds(25));
		assertThat(next.written()).isEmpty();
	}

	@Test
	void listenerThatCannotBeMadeLeavesNoSessionBehind() {
		this.engine.onOpened((session) -> {
			throw new IllegalStateException("no listener");
		});
		FakeConnection next = FakeConnection.webSocket();
		DefaultEngineSession failed = this.engine.open(next);
		assertThat(failed.isOpen()).isFalse();
		assertThat(next.aborts()).containsExactly(CloseReason.TRANSPORT_ERROR);
		assertThat(this.engine.server().size()).isOne();
	}

	@Test
	void listenerThatThrowsAtTheEndDoesNotDisturbWhoClosesTheSession() {
		FakeConnection other = FakeConnection.webSocket();
		this.engine.open(other);
		this.engine.onReceived((packet) -> {
			throw new IllegalStateException("listener");
		});
		this.engine.server().stop();
		assertThat(this.engine.received()).containsExactly("closed SERVER_SHUTTING_DOWN",
				"closed SERVER_SHUTTING_DOWN");
		assertThat(this.connection.aborts()).hasSize(1);
		assertThat(other.aborts()).hasSize(1);
	}

	@Test
	void descriptionOfASessionDoesNotTellItsSecretId() {
		assertThat(this.session.toString()).contains("websocket", "OPEN").doesNotContain(this.session.id());
	}

	@Test
	void listenerIsToldOfTheEndExactlyOnceEvenIfItRacesWithTheBeginning() throws Exception {
		AtomicInteger opened = new AtomicInteger();
		AtomicInteger closed = new AtomicInteger();
		EngineServer server = new EngineServer(EngineFixture.OPTIONS, (query) -> null, (request) -> {
			throw new IllegalStateException();
		}, (session) -> {
			opened.incrementAndGet();
			return new ClosedCounter(closed);
		}, this.engine.time().timers());
		int rounds = 3_000;
		race(rounds, (round) -> {
			DefaultEngineSession next = (DefaultEngineSession) server.open(this.engine.revision(),
					EngineFixture.request(null), FakeConnection.webSocket());
			return List.of(next::opened, () -> next.close(CloseReason.TRANSPORT_CLOSE, null));
		});
		assertThat(closed.get()).isEqualTo(opened.get());
		assertThat(server.size()).isZero();
	}

	@Test
	void oneOfManyClosesWins() throws Exception {
		AtomicInteger closed = new AtomicInteger();
		this.engine.onReceived((packet) -> closed.incrementAndGet());
		int rounds = 1_000;
		race(rounds, (round) -> {
			DefaultEngineSession next = this.engine.open(FakeConnection.webSocket());
			return List.of(next::closeWhenWritten, () -> next.close(CloseReason.TRANSPORT_CLOSE, null),
					() -> next.send(EngineFixture.message("x")));
		});
		assertThat(closed).hasValue(rounds);
		assertThat(this.engine.server().size()).isOne();
	}

	/** Runs the tasks of each round at the same time. */
	static void race(int rounds, java.util.function.IntFunction<List<Runnable>> tasks) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < rounds; round++) {
				List<Runnable> racers = tasks.apply(round);
				CyclicBarrier barrier = new CyclicBarrier(racers.size());
				List<Callable<@Nullable Void>> callables = new ArrayList<>();
				for (Runnable racer : racers) {
					callables.add(() -> {
						barrier.await();
						racer.run();
						return null;
					});
				}
				for (Future<?> result : executor.invokeAll(callables)) {
					result.get();
				}
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private record ClosedCounter(AtomicInteger count) implements SessionListener {

		@Override
		public void text(byte[] data, int offset, int length) {
		}

		@Override
		public void binary(byte[] data) {
		}

		@Override
		public void closed(CloseReason reason, @Nullable String description) {
			this.count.incrementAndGet();
		}

	}

}
