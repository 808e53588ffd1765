package io.github.socketiospring.codec.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import io.github.socketiospring.codec.engineio.EngineMessage.TextOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineMessage}.
 */
class EngineMessageTests {

	@ParameterizedTest
	@CsvSource({ "0, 8200", "1, 8201", "125, 827d", "126, 827e007e", "65535, 827effff", "65536, 827f0000000000010000" })
	void binaryFrameHasTheShortestUnmaskedHeader(int length, String header) {
		byte[] data = new byte[length];
		Arrays.fill(data, (byte) 0x5a);
		EngineMessage message = EngineMessage.binary(data);
		assertThat(message.isBinary()).isTrue();
		assertThat(frame(message)).isEqualTo(concat(java.util.HexFormat.of().parseHex(header), data));
		assertThat(payload(message)).isEqualTo(data);
	}

	@ParameterizedTest
	@CsvSource({ "0, 8100", "1, 8101", "125, 817d", "126, 817e007e", "65535, 817effff", "65536, 817f0000000000010000" })
	void textFrameHasTheShortestUnmaskedHeader(int length, String header) {
		String text = "x".repeat(length);
		EngineMessage message = EngineMessage.text(text);
		assertThat(message.isBinary()).isFalse();
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(frame(message)).isEqualTo(concat(java.util.HexFormat.of().parseHex(header), bytes));
	}

	@Test
	void lengthOfATextIsCountedInUtf8Bytes() {
		EngineMessage message = EngineMessage.text("4\u20ac\ud83d\ude00");
		assertThat(message.payloadLength()).isEqualTo(8);
		assertThat(message.frameLength()).isEqualTo(10);
		assertThat(message).hasToString("4\u20ac\ud83d\ude00");
	}

	@Test
	void binaryMessageDoesNotChangeWithTheArrayItWasMadeOf() {
		byte[] data = { 1, 2, 3 };
		EngineMessage message = EngineMessage.binary(data);
		data[0] = 9;
		assertThat(payload(message)).containsExactly(1, 2, 3);
	}

	@Test
	void textOutputMakesTheSameMessageHoweverItWasFilled() {
		Random random = new Random(42);
		for (int round = 0; round < 300; round++) {
			TextOutput output = new TextOutput(random.nextInt(4) * 50);
			ByteArrayOutputStream expected = new ByteArrayOutputStream();
			int writes = random.nextInt(20);
			for (int i = 0; i < writes; i++) {
				write(random, output, expected);
			}
			EngineMessage message = output.toMessage();
			byte[] text = expected.toByteArray();
			assertThat(payload(message)).isEqualTo(text);
			assertThat(frame(message)).isEqualTo(frame(EngineMessage.text(expected.toString(StandardCharsets.UTF_8))));
		}
	}

	private static void write(Random random, TextOutput output, ByteArrayOutputStream expected) {
		if (random.nextBoolean()) {
			int character = 'a' + random.nextInt(26);
			output.write(character);
			expected.write(character);
			return;
		}
		String text = "\u00e9x".repeat(random.nextInt(60));
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		expected.writeBytes(bytes);
		if (random.nextBoolean()) {
			output.write(text);
		}
		else {
			byte[] padded = concat(new byte[] { 'p' }, bytes);
			output.write(padded, 1, bytes.length);
		}
	}

	private static byte[] frame(EngineMessage message) {
		return Arrays.copyOfRange(message.array(), message.frameOffset(),
				message.frameOffset() + message.frameLength());
	}

	private static byte[] payload(EngineMessage message) {
		return Arrays.copyOfRange(message.array(), message.payloadOffset(),
				message.payloadOffset() + message.payloadLength());
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
