package io.github.socketiospring.codec.engineio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LengthPrefixedFormat}.
 */
class LengthPrefixedFormatTests {

	private static final byte TYPE = 4;

	private final LengthPrefixedFormat format = new LengthPrefixedFormat(10, LengthPrefixedFormat.Form.AS_NEEDED);

	private static EncodedPayload encode(LengthPrefixedFormat.Form form, EngineMessage... messages) {
		return new LengthPrefixedFormat(10, form).encode(List.of(messages));
	}

	private List<String> decode(byte[] body, boolean binary) throws PayloadException {
		List<String> packets = new ArrayList<>();
		this.format.decode(body, binary, new Collector(packets));
		return packets;
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@EnumSource(LengthPrefixedFormat.Form.class)
	void onlyABodyWithNothingToCompressIsNotCompressed(LengthPrefixedFormat.Form form) {
		EngineMessage text = EngineMessage.text("4");
		assertThat(encode(form, text.uncompressed(), text).compressible()).isTrue();
		assertThat(encode(form, text.uncompressed(), text.uncompressed()).compressible()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "4hello, 6:4hello", "4, 1:4", "4\u20ac, 2:4\u20ac", "4\ud83d\ude00!, 4:4\ud83d\ude00!",
			"4\u00e9\u00e9, 3:4\u00e9\u00e9" })
	void lengthsOfTextAreInUtf16Units(String packet, String payload) throws Exception {
		EncodedPayload encoded = encode(LengthPrefixedFormat.Form.TEXT, EngineMessage.text(packet));
		assertThat(encoded.binary()).isFalse();
		assertThat(new String(encoded.body(), StandardCharsets.UTF_8)).isEqualTo(payload);
		assertThat(decode(utf8(payload + payload), false)).containsExactly(packet, packet);
	}

	@Test
	void binaryPacketsInTextAreBase64() {
		EncodedPayload encoded = encode(LengthPrefixedFormat.Form.TEXT, EngineMessage.text("4x"),
				EngineMessage.binary(bytes(4, 1, 2, 3, 4)), EngineMessage.binary(bytes(4)));
		assertThat(new String(encoded.body(), StandardCharsets.US_ASCII)).isEqualTo("2:4x10:b4AQIDBA==2:b4");
	}

	@Test
	void bytesAreUsedWhenNeeded() throws Exception {
		EngineMessage text = EngineMessage.text("4\u20ac");
		assertThat(encode(LengthPrefixedFormat.Form.AS_NEEDED, text).binary()).isFalse();
		EncodedPayload encoded = encode(LengthPrefixedFormat.Form.AS_NEEDED, text,
				EngineMessage.binary(bytes(4, 1, 255)));
		assertThat(encoded.binary()).isTrue();
		assertThat(encoded.body()).isEqualTo(bytes(0, 4, 255, '4', 0xe2, 0x82, 0xac, 1, 3, 255, 4, 1, 255));
		assertThat(decode(encoded.body(), true)).containsExactly("4\u20ac", "[4, 1, -1]");
	}

	@Test
	void bytesMayBeUsedAlways() throws Exception {
		EngineMessage text = EngineMessage.text("4" + "x".repeat(119));
		EncodedPayload encoded = encode(LengthPrefixedFormat.Form.BINARY, text);
		assertThat(encoded.binary()).isTrue();
		assertThat(encoded.body()).startsWith(0, 1, 2, 0, 255, '4', 'x').hasSize(125);
		assertThat(decode(encoded.body(), true)).containsExactly(text.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "1", "1:", ":", ":4", "0:", "2:4", "1:4x", "-1:4", "+1:4", " 1:4", "1 :4",
			"1.0:4", "3:4\ud83d", "2:4\ud83d\ude00", "999999999999999999999:4", "4294967297:4", "\u0661:4", "1:42" })
	void textWithLyingLengthsIsRefused(String body) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(utf8(body), false));
	}

	static Stream<Arguments> brokenBytes() {
		return Stream.of(bytes(), bytes(0), bytes(0, 255), bytes(0, 0, 255), bytes(0, 1, 255), bytes(0, 2, 255, '4'),
				bytes(2, 1, 255, '4'), bytes(255), bytes(0, 10, 255, '4'), bytes(0, 254, 255, '4'), bytes(0, 1, '4'),
				bytes(0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 255, '4'), bytes(0, 2, 255, '4', 0xc3),
				bytes(0, 3, 255, '4', 0xed, 0xa0), bytes(1, 5, 255, 4, 1), bytes(0, 1, 255, '4', 0))
			.map(Arguments::of);
	}

	@ParameterizedTest
	@MethodSource("brokenBytes")
	void bytesWithLyingLengthsAreRefused(byte[] body) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(body, true));
	}

	@Test
	void packetsBeforeABrokenOneAreTaken() {
		List<String> packets = new ArrayList<>();
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.format.decode(utf8("2:4a2:4b9:4c"), false, new Collector(packets)));
		assertThat(packets).containsExactly("4a", "4b");
	}

	@Test
	void thereAreNotTooManyPackets() throws Exception {
		assertThat(decode(utf8("1:4".repeat(10)), false)).hasSize(10);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(utf8("1:4".repeat(11)), false))
			.withMessage("more than 10 packets in a payload");
	}

	@Test
	void theConsumerCanStop() throws Exception {
		List<String> packets = new ArrayList<>();
		this.format.decode(utf8("2:4a2:4b2:4c"), false, new Collector(packets) {
			@Override
			public boolean text(byte[] data, int offset, int length) {
				super.text(data, offset, length);
				return packets.size() < 2;
			}
		});
		assertThat(packets).containsExactly("4a", "4b");
	}

	private static class Collector implements PayloadConsumer {

		private final List<String> packets;

		Collector(List<String> packets) {
			this.packets = packets;
		}

		@Override
		public boolean text(byte[] data, int offset, int length) {
			return this.packets.add(new String(data, offset, length, StandardCharsets.UTF_8));
		}

		@Override
		public boolean binary(byte[] data) {
			return this.packets.add(Arrays.toString(data));
		}

	}

}
