package io.github.socketiospring.transport.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.handler.FilteringWebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnginePathFilter}: a shortcut that leaves nothing out.
 */
class EnginePathFilterTests {

	private final List<String> seen = new ArrayList<>();

	private final DispatcherHandler dispatcher = new DispatcherHandler() {

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			return saw("dispatcher");
		}

	};

	private EnginePathFilter filter;

	@BeforeEach
	void create() {
		this.filter = new EnginePathFilter(
				List.of(new EnginePathMapping("/one", (exchange) -> saw("one"), null, Map.of()),
						new EnginePathMapping("/two", (exchange) -> saw("two"), (exchange) -> saw("legacy"),
								Map.of("client.js", (exchange) -> saw("file")))));
	}

	private Mono<Void> saw(String what) {
		return Mono.fromRunnable(() -> this.seen.add(what));
	}

	private WebFilter other(String name) {
		return (exchange, chain) -> saw(name).then(chain.filter(exchange));
	}

	private List<String> passes(String path, WebHandler target, WebFilter... filters) {
		return passes(MockServerHttpRequest.get(path), target, filters);
	}

	private List<String> passes(MockServerHttpRequest.BaseBuilder<?> request, WebHandler target, WebFilter... filters) {
		this.seen.clear();
		new FilteringWebHandler(target, List.of(filters)).handle(MockServerWebExchange.from(request)).block();
		return this.seen;
	}

	@Test
	void theLastFilterCallsTheHandler() {
		assertThat(passes("/one/?EIO=4", this.dispatcher, this.filter)).containsExactly("one");
		assertThat(passes("/two/", this.dispatcher, other("a"), other("b"), this.filter)).containsExactly("a", "b",
				"two");
		assertThat(passes("/two/1/", this.dispatcher, this.filter)).containsExactly("legacy");
		assertThat(passes("/two/client.js", this.dispatcher, this.filter)).containsExactly("file");
	}

	@Test
	void preflightsGoTheSameWay() {
		MockServerHttpRequest.BaseBuilder<?> preflight = MockServerHttpRequest.method(HttpMethod.OPTIONS, "/one/")
			.header("Origin", "https://page.example")
			.header("Access-Control-Request-Method", "POST");
		assertThat(passes(preflight, this.dispatcher, this.filter)).containsExactly("one");
	}

	@Test
	void theRestIsTheApplications() {
		assertThat(passes("/", this.dispatcher, other("a"), this.filter)).containsExactly("a", "dispatcher");
		assertThat(passes("/one", this.dispatcher, this.filter)).containsExactly("dispatcher");
	}

	@Test
	void nothingBehindItIsLeftOut() {
		assertThat(passes("/one/", this.dispatcher, this.filter, other("late"))).containsExactly("late", "dispatcher");
		assertThat(passes("/one/", (exchange) -> saw("another"), this.filter)).containsExactly("another");
		this.filter.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/one/")), (exchange) -> saw("chain"))
			.block();
		assertThat(this.seen).containsExactly("another", "chain");
	}

}
