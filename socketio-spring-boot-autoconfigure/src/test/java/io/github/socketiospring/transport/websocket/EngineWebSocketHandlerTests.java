package io.github.socketiospring.transport.websocket;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineWebSocketHandler}.
 */
class EngineWebSocketHandlerTests {

	private static final WebSocketOptions OPTIONS = new WebSocketOptions(1000, 4, 60, null);

	/** Scripts may name an origin, and some call themselves what they are. */
	@ParameterizedTest
	@CsvSource({ "http://localhost, Mozilla/5.0 (X11; Linux x86_64; rv:128.0), true", "http://localhost,, false",
			"http://localhost, node, false", ", Mozilla/5.0 (X11; Linux x86_64; rv:128.0), false", ",, false" })
	void pagesInBrowsersNameTheirOriginAndTheirAncestor(@Nullable String origin, @Nullable String userAgent,
			boolean browser) {
		HttpHeaders headers = new HttpHeaders();
		headers.setOrigin(origin);
		headers.set(HttpHeaders.USER_AGENT, userAgent);
		EngineWebSocketHandler handler = new EngineWebSocketHandler(OPTIONS, headers, false, (connection) -> {
		});
		assertThat(handler.isBrowser()).isEqualTo(browser);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false,
			value = { "a|a", "a,b|a", "a ,b|a", " a\t , b|a" })
	void theNameOfASubprotocolHasNoBlanksAround(String offered, String name) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(EngineWebSocketHandler.PROTOCOLS, offered);
		EngineWebSocketHandler handler = new EngineWebSocketHandler(OPTIONS, headers, false, (connection) -> {
		});
		assertThat(handler.getSubProtocols()).containsExactly(name);
	}

}
