package io.github.socketiospring.engine;

import java.time.Duration;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultEngineSession} with a client of Engine.IO 3, which beats the
 * heart itself.
 */
class Eio3SessionTests {

	/** The ping interval and the ping timeout together. */
	private static final int PATIENCE = 45_000;

	private final EngineFixture engine = EngineFixture.withEio3();

	private final FakeConnection connection = FakeConnection.webSocket();

	private final DefaultEngineSession session = this.engine.open(this.engine.revision("3"), this.connection);

	// Receiving

	@Test
	void bytesHaveATypeAndTextMayHoldBase64() {
		this.connection.binary((byte) 4, (byte) 1, (byte) 2);
		this.connection.binary((byte) 4);
		this.connection.text("b4AQID");
		this.connection.text("b4");
		this.connection.text("4text");
		assertThat(this.engine.received()).containsExactly("binary [1, 2]", "binary []", "binary [1, 2, 3]",
				"binary []", "text text");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "abc", "7", "8x", "-1", "b", "b2AQID", "bAQID", "b4*", "b4A", "b4====", "b4AQI D", " 4x" })
	void whatIsNoPacketIsAParseError(String frame) {
		this.connection.text(frame);
		assertThat(this.engine.received()).containsExactly("closed PARSE_ERROR");
	}

	@ParameterizedTest
	@ValueSource(bytes = { 0, 1, 2, 3, 5, 6, 7, '4', -1 })
	void otherBytesThanMessagesAreAParseError(byte type) {
		this.connection.binary(type, (byte) 1);
		assertThat(this.engine.received()).containsExactly("closed PARSE_ERROR");
	}

	@Test
	void noBytesAtAllAreAParseError() {
		this.connection.binary();
		assertThat(this.engine.received()).containsExactly("closed PARSE_ERROR");
	}

	// Heartbeat

	@Test
	void everyPingIsAnsweredAndStartsTheTimeAnew() {
		for (int i = 0; i < 5; i++) {
			this.engine.time().advanceMillis(PATIENCE - 10);
			this.connection.text((i % 2 == 0) ? "2" : "2probe");
			assertThat(this.connection.takeWritten()).containsExactly("3");
		}
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void theServerNeverPingsAndASilentClientIsDead() {
		this.engine.time().advanceMillis(PATIENCE - 10);
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.connection.written()).isEmpty();
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
	}

	@Test
	void messagesAreNoHeartbeat() {
		this.engine.time().advanceMillis(PATIENCE - 10);
		this.connection.text("4x");
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("text x", "closed PING_TIMEOUT");
	}

	@Test
	void pongOfTheClientIsATransportError() {
		this.connection.text("3");
		assertThat(this.engine.received()).containsExactly("closed TRANSPORT_ERROR");
	}

	// Backpressure

	@Test
	void clientThatIsNotReadIsNotDead() {
		this.session.suspendReading(true);
		this.engine.time().advance(Duration.ofMinutes(5));
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void clientThatWasNotReadHasItsWholeTimeAfterwards() {
		this.engine.time().advanceMillis(PATIENCE - 20);
		this.session.suspendReading(true);
		this.engine.time().advanceMillis(10);
		this.session.suspendReading(false);
		this.engine.time().advanceMillis(PATIENCE - 10);
		assertThat(this.session.isOpen()).isTrue();
		this.connection.text("2");
		assertThat(this.connection.takeWritten()).containsExactly("3");
		this.engine.time().advanceMillis(PATIENCE - 10);
		assertThat(this.session.isOpen()).isTrue();
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
	}

	@Test
	void clientThatStaysSilentAfterItIsReadAgainIsDead() {
		this.session.suspendReading(true);
		this.engine.time().advance(Duration.ofMinutes(5));
		this.session.suspendReading(false);
		this.engine.time().advanceMillis(PATIENCE - 10);
		assertThat(this.session.isOpen()).isTrue();
		this.engine.time().advanceMillis(10);
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
	}

	@Test
	void pingAmongWhatWasReadBeforeTheStopCounts() {
		this.engine.time().advanceMillis(PATIENCE - 10);
		this.session.suspendReading(true);
		this.connection.text("2");
		assertThat(this.connection.takeWritten()).containsExactly("3");
		this.session.suspendReading(false);
		this.engine.time().advanceMillis(PATIENCE - 10);
		assertThat(this.session.isOpen()).isTrue();
	}

	// Requests

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void aSessionKeepsItsRevision(String number) {
		FakeConnection polling = FakeConnection.polling();
		DefaultEngineSession other = this.engine.open(this.engine.revision(number), polling);
		RequestCheck check = this.engine.server()
			.check("GET", EngineFixture.query("EIO", number, "transport", "polling", "sid", other.id()), null, false);
		assertThat(check).isEqualTo(new RequestCheck.Existing(other, Transports.POLLING));
		String wrong = number.equals("3") ? "4" : "3";
		for (boolean upgrade : new boolean[] { false, true }) {
			assertThat(
					refusal(upgrade, "EIO", wrong, "sid", other.id(), "transport", upgrade ? "websocket" : "polling"))
				.isEqualTo(RequestError.BAD_REQUEST);
		}
		assertThat(other.isOpen()).isTrue();
	}

	private RequestError refusal(boolean upgrade, String... query) {
		try {
			this.engine.server().check("GET", EngineFixture.query(query), null, upgrade);
			throw new AssertionError("not refused");
		}
		catch (RequestRefusedException ex) {
			return ex.error();
		}
	}

}
