package io.github.socketiospring.engine.revision;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Eio3Revision}.
 */
class Eio3RevisionTests {

	private final Eio3Revision revision = new Eio3Revision(10);

	@ParameterizedTest
	@CsvSource({ "0, IGNORE", "1, CLOSE", "2, PING", "2probe, PING", "3, PONG", "4, MESSAGE", "4x, MESSAGE",
			"5, UPGRADE", "6, IGNORE", "b4, BASE64_MESSAGE", "b4AQID, BASE64_MESSAGE", "b, INVALID", "b2, INVALID",
			"7, INVALID", "a, INVALID" })
	void firstCharacterTellsWhatAFrameMeans(String frame, Signal expected) {
		byte[] data = ("xx" + frame + "4").getBytes(StandardCharsets.UTF_8);
		assertThat(this.revision.signal(data, 2, data.length - 3)).isEqualTo(expected);
	}

	@Test
	void binaryMessagesHaveAType() {
		EngineMessage message = this.revision.framing().binary(new byte[] { 1, 2 });
		int from = message.payloadOffset();
		byte[] frame = Arrays.copyOfRange(message.array(), from, from + message.payloadLength());
		assertThat(message.isBinary()).isTrue();
		assertThat(frame).containsExactly(4, 1, 2);
		assertThat(this.revision.binaryContent(frame)).containsExactly(1, 2);
		assertThat(this.revision.base64Message(message)).hasToString("b4AQI=");
		assertThat(this.revision.base64PrefixLength()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\u0000", "\u0002", "\u0003x", "4x" })
	void otherBinaryFramesAreInvalid(String frame) {
		assertThat(this.revision.binaryContent(frame.getBytes(StandardCharsets.US_ASCII))).isNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-, -, false, true", "-, t, true, true", "-, b64, false, false",
			"b64, t, false, false", "-, j, false, false" })
	void payloadsAreAsTheClientReadsThem(@Nullable String opening, @Nullable String query, boolean textAsBytes,
			boolean binaryAsBytes) {
		EngineMessage text = EngineMessage.text("4");
		EngineMessage binary = this.revision.framing().binary(new byte[0]);
		assertThat(this.revision.payloads(query(opening), query(query)).encode(List.of(text)).binary())
			.isEqualTo(textAsBytes);
		assertThat(this.revision.payloads(query(opening), query(query)).encode(List.of(text, binary)).binary())
			.isEqualTo(binaryAsBytes);
	}

	private static MultiValueMap<String, String> query(@Nullable String name) {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		if (name != null) {
			query.add(name, "1");
		}
		return query;
	}

	@Test
	void theRestIsThatOfTheProtocol() {
		assertThat(this.revision.name()).isEqualTo("EIO3");
		assertThat(this.revision.patience(EngineOptions.DEFAULTS)).isEqualTo(Duration.ofSeconds(45));
		assertThat(this.revision.open("abc", List.of(), EngineOptions.DEFAULTS)).hasToString(
				"0{\"sid\":\"abc\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "3", "5", "04", "abc" })
	void whateverIsNot4Is3(String number) {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		query.add("EIO", number);
		assertThat(new Revisions(10, true).choose(query)).isInstanceOf(Eio3Revision.class);
		assertThat(new Revisions(10, true).choose(new LinkedMultiValueMap<>())).isInstanceOf(Eio3Revision.class);
	}

}
