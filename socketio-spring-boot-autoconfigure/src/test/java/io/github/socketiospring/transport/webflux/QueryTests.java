package io.github.socketiospring.transport.webflux;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Query}.
 */
class QueryTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "/?", "/?EIO=4&transport=polling&t=abc&sid=x-_Y9", "/?a", "/?a=", "/?a=1&a=2&b",
			"/?&&a=1&", "/?=a", "/?=", "/?==a=b", "/?a==b", "/?a=b=c", "/?a=&=&b=1", "/?t%20oken=a+b%2B%26%3D",
			"/?%E2%82%AC=%f0%9f%98%80", "/?a+b=c+d", "/?a&b&a", "/?j=0&b64=1" })
	void isWhatSpringMakesOfIt(String address) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.GET, URI.create(address)));
		assertThat(Query.of(exchange)).isEqualTo(exchange.getRequest().getQueryParams());
		assertThat(Query.of(exchange)).isSameAs(Query.of(exchange));
	}

}
