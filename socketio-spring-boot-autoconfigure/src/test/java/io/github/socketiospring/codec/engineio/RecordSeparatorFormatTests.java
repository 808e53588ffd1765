package io.github.socketiospring.codec.engineio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordSeparatorFormat}.
 */
class RecordSeparatorFormatTests {

	private static final String RS = "\u001e";

	private final RecordSeparatorFormat format = new RecordSeparatorFormat(1_000);

	@Test
	void encodesOnePacketWithoutASeparator() {
		assertThat(encode(EngineMessage.text("4hello"))).isEqualTo("4hello");
	}

	@Test
	void encodesPacketsWithSeparatorsAndBinaryAsBase64() {
		assertThat(encode(EngineMessage.text("4\u20ac"), EngineMessage.binary(new byte[] { 1, 2, 3, 4 }),
				EngineMessage.binary(new byte[0]), EngineMessage.text("2")))
			.isEqualTo("4\u20ac" + RS + "bAQIDBA==" + RS + "b" + RS + "2");
	}

	@Test
	void decodesPacketsInOrder() throws PayloadException {
		assertThat(decode("4hello" + RS + "2" + RS + "bAQIDBA==" + RS + "4\u20ac")).containsExactly("4hello", "2",
				"[1, 2, 3, 4]", "4\u20ac");
	}

	@Test
	void decodesEmptyBinaryPacket() throws PayloadException {
		assertThat(decode("b")).containsExactly("[]");
	}

	@Test
	void skipsLineBreaksInBase64() throws PayloadException {
		assertThat(decode("bAQ\nID\r\n\u001e4a")).containsExactly("[1, 2, 3]", "4a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", RS, "4a" + RS, RS + "4a", "4a" + RS + RS + "4b" })
	void refusesEmptyPackets(String body) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(body)).withMessage("empty packet");
	}

	@ParameterizedTest
	@ValueSource(strings = { "b*", "bA", "bAQIDBA=", "bAQID BA==", "bAQ==x" })
	void refusesInvalidBase64(String body) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(body)).withMessage("invalid base64");
	}

	@Test
	void handsOverWhatComesBeforeAnInvalidPacket() {
		Collector collector = new Collector(Integer.MAX_VALUE);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.format.decode(bytes("4a" + RS + "4b" + RS + "b*" + RS + "4c"), false, collector));
		assertThat(collector.packets).containsExactly("4a", "4b");
	}

	@Test
	void stopsWhenTheConsumerDoes() throws PayloadException {
		Collector collector = new Collector(2);
		this.format.decode(bytes("4a" + RS + "bAQ==" + RS + "4c" + RS + RS), false, collector);
		assertThat(collector.packets).containsExactly("4a", "[1]");
	}

	@Test
	void takesAsManyPacketsAsAllowedAndNotOneMore() throws PayloadException {
		RecordSeparatorFormat limited = new RecordSeparatorFormat(3);
		Collector collector = new Collector(Integer.MAX_VALUE);
		limited.decode(bytes("4" + RS + "4" + RS + "4"), false, collector);
		assertThat(collector.packets).hasSize(3);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> limited.decode(bytes("4" + RS + "4" + RS + "4" + RS + "4"), false, collector))
			.withMessage("more than 3 packets in a payload");
		assertThat(collector.packets).hasSize(6);
	}

	@Test
	void textPacketsAreSharedNotCopied() throws PayloadException {
		byte[] body = bytes("4a" + RS + "4bc");
		List<String> places = new ArrayList<>();
		this.format.decode(body, false, new PayloadConsumer() {
			@Override
			public boolean text(byte[] data, int offset, int length) {
				assertThat(data).isSameAs(body);
				return places.add(offset + "+" + length);
			}

			@Override
			public boolean binary(byte[] data) {
				return false;
			}
		});
		assertThat(places).containsExactly("0+2", "3+3");
	}

	@Test
	void exceptionsTellNothingOfTheInputAndCostNoStackTrace() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode("bSECRET!"))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty())
			.withMessageNotContaining("SECRET");
	}

	@Test
	void whatIsEncodedIsDecodedAgain() throws PayloadException {
		Random random = new Random(7);
		for (int round = 0; round < 200; round++) {
			List<EngineMessage> messages = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			int count = 1 + random.nextInt(30);
			for (int i = 0; i < count; i++) {
				byte[] data = new byte[random.nextInt(50)];
				random.nextBytes(data);
				if (random.nextBoolean()) {
					messages.add(EngineMessage.binary(data));
					expected.add(Arrays.toString(data));
				}
				else {
					String text = "4" + Base64.getEncoder().encodeToString(data) + "\u00fc\ud83d\ude00";
					messages.add(EngineMessage.text(text));
					expected.add(text);
				}
			}
			Collector collector = new Collector(Integer.MAX_VALUE);
			this.format.decode(this.format.encode(messages).body(), false, collector);
			assertThat(collector.packets).isEqualTo(expected);
		}
	}

	@Test
	void anyBytesAreEitherDecodedCompletelyOrRefused() {
		Random random = new Random(11);
		byte[] alphabet = bytes("4b2\u001e=AQ+/ \u00e9");
		int refused = 0;
		for (int round = 0; round < 2_000; round++) {
			byte[] body = new byte[random.nextInt(12)];
			for (int i = 0; i < body.length; i++) {
				body[i] = alphabet[random.nextInt(alphabet.length)];
			}
			int separators = (int) new String(body, StandardCharsets.ISO_8859_1).chars()
				.filter((c) -> c == 0x1e)
				.count();
			Collector collector = new Collector(Integer.MAX_VALUE);
			try {
				this.format.decode(body, false, collector);
				assertThat(collector.packets).hasSize(separators + 1);
			}
			catch (PayloadException ex) {
				refused++;
				assertThat(collector.packets).hasSizeLessThanOrEqualTo(separators);
			}
		}
		assertThat(refused).isBetween(1, 1_999);
	}

	private String encode(EngineMessage... messages) {
		return new String(this.format.encode(List.of(messages)).body(), StandardCharsets.UTF_8);
	}

	private List<String> decode(String body) throws PayloadException {
		Collector collector = new Collector(Integer.MAX_VALUE);
		this.format.decode(bytes(body), false, collector);
		return collector.packets;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static final class Collector implements PayloadConsumer {

		private final List<String> packets = new ArrayList<>();

		private final int max;

		Collector(int max) {
			this.max = max;
		}

		@Override
		public boolean text(byte[] data, int offset, int length) {
			this.packets.add(new String(data, offset, length, StandardCharsets.UTF_8));
			return this.packets.size() < this.max;
		}

		@Override
		public boolean binary(byte[] data) {
			this.packets.add(Arrays.toString(data));
			return this.packets.size() < this.max;
		}

	}

}
