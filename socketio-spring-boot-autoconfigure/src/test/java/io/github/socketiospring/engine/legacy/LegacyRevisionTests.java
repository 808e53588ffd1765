package io.github.socketiospring.engine.legacy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.Signal;
import io.github.socketiospring.engine.revision.Revisions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LegacyRevision}.
 */
class LegacyRevisionTests {

	private final ProtocolRevision revision = revision(LegacyOptions.DEFAULTS);

	private ProtocolRevision revision(LegacyOptions options) {
		return new LegacyRevision(10, options);
	}

	@ParameterizedTest
	@CsvSource({ "0::, MESSAGE", "1::, MESSAGE", "2::, PONG", "2:::x, PONG", "3:::x, MESSAGE", "4:::1, MESSAGE",
			"5:::, MESSAGE", "6:::1, MESSAGE", "7:::, MESSAGE", "8::, IGNORE", "9::, MESSAGE", "x, MESSAGE",
			"b4, MESSAGE", "'{', MESSAGE", "\u00e9, MESSAGE" })
	void firstCharacterTellsWhatAFrameMeans(String frame, Signal expected) {
		byte[] data = ("xx" + frame + "4").getBytes(StandardCharsets.UTF_8);
		assertThat(this.revision.signal(data, 2, data.length - 3)).isEqualTo(expected);
	}

	@Test
	void handshakeNamesTimesInSecondsAndTransports() {
		assertThat(open(LegacyOptions.DEFAULTS))
			.isEqualTo("abc:60:60:websocket,flashsocket,htmlfile,xhr-multipart,xhr-polling,jsonp-polling");
		assertThat(open(options(List.of(LegacyTransport.XHR_POLLING, LegacyTransport.WEBSOCKET), 90_000, 30_000)))
			.isEqualTo("abc:90:30:xhr-polling,websocket");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "999, 1", "1000, 1", "1001, 2", "59999, 60" })
	void handshakeNeverSaysAtOnce(long millis, long seconds) {
		assertThat(open(options(List.of(LegacyTransport.HTMLFILE), millis, millis)))
			.isEqualTo("abc:" + seconds + ":" + seconds + ":htmlfile");
	}

	private String open(LegacyOptions options) {
		return revision(options).open("abc", List.of("websocket"), EngineOptions.DEFAULTS).toString();
	}

	private static LegacyOptions options(List<LegacyTransport> transports, long heartbeatTimeout, long closeTimeout) {
		return new LegacyOptions(transports, Duration.ofMillis(1), Duration.ofMillis(heartbeatTimeout),
				Duration.ofMillis(closeTimeout), Duration.ofMillis(1));
	}

	@Test
	void theRestIsThatOfTheProtocol() {
		assertThat(this.revision.name()).isEqualTo("V1");
		assertThat(this.revision.closeMessage()).hasToString("0::");
		assertThat(this.revision.noopMessage()).hasToString("8::");
		assertThat(this.revision.framing().textPrefixLength()).isZero();
		assertThat(this.revision.framing().text("3:::x")).hasToString("3:::x");
		assertThat(this.revision.heartbeat().patience(EngineOptions.DEFAULTS)).isEqualTo(Duration.ofSeconds(60));
		byte[] probe = "2probe".getBytes(StandardCharsets.US_ASCII);
		assertThat(this.revision.isProbe(probe, 0, probe.length)).isFalse();
	}

	@Test
	void thereAreNoBinaryMessages() {
		assertThat(this.revision.binaryContent(new byte[] { 4, 1 })).isNull();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.revision.framing().binary(new byte[0]));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.revision.base64Message(EngineMessage.text("x")));
	}

	@Test
	void isNeverChosenByTheQuery() {
		Revisions revisions = new Revisions(10);
		for (String number : List.of("", "1", "2", "3")) {
			LinkedMultiValueMap<String, String> query = new LinkedMultiValueMap<>();
			query.add("EIO", number);
			assertThat(revisions.choose(query)).isNull();
		}
	}

}
