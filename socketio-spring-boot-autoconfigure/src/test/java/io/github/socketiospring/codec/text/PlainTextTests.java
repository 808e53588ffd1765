package io.github.socketiospring.codec.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainText}.
 */
class PlainTextTests {

	/** Where sequences begin to be valid, or cease to be. */
	private static final int[] EDGES = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
			0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff };

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
		.onMalformedInput(CodingErrorAction.REPORT)
		.onUnmappableCharacter(CodingErrorAction.REPORT);

	private final CharBuffer characters = CharBuffer.allocate(256);

	private boolean isUtf8(byte[] data, int offset, int length) {
		this.characters.clear();
		return !this.decoder.reset().decode(ByteBuffer.wrap(data, offset, length), this.characters, true).isError();
	}

	private void assertSame(byte[] data, int offset, int length) {
		boolean expected = isUtf8(data, offset, length);
		if (PlainText.isUtf8(data, offset, length) != expected) {
			assertThat(PlainText.isUtf8(data, offset, length))
				.as("%s", Arrays.toString(Arrays.copyOfRange(data, offset, offset + length)))
				.isEqualTo(expected);
		}
	}

	@Test
	void everySequenceOfThreeBytes() {
		byte[] data = new byte[3];
		for (int bits = 0; bits < 1 << 24; bits++) {
			data[0] = (byte) (bits >> 16);
			data[1] = (byte) (bits >> 8);
			data[2] = (byte) bits;
			assertSame(data, 0, 3);
		}
	}

	@Test
	void everySequenceOfTwoBytesAnywhere() {
		byte[] data = new byte[20];
		Arrays.fill(data, (byte) 'a');
		for (int bits = 0; bits < 1 << 16; bits++) {
			for (int i = 0; i < 18; i++) {
				data[i] = (byte) (bits >> 8);
				data[i + 1] = (byte) bits;
				assertSame(data, 0, data.length);
				assertSame(data, i, 2);
				assertSame(data, i, 1);
				assertSame(data, 0, i + 1);
				data[i] = 'a';
				data[i + 1] = 'a';
			}
		}
	}

	@Test
	void edgesOfFourBytesAnywhere() {
		byte[] data = new byte[21];
		Arrays.fill(data, (byte) 'a');
		for (int first : EDGES) {
			for (int second : EDGES) {
				for (int third : EDGES) {
					for (int i = 0; i < 17; i++) {
						data[i] = (byte) first;
						data[i + 1] = (byte) second;
						data[i + 2] = (byte) third;
						for (int fourth : EDGES) {
							data[i + 3] = (byte) fourth;
							assertSame(data, i % 3, data.length - i % 3);
						}
						assertSame(data, 0, i + 3);
						Arrays.fill(data, i, i + 4, (byte) 'a');
					}
				}
			}
		}
	}

	@Test
	void randomTextWithAFault() {
		Random random = new Random(3629);
		for (int round = 0; round < 20_000; round++) {
			int[] codePoints = new int[random.nextInt(30)];
			for (int i = 0; i < codePoints.length; i++) {
				do {
					codePoints[i] = random.nextInt(1 << (1 + random.nextInt(21)));
				}
				while (codePoints[i] > Character.MAX_CODE_POINT || (codePoints[i] >> 11) == 0x1b);
			}
			byte[] data = new String(codePoints, 0, codePoints.length).getBytes(StandardCharsets.UTF_8);
			assertThat(PlainText.isUtf8(data, 0, data.length)).isTrue();
			if (data.length > 0) {
				data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
				assertSame(data, 0, data.length);
				int offset = random.nextInt(data.length);
				assertSame(data, offset, random.nextInt(data.length - offset + 1));
			}
		}
	}

	@Test
	void theEndOfPlainText() {
		byte[] data = new byte[20];
		for (int first = 0; first < 256; first++) {
			for (int second = 0; second < 256; second++) {
				for (int i = 0; i < 19; i++) {
					Arrays.fill(data, (byte) "a \u007f!#[]".charAt(i % 7));
					data[i] = (byte) first;
					data[i + 1] = (byte) second;
					for (int end : new int[] { i, i + 1, data.length }) {
						int start = i % 5;
						int expected = endOfPlain(data, Math.min(start, end), end);
						int actual = PlainText.endOfPlain(data, Math.min(start, end), end);
						if (actual != expected) {
							assertThat(actual).as("%s", Arrays.toString(data)).isEqualTo(expected);
						}
					}
				}
			}
		}
	}

	private static int endOfPlain(byte[] data, int start, int end) {
		for (int i = start; i < end; i++) {
			int c = data[i] & 0xff;
			if (c < 0x20 || c > 0x7f || c == '"' || c == '\\') {
				return i;
			}
		}
		return end;
	}

	/** Close to what must be found, where a borrow could deceive. */
	@ParameterizedTest
	@ValueSource(strings = { "?", ">?@", "!\"#", "[\\]", "\u001f !", "\u007f\u0080", "?\u20ac", "?\ud83d\ude00",
			"?\ud83d", "a?\u00ff\u0100", "abcdefg?" })
	void textThatCanBeCopied(String characters) {
		Random random = new Random(characters.hashCode());
		int plain = 0;
		for (int round = 0; round < 20_000; round++) {
			StringBuilder text = new StringBuilder("a".repeat(random.nextInt(20)));
			for (int i = random.nextInt(4); i > 0; i--) {
				text.insert(random.nextInt(text.length() + 1), characters.charAt(random.nextInt(characters.length())));
			}
			boolean expected = text.chars().allMatch((c) -> c >= 0x20 && c < 0x80 && c != '"' && c != '\\');
			byte[] latin1 = text.toString().getBytes(StandardCharsets.ISO_8859_1);
			assertThat(PlainText.isPlain(text.toString(), latin1)).as("%s", text).isEqualTo(expected);
			plain += expected ? 1 : 0;
		}
		assertThat(plain).isPositive();
	}

}
