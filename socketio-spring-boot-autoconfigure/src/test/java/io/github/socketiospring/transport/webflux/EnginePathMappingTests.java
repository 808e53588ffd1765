package io.github.socketiospring.transport.webflux;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnginePathMapping}.
 */
class EnginePathMappingTests {

	private final WebHandler engine = (exchange) -> Mono.empty();

	private final WebHandler legacy = (exchange) -> Mono.empty();

	private final WebHandler file = (exchange) -> Mono.empty();

	private final EnginePathMapping mapping = mapping(true);

	private EnginePathMapping mapping(boolean addTrailingSlash) {
		return new EnginePathMapping(new EnginePaths("/socket.io", addTrailingSlash, this.engine,
				Map.of("1", this.legacy), Map.of("socket.io.js", this.file)));
	}

	private WebHandler find(String rest) {
		return find(this.mapping, "/socket.io/" + rest);
	}

	private static WebHandler find(EnginePathMapping mapping, String path) {
		// As it is: a template would lose double slashes.
		MockServerHttpRequest request = MockServerHttpRequest.method(HttpMethod.GET, URI.create(path)).build();
		return mapping.find(MockServerWebExchange.from(request));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "1/", "1/x", "1//abc", "1/xhr-polling/abc/", "1/a/b/c/d/e" })
	void belongsToSection(String rest) {
		assertThat(find(rest)).isSameAs(this.legacy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/1", "10", "1x", "2/", "0/", "x/1/", "1.js", "01/", "socket.io.js/" })
	void belongsToEngine(String rest) {
		assertThat(find(rest)).isSameAs(this.engine);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io", "/socket.io?EIO=4", "/socket.io/", "/socket.io/x" })
	void thePathAloneIsTheEnginesWithoutTheSlash(String path) {
		assertThat(find(mapping(false), path)).isSameAs(this.engine);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.iox", "/socket.i", "/socket", "/", "/x/socket.io" })
	void otherPathsAreNeverTheEngines(String path) {
		assertThat(find(mapping(false), path)).isNull();
		assertThat(find(mapping(true), path)).isNull();
	}

	@Test
	void thePathAloneIsNotTheEnginesWithTheSlash() {
		assertThat(find(this.mapping, "/socket.io")).isNull();
	}

	@Test
	void theOtherHandlersStayWithoutTheSlash() {
		assertThat(find(mapping(false), "/socket.io/1/")).isSameAs(this.legacy);
		assertThat(find(mapping(false), "/socket.io/socket.io.js")).isSameAs(this.file);
	}

	@ParameterizedTest
	@ValueSource(strings = "socket.io.js")
	void belongsToFile(String rest) {
		assertThat(find(rest)).isSameAs(this.file);
	}

}
