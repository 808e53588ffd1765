package io.github.socketiospring.engine.revision;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.RecordSeparatorFormat;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Eio4Revision}.
 */
class Eio4RevisionTests {

	private final Eio4Revision revision = new Eio4Revision(10);

	@ParameterizedTest
	@CsvSource({ "0, IGNORE", "1, CLOSE", "2, PING", "2probe, PING", "3, PONG", "3probe, PONG", "4, MESSAGE",
			"4x, MESSAGE", "5, UPGRADE", "6, IGNORE", "b, BASE64_MESSAGE", "bAQID, BASE64_MESSAGE", "7, INVALID",
			"a, INVALID", "B, INVALID", "-, INVALID" })
	void firstCharacterTellsWhatAFrameMeans(String frame, Signal expected) {
		byte[] data = bytes("xx" + frame + "4");
		assertThat(this.revision.signal(data, 2, data.length - 3)).isEqualTo(expected);
	}

	@Test
	void probeIsExactlyThat() {
		byte[] data = bytes("42probe3");
		assertThat(this.revision.isProbe(data, 1, 6)).isTrue();
		assertThat(this.revision.isProbe(data, 1, 7)).isFalse();
		assertThat(this.revision.isProbe(data, 1, 5)).isFalse();
		assertThat(this.revision.isProbe(data, 0, 6)).isFalse();
	}

	@Test
	void openingMessageHasItsFieldsInTheOrderOfTheReference() {
		assertThat(this.revision.open("abc", List.of("websocket"), EngineOptions.DEFAULTS)).hasToString(
				"0{\"sid\":\"abc\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
	}

	@Test
	void messagesAreThoseOfTheProtocol() {
		assertThat(this.revision.closeMessage()).hasToString("1");
		assertThat(this.revision.probeAnswer()).hasToString("3probe");
		assertThat(this.revision.noopMessage()).hasToString("6");
		assertThat(this.revision.framing().text("2[\"e\"]")).hasToString("42[\"e\"]");
		EngineMessage binary = this.revision.framing().binary(new byte[] { 4, 1 });
		assertThat(binary.isBinary()).isTrue();
		assertThat(binary.payloadLength()).isEqualTo(2);
		assertThat(this.revision.framing().textPrefixLength()).isOne();
		assertThat(this.revision.payloads(query("4"), query("4"))).isInstanceOf(RecordSeparatorFormat.class);
	}

	@Test
	void revisionIsChosenByTheQuery() {
		Revisions revisions = new Revisions(10);
		assertThat(revisions.choose(query("4"))).isInstanceOf(Eio4Revision.class)
			.isSameAs(revisions.choose(query("4")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "1", "2", "5", "04", "4.0", " 4", "44", "abc" })
	void noOtherRevisionIsOffered(String number) {
		assertThat(new Revisions(10).choose(query(number))).isNull();
	}

	private static org.springframework.util.MultiValueMap<String, String> query(String number) {
		return org.springframework.util.MultiValueMap.fromSingleValue(java.util.Map.of("EIO", number));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
