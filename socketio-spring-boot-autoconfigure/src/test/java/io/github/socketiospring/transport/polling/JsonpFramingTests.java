package io.github.socketiospring.transport.polling;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonpFraming}.
 */
class JsonpFramingTests {

	private static byte[] unwrap(String body) {
		return new JsonpFraming("0").unwrap(body.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource({ "d=4x, 4x", "x=1&d=4a+b%2B&y, 4a b+", "d=%C3%A9\u00e9%F0%9F%98%80, \u00e9\u00e9\ud83d\ude00",
			"d=, ''" })
	void theFieldHoldsThePayload(String body, String payload) {
		assertThat(unwrap(body)).asString(StandardCharsets.UTF_8).isEqualTo(payload);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "4x", "d", "x=4", "d=%zz", "d=%", "d=%ff", "d=4%c3", "d=%ed%a0%80" })
	void anythingElseIsMalformed(String body) {
		assertThat(unwrap(body)).isNull();
	}

}
