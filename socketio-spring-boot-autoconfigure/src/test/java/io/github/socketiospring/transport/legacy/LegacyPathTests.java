package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.engine.legacy.LegacyTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LegacyPath}.
 */
class LegacyPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "1", "1/" })
	void handshake(String rest) {
		LegacyPath path = LegacyPath.parse(rest);
		assertThat(path).isNotNull();
		assertThat(path.isHandshake()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1/xhr-polling/abc, xhr-polling, abc, XHR_POLLING", "1/websocket/abc/, websocket, abc, WEBSOCKET",
			"1/xhr-multipart/__proto__, xhr-multipart, __proto__, XHR_MULTIPART", "1//abc, '', abc,",
			"1//abc/, '', abc,", "1/XHR-POLLING/abc, XHR-POLLING, abc,", "1/polling/abc, polling, abc,",
			"1/xhr_polling/a:b, xhr_polling, a:b,", "1/htmlfile/%2e%2e, htmlfile, %2e%2e, HTMLFILE" })
	void session(String rest, String transport, String sid, LegacyTransport type) {
		LegacyPath path = LegacyPath.parse(rest);
		assertThat(path).isEqualTo(new LegacyPath(transport, sid));
		assertThat(path.isHandshake()).isFalse();
		assertThat(path.type()).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1//", "1///", "1////", "1/xhr-polling", "1/xhr-polling/", "1/xhr-polling//",
			"1/xhr-polling/abc//", "1/xhr-polling/abc/x", "1/a/b/c/d/e/f", "1//abc//" })
	void tooFewOrTooManyParts(String rest) {
		assertThat(LegacyPath.parse(rest)).isNull();
	}

}
