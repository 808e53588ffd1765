package io.github.socketiospring.codec.legacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.github.socketiospring.codec.engineio.EncodedPayload;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadConsumer;
import io.github.socketiospring.codec.engineio.PayloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LegacyPayloadFormat}; in the tables, # stands for U+FFFD.
 */
class LegacyPayloadFormatTests {

	private final LegacyPayloadFormat format = new LegacyPayloadFormat(10);

	private String encode(String... packets) {
		EncodedPayload payload = this.format.encode(Stream.of(packets).map(EngineMessage::text).toList());
		assertThat(payload.binary()).isFalse();
		return new String(payload.body(), StandardCharsets.UTF_8);
	}

	private List<String> decode(String body) throws PayloadException {
		List<String> packets = new ArrayList<>();
		this.format.decode(body.getBytes(StandardCharsets.UTF_8), false, new Collector(packets));
		return packets;
	}

	private static String marked(String text) {
		return text.replace('#', '\ufffd');
	}

	@ParameterizedTest
	@ValueSource(strings = { "1::", "3:::\u20ac\ud83d\ude00", "3:::a\ufffdb", "3:::\ufffd3\ufffd1::", "x" })
	void onePacketIsSentAsItIs(String packet) throws Exception {
		assertThat(encode(packet)).isEqualTo(packet);
		assertThat(decode(packet)).containsExactly(packet);
	}

	@ParameterizedTest
	@CsvSource({ "1::, #3#1::", "3:::\u00e9, #5#3:::\u00e9", "3:::\u20ac, #5#3:::\u20ac",
			"3:::\ud83d\ude00!, #7#3:::\ud83d\ude00!", "3:::123456, #10#3:::123456", "3:::a#b, #7#3:::a#b",
			"3:::#3#1::, #10#3:::#3#1::" })
	void severalHaveLengthsInUtf16Units(String packet, String framed) throws Exception {
		assertThat(encode(marked(packet), "8::", marked(packet))).isEqualTo(marked(framed + "#3#8::" + framed));
		assertThat(decode(marked(framed + "#3#8::" + framed))).containsExactly(marked(packet), "8::", marked(packet));
	}

	@Test
	void aFrameMayHoldOnePacket() throws Exception {
		assertThat(decode(marked("#3#1::"))).containsExactly("1::");
		assertThat(decode(marked("#0003#1::"))).containsExactly("1::");
	}

	@Test
	void nothingHoldsNoPacket() throws Exception {
		assertThat(decode("")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "##", "#3", "#3#", "##1::", "#0#", "#0#1::", "#0##3#1::", "#00#1::", "#2#1::",
			"#4#1::", "#3#1::x", "#3#1::#", "#3#1::#3", "#3#1::#3#", "#3#1::#4#1::", "#3#1::1::", "#-3#1::", "#+3#1::",
			"# 3#1::", "#3 #1::", "#3.0#1::", "#0x3#1::", "#\u0663#1::", "#3\u0663#1::", "#99999999999999999999#1::",
			"#2147483647#1::", "#4294967299#1::", "#18446744073709551619#1::", "#1#\ud83d\ude00", "#3#\ud83d\ude00",
			"#3#x\ud83d\ude00x", "#2#\u20ac", "#3#\u20ac", "a#3#1::#", "#3:1::" })
	void lyingLengthsAreRefused(String body) throws Exception {
		if (body.startsWith("#")) {
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(marked(body)));
		}
		else {
			assertThat(decode(marked(body))).containsExactly(marked(body));
		}
	}

	@Test
	void partOfAMarkIsNoMark() throws Exception {
		for (int length = 1; length < 3; length++) {
			byte[] body = new byte[length];
			body[0] = (byte) 0xef;
			body[length - 1] = (length == 2) ? (byte) 0xbf : body[0];
			List<String> packets = new ArrayList<>();
			this.format.decode(body, false, new Collector(packets));
			assertThat(packets).hasSize(1);
		}
	}

	@Test
	void packetsBeforeABrokenOneAreTaken() {
		List<String> packets = new ArrayList<>();
		byte[] body = marked("#3#1::#3#8::#9#5::").getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.format.decode(body, false, new Collector(packets)));
		assertThat(packets).containsExactly("1::", "8::");
	}

	@Test
	void thereAreNotTooManyPackets() throws Exception {
		assertThat(decode(marked("#1#x".repeat(10)))).hasSize(10);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> decode(marked("#1#x".repeat(11))))
			.withMessage("more than 10 packets in a payload");
	}

	@Test
	void theConsumerCanStop() throws Exception {
		List<String> packets = new ArrayList<>();
		byte[] body = marked("#3#1::#3#8::#3#5::#lies").getBytes(StandardCharsets.UTF_8);
		this.format.decode(body, false, new Collector(packets) {
			@Override
			public boolean text(byte[] data, int offset, int length) {
				super.text(data, offset, length);
				return packets.size() < 2;
			}
		});
		assertThat(packets).containsExactly("1::", "8::");
	}

	@Test
	void bodiesAreText() {
		assertThat(this.format.acceptsBinaryBodies()).isFalse();
	}

	@Test
	void whatIsEncodedIsDecoded() throws Exception {
		Random random = new Random(5);
		String[] parts = { "a", ":", "\u00e9", "\u20ac", "\ufffd", "\ud83d\ude00", "3", "\u0000", "\udbff\udfff" };
		for (int round = 0; round < 2_000; round++) {
			String[] packets = new String[2 + random.nextInt(8)];
			for (int i = 0; i < packets.length; i++) {
				StringBuilder packet = new StringBuilder("3:::");
				for (int j = random.nextInt(12); j > 0; j--) {
					packet.append(parts[random.nextInt(parts.length)]);
				}
				packets[i] = packet.toString();
			}
			assertThat(decode(encode(packets))).containsExactly(packets);
		}
	}

	@Test
	void anyBytesArePacketsOrAnError() {
		Random random = new Random(7);
		byte[] alphabet = "#0123:".getBytes(StandardCharsets.US_ASCII);
		int refused = 0;
		int rounds = 20_000;
		for (int round = 0; round < rounds; round++) {
			StringBuilder text = new StringBuilder("#3#1::#2#\u20ac!");
			for (int i = random.nextInt(3); i > 0; i--) {
				text.setCharAt(random.nextInt(text.length()), (char) alphabet[random.nextInt(alphabet.length)]);
			}
			byte[] body = marked(text.toString()).getBytes(StandardCharsets.UTF_8);
			if (random.nextInt(5) == 0) {
				body[random.nextInt(body.length)] = (byte) random.nextInt(256);
			}
			List<String> packets = new ArrayList<>();
			try {
				this.format.decode(body, false, new Collector(packets));
				assertThat(packets).isNotEmpty();
			}
			catch (PayloadException ex) {
				refused++;
			}
		}
		assertThat(refused).isBetween(1_000, rounds - 1_000);
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
			throw new AssertionError("not of this protocol");
		}

	}

}
