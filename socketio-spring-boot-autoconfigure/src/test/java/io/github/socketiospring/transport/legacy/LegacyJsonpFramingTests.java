package io.github.socketiospring.transport.legacy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LegacyJsonpFraming}.
 */
class LegacyJsonpFramingTests {

	private final LegacyJsonpFraming framing = new LegacyJsonpFraming("7");

	private static String utf8(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private byte[] unwrap(String body) {
		return this.framing.unwrap(body.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "7", "007", "1234567890" })
	void indexHasUpToTenDigits(String index) {
		assertThat(LegacyJsonpFraming.of(index)).isEqualTo(new LegacyJsonpFraming(index));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "x", "-1", "1.5", " 1", "1 ", "12345678901", "1]", "\u0661", "0x1", "1;alert(1)" })
	void anythingElseIsNoIndex(String index) {
		assertThat(LegacyJsonpFraming.of(index)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			8::                          | io.j[7]("8::");
			5:::{"name":"a\\\\b"}        | io.j[7]("5:::{\\"name\\":\\"a\\\\\\\\b\\"}");
			3:::</script>                | io.j[7]("3:::\\u003c/script>");
			3:::é€😀                     | io.j[7]("3:::\\u00e9\\u20ac\\ud83d\\ude00");
			""")
	void callsTheFunctionOnce(String payload, String script) {
		assertThat(utf8(this.framing.wrap(payload.getBytes(StandardCharsets.UTF_8)))).isEqualTo(script);
	}

	@Test
	void whatEndsALineIsEscaped() {
		byte[] payload = "3:::\n\r\u2028\u2029\u0000\ufffd".getBytes(StandardCharsets.UTF_8);
		assertThat(utf8(this.framing.wrap(payload)))
			.isEqualTo("io.j[7](\"3:::\\u000a\\u000d\\u2028\\u2029\\u0000\\ufffd\");");
	}

	@Test
	void isAScript() {
		assertThat(this.framing.contentType(false)).isEqualTo("text/javascript; charset=UTF-8");
	}

	@Test
	void errorsAreObjects() {
		assertThat(utf8(this.framing.error("a \"b\"</script>\u2028")))
			.isEqualTo("io.j[7](new Error(\"a \\\"b\\\"\\u003c/script>\\u2028\"));");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "d=%225%3A%3A%3A%7B%5C%22name%5C%22%3A%5C%22e%5C%22%7D%22 | 5:::{\"name\":\"e\"}",
					"d=\"8::\" | 8::", "d=%223:::a+b%2Bc%20d%22 | 3:::a b+c d", "x=1&d=%221::%22&y=2 | 1::",
					"d=%22%C3%A9%E2%82%AC%F0%9F%98%80%22 | é€😀", "d=%22%5Cu00e9%5Cud83d%5Cude00%22 | é😀",
					"d=%22a%5Cnb%5C%5Cn%5C%2F%22 | `a\nb\\n/`", "d=+%221::%22+ | 1::", "d=%22%22 | ``",
					"d=%22%EF%BF%BD3%EF%BF%BD1::%22 | \ufffd3\ufffd1::", "d=\"é\" | é" })
	void theFieldHoldsAJsonString(String body, String payload) {
		assertThat(unwrap(body)).isNotNull();
		assertThat(utf8(unwrap(body))).isEqualTo(payload);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "d", "d=", "d", "x=%221::%22", "D=%221::%22", "dd=%221::%22", "1::", "d=1::", "d=1",
			"d=null", "d=true", "d=%7B%7D", "d=%5B%221::%22%5D", "d=%22", "d=%221::", "d=1::%22", "d=%221::%22x",
			"d=%221::%22%222::%22", "d=%22%5Cx%22", "d=%22%5Cud83%22", "d=%22%zz%22", "d=%22%2", "d=%22%",
			"d=%22%-1%22", "d=%22a%0Ab%22", "d=%22a%00b%22", "d=//%221::%22", "d=%22%ff%22", "d=%22%c3%22",
			"d=%22%ed%a0%80%22" })
	void anythingElseIsMalformed(String body) {
		assertThat(unwrap(body)).isNull();
	}

	@Test
	void bytesThatAreNoTextAreMalformed() {
		assertThat(this.framing.unwrap(new byte[] { 'd', '=', '"', (byte) 0xff, '"' })).isNull();
	}

	@Test
	void whatJavaScriptSendsIsRead() {
		Random random = new Random(11);
		for (int round = 0; round < 1_000; round++) {
			String payload = random.ints(random.nextInt(20), 0, 0x3000)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString();
			String body = "d="
					+ URLEncoder.encode(JsonMapper.shared().writeValueAsString(payload), StandardCharsets.UTF_8);
			assertThat(utf8(unwrap(body))).isEqualTo(payload);
		}
	}

	@Test
	void anyBytesAreAPayloadOrMalformed() {
		Random random = new Random(13);
		int malformed = 0;
		int rounds = 5_000;
		for (int round = 0; round < rounds; round++) {
			byte[] body = "d=%223:::a+%5Cu00e9%5C%22%C3%A9%22&x".getBytes(StandardCharsets.US_ASCII);
			for (int i = random.nextInt(3); i > 0; i--) {
				body[random.nextInt(body.length)] = (byte) random.nextInt(256);
			}
			malformed += (this.framing.unwrap(body) == null) ? 1 : 0;
		}
		assertThat(malformed).isBetween(500, rounds - 500);
	}

	/** Internet Explorer 7 takes scripts for something else than UTF-8. */
	@Test
	void scriptsAreOfAsciiAlone() {
		StringBuilder all = new StringBuilder("3:::");
		for (char c = ' '; c < Character.MAX_VALUE; c += 7) {
			all.append(Character.isSurrogate(c) ? 'x' : c);
		}
		byte[] script = this.framing.wrap(all.toString().getBytes(StandardCharsets.UTF_8));
		for (byte each : script) {
			assertThat(each).isBetween((byte) ' ', (byte) '~');
		}
		String literal = utf8(script).replaceFirst("^io\\.j\\[7]\\((.*)\\);$", "$1");
		assertThat(JsonMapper.shared().readValue(literal, String.class)).isEqualTo(all.toString());
		assertThat(utf8(this.framing.error("né"))).isEqualTo("io.j[7](new Error(\"n\\u00e9\"));");
	}

}
