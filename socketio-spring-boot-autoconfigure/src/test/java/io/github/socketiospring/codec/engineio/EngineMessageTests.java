package io.github.socketiospring.codec.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void aMessageThatIsNotToBeCompressedIsOtherwiseTheSame() {
		for (EngineMessage message : List.of(EngineMessage.text("text"), EngineMessage.binary(new byte[300]))) {
			assertThat(message.isCompressible()).isTrue();
			EngineMessage uncompressed = EngineMessage.uncompressed(message)[0];
			assertThat(uncompressed.isCompressible()).isFalse();
			assertThat(uncompressed.uncompressed()).isSameAs(uncompressed);
			assertThat(uncompressed.array()).isSameAs(message.array());
			assertThat(uncompressed).usingRecursiveComparison().ignoringFields("compressible").isEqualTo(message);
			assertThat(message.isCompressible()).isTrue();
			assertThat(EngineMessage.anyCompressible(List.of(uncompressed, message))).isTrue();
			assertThat(EngineMessage.anyCompressible(List.of(uncompressed))).isFalse();
		}
	}

	@Test
	void binaryMessageDoesNotChangeWithTheArrayItWasMadeOf() {
		byte[] data = { 1, 2, 3 };
		EngineMessage message = EngineMessage.binary(data);
		data[0] = 9;
		assertThat(payload(message)).containsExactly(1, 2, 3);
	}

	@Test
	void framingStandsBeforeTheContent() {
		MessageFraming framing = new MessageFraming(new byte[] { '4' }, new byte[] { 4 });
		assertThat(framing.text("\u20ac")).hasToString("4\u20ac");
		assertThat(framing.textPrefixLength()).isOne();
		byte[] data = { 1, 2 };
		EngineMessage binary = framing.binary(data);
		data[0] = 9;
		assertThat(binary.isBinary()).isTrue();
		assertThat(payload(binary)).containsExactly(4, 1, 2);
	}

	@Test
	void framingMayHaveNoBinaryMessages() {
		MessageFraming framing = new MessageFraming(new byte[0], null);
		assertThat(framing.text("3:::x")).hasToString("3:::x");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> framing.binary(new byte[1]));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> framing.binaryOutput(1));
	}

	@Test
	void outputMakesTheSameMessageHoweverItWasFilled() {
		Random random = new Random(42);
		for (int round = 0; round < 300; round++) {
			byte[] prefix = new byte[random.nextInt(3)];
			Arrays.fill(prefix, (byte) '4');
			boolean binary = random.nextBoolean();
			MessageFraming framing = binary ? new MessageFraming(new byte[0], prefix)
					: new MessageFraming(prefix, null);
			int length = random.nextInt(4) * 50;
			MessageOutput output = binary ? framing.binaryOutput(length) : framing.textOutput(length);
			ByteArrayOutputStream expected = new ByteArrayOutputStream();
			expected.writeBytes(prefix);
			int writes = random.nextInt(20);
			for (int i = 0; i < writes; i++) {
				write(random, output, expected);
			}
			EngineMessage message = output.toMessage();
			byte[] payload = expected.toByteArray();
			assertThat(message.isBinary()).isEqualTo(binary);
			assertThat(payload(message)).isEqualTo(payload);
			assertThat(frame(message)).isEqualTo(frame(binary ? EngineMessage.binary(payload)
					: EngineMessage.text(expected.toString(StandardCharsets.UTF_8))));
		}
	}

	private static void write(Random random, MessageOutput output, ByteArrayOutputStream expected) {
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
