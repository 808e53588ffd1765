package io.github.socketiospring.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a session can tell of itself, and who may look at its packets.
 */
class SessionFactsTests {

	private final EngineFixture engine = new EngineFixture();

	private final FakeConnection webSocket = FakeConnection.webSocket();

	private final List<String> seen = new ArrayList<>();

	private final PacketTap tap = new PacketTap() {
		@Override
		public void received(byte[] data, int offset, int length, boolean binary) {
			SessionFactsTests.this.seen.add(
					"< " + (binary ? Arrays.toString(data) : new String(data, offset, length, StandardCharsets.UTF_8)));
		}

		@Override
		public void sent(EngineMessage message) {
			SessionFactsTests.this.seen.add("> " + message);
		}
	};

	@Test
	void silenceBeginsWhenTheSessionOpens() {
		this.engine.time().advanceMillis(3_600_000);
		DefaultEngineSession session = this.engine.open(this.webSocket);
		assertThat(session.silence()).isZero();
		this.engine.time().advanceMillis(1_500);
		assertThat(session.silence()).isEqualTo(Duration.ofMillis(1_500));
	}

	@Test
	void anyPacketBreaksTheSilence() {
		DefaultEngineSession session = this.engine.open(this.webSocket);
		this.engine.time().advanceMillis(1_000);
		this.webSocket.text("4a");
		assertThat(session.silence()).isZero();
		this.engine.time().advanceMillis(1_000);
		this.webSocket.binary((byte) 1);
		assertThat(session.silence()).isZero();
		this.engine.time().advanceMillis(24_000);
		assertThat(session.silence()).isEqualTo(Duration.ofSeconds(24));
		this.engine.time().advanceMillis(1_000);
		this.webSocket.text("3");
		assertThat(session.silence()).isZero();
	}

	@Test
	void whatIsSentDoesNotBreakTheSilence() {
		DefaultEngineSession session = this.engine.open(this.webSocket);
		this.engine.time().advanceMillis(1_000);
		session.send(EngineFixture.message("a"));
		assertThat(session.silence()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void otherConnectionsDoNotBreakTheSilence() {
		FakeConnection polling = FakeConnection.polling();
		DefaultEngineSession session = this.engine.open(polling);
		session.startUpgrade(this.webSocket);
		this.webSocket.text("2probe");
		this.webSocket.text("5");
		this.engine.time().advanceMillis(1_000);
		polling.text("4late");
		assertThat(session.silence()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void countsWhatWaits() {
		FakeConnection polling = FakeConnection.polling();
		EngineFixture roomy = new EngineFixture(EngineFixture.options(true, 10_000, 0));
		DefaultEngineSession session = roomy.open(polling);
		assertThat(session.waitingMessages()).isZero();
		assertThat(session.waitingBytes()).isZero();
		session.send(EngineFixture.message("a"), EngineFixture.message("b"));
		session.send(EngineFixture.message("x".repeat(1000)));
		assertThat(session.waitingMessages()).isEqualTo(3);
		assertThat(session.waitingBytes()).isBetween(1_000L, 1_500L);
		polling.poll();
		assertThat(session.waitingMessages()).isZero();
		assertThat(session.waitingBytes()).isZero();
	}

	@Test
	void stateOnlyMovesForward() {
		FakeConnection polling = FakeConnection.polling();
		DefaultEngineSession session = (DefaultEngineSession) this.engine.server()
			.open(this.engine.revision(), EngineFixture.request(null), polling);
		assertThat(session.state()).isEqualTo(EngineSession.State.OPENING);
		polling.receiveWith(session);
		polling.attach(session);
		session.opened();
		assertThat(session.state()).isEqualTo(EngineSession.State.OPEN);
		session.send(EngineFixture.message("a"));
		session.closeWhenWritten();
		assertThat(session.state()).isEqualTo(EngineSession.State.CLOSING);
		session.close(CloseReason.FORCED_CLOSE, null);
		assertThat(session.state()).isEqualTo(EngineSession.State.CLOSED);
		session.opened();
		assertThat(session.state()).isEqualTo(EngineSession.State.CLOSED);
	}

	@Test
	void showsPacketsInBothDirections() {
		DefaultEngineSession session = this.engine.open(this.webSocket);
		session.addTap(this.tap);
		this.webSocket.text("4a");
		this.webSocket.binary((byte) 7, (byte) 8);
		session.send(EngineFixture.message("b"), EngineMessage.binary(new byte[3]));
		session.sendFirst(EngineFixture.message("c"));
		this.engine.time().advanceMillis(25_000);
		this.webSocket.text("3");
		session.closeWhenWritten(EngineFixture.message("d"));
		assertThat(this.seen).containsExactly("< 4a", "< [7, 8]", "> 4b", "> binary[3]", "> 4c", "> 2", "< 3", "> 4d");
	}

	@Test
	void showsWhatMakesNoSense() {
		DefaultEngineSession session = this.engine.open(this.webSocket);
		session.addTap(this.tap);
		this.webSocket.text("x");
		assertThat(this.seen).containsExactly("< x");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void doesNotShowWhatIsDropped() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		session.addTap(this.tap);
		session.send(EngineFixture.message("x".repeat(900)));
		session.send(EngineFixture.message("y".repeat(900)));
		session.send(EngineFixture.message("z"));
		assertThat(this.seen).hasSize(1);
		assertThat(session.state()).isEqualTo(EngineSession.State.CLOSED);
	}

	@Test
	void showsBroadcasts() {
		DefaultEngineSession session = this.engine.open(this.webSocket);
		session.addTap(this.tap);
		BroadcastDelivery delivery = new BroadcastDelivery();
		delivery.add(session, EngineFixture.message("a"));
		delivery.flush();
		assertThat(this.seen).containsExactly("> 4a");
	}

	@Test
	void tapsCanBeTakenAway() {
		DefaultEngineSession session = this.engine.open(this.webSocket);
		List<String> second = new ArrayList<>();
		PacketTap other = new PacketTap() {
			@Override
			public void received(byte[] data, int offset, int length, boolean binary) {
				second.add("received");
			}

			@Override
			public void sent(EngineMessage message) {
				second.add("sent");
			}
		};
		session.removeTap(this.tap);
		session.addTap(this.tap);
		session.addTap(other);
		this.webSocket.text("4a");
		session.removeTap(this.tap);
		session.send(EngineFixture.message("b"));
		session.removeTap(other);
		session.removeTap(other);
		this.webSocket.text("4c");
		assertThat(this.seen).containsExactly("< 4a");
		assertThat(second).containsExactly("received", "sent");
	}

}
