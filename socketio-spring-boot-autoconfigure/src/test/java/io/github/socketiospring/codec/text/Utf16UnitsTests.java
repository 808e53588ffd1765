package io.github.socketiospring.codec.text;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf16Units}.
 */
class Utf16UnitsTests {

	private static final String MIXED = "a\u007f\u0080\u00e9\u07ff\u0800\u20ac\ufffd\uffff\ud800\udc00\ud83d\ude00\udbff\udfffz";

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "\u0000", "\u00e9", "\u07ff\u0800", "\u20ac", "\uffff", "\ud800\udc00",
			"\udbff\udfff", MIXED })
	void countsWhatJavaAndJavaScriptCount(String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		assertThat(Utf16Units.count(utf8, 0, utf8.length)).isEqualTo(text.length());
	}

	@Test
	void findsTheEndOfEveryPrefix() {
		byte[] utf8 = ("\u20ac" + MIXED).getBytes(StandardCharsets.UTF_8);
		for (int units = 0; units <= MIXED.length(); units++) {
			boolean half = units > 0 && Character.isHighSurrogate(MIXED.charAt(units - 1));
			int end = 3 + MIXED.substring(0, units).getBytes(StandardCharsets.UTF_8).length;
			assertThat(Utf16Units.end(utf8, 3, units)).isEqualTo(half ? -1 : end);
			if (!half) {
				assertThat(Utf16Units.count(utf8, 3, end)).isEqualTo(units);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "abc, 4, -1", "abc, 3, 3", "abc, 0, 0", "'', 0, 0", "'', 1, -1", "\ud83d\ude00, 1, -1",
			"\ud83d\ude00, 2, 4", "\ud83d\ude00, 3, -1", "\u20ac, 1, 3", "\u20ac, 2, -1", "abc, 2147483647, -1" })
	void tellsWhenThereIsNoSuchEnd(String text, int units, int end) {
		assertThat(Utf16Units.end(text.getBytes(StandardCharsets.UTF_8), 0, units)).isEqualTo(end);
	}

}
