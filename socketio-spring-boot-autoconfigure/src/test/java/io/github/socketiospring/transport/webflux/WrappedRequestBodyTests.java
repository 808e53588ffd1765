package io.github.socketiospring.transport.webflux;

import io.github.socketiospring.testkit.TestServer;

import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.WebFilter;

/**
 * The same where a filter has wrapped the request, so that bodies are Spring's.
 */
class WrappedRequestBodyTests extends RequestBodyTests {

	@Override
	void configure(TestServer.Builder builder) {
		builder.bean(WebFilter.class, (exchange, chain) -> chain
			.filter(exchange.mutate().request(new ServerHttpRequestDecorator(exchange.getRequest())).build()));
	}

}
