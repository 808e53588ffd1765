package io.github.socketiospring.transport.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.SimpleHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.handler.DefaultWebFilterChain;
import org.springframework.web.server.handler.FilteringWebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnginePathFilter}: a shortcut that leaves nothing out.
 */
class EnginePathFilterTests {

	private final List<String> seen = new ArrayList<>();

	private final EnginePathMapping one = new EnginePathMapping(
			new EnginePaths("/one", true, (exchange) -> saw("one"), Map.of(), Map.of()));

	private final EnginePathMapping two = new EnginePathMapping(new EnginePaths("/two", true, (exchange) -> saw("two"),
			Map.of("1", (exchange) -> saw("legacy")), Map.of("client.js", (exchange) -> saw("file"))));

	private final EnginePathFilter filter = new EnginePathFilter(List.of(this.one, this.two));

	private final DispatcherHandler dispatcher = dispatcher(this.one, this.two);

	private Mono<Void> saw(String what) {
		return Mono.fromRunnable(() -> this.seen.add(what));
	}

	private WebFilter other(String name) {
		return (exchange, chain) -> saw(name).then(chain.filter(exchange));
	}

	/** What goes its way is seen to be dispatched. */
	private DispatcherHandler dispatcher(HandlerMapping... mappings) {
		StaticApplicationContext context = new StaticApplicationContext();
		for (int i = 0; i < mappings.length; i++) {
			context.getBeanFactory().registerSingleton("mapping" + i, mappings[i]);
		}
		context.getBeanFactory().registerSingleton("rest", application(Ordered.LOWEST_PRECEDENCE, "/**", "rest"));
		context.getBeanFactory().registerSingleton("adapter", new SimpleHandlerAdapter() {

			@Override
			public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
				return saw("dispatched").then(super.handle(exchange, handler));
			}

		});
		context.refresh();
		return new DispatcherHandler(context);
	}

	private SimpleUrlHandlerMapping application(int order, String path, String name) {
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(
				Map.of(path, (WebHandler) (exchange) -> saw(name)), order);
		mapping.setApplicationContext(new StaticApplicationContext());
		return mapping;
	}

	private static MockServerHttpRequest.BaseBuilder<?> preflight(String path) {
		return MockServerHttpRequest.method(HttpMethod.OPTIONS, path)
			.header("Origin", "https://page.example")
			.header("Access-Control-Request-Method", "POST");
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
	void theMappingDoesTheSame() {
		for (String path : List.of("/one/?EIO=4", "/two/", "/two/1/", "/two/client.js", "/onetwo/", "/one", "/")) {
			List<String> direct = new ArrayList<>(passes(path, this.dispatcher, this.filter));
			List<String> mapped = new ArrayList<>(passes(path, this.dispatcher));
			assertThat(mapped).as(path).hasSize(2).startsWith("dispatched").endsWith(direct.get(direct.size() - 1));
			direct = new ArrayList<>(passes(preflight(path), this.dispatcher, this.filter));
			assertThat(passes(preflight(path), this.dispatcher)).as("preflight of %s", path).isEqualTo(direct);
		}
		assertThat(passes(preflight("/one/"), this.dispatcher)).containsExactly("one");
	}

	@Test
	void theRestIsTheApplications() {
		assertThat(passes("/", this.dispatcher, other("a"), this.filter)).containsExactly("a", "dispatched", "rest");
		assertThat(passes("/one", this.dispatcher, this.filter)).containsExactly("dispatched", "rest");
	}

	@Test
	void noFilterBehindItIsLeftOut() {
		assertThat(passes("/one/", this.dispatcher, this.filter, other("late"))).containsExactly("late", "dispatched",
				"one");
	}

	@Test
	void noMappingBeforeTheEnginesIsLeftOut() {
		DispatcherHandler guarded = dispatcher(application(-3, "/one/client.js", "own file"), this.one, this.two);
		assertThat(passes("/one/client.js", guarded, this.filter)).containsExactly("dispatched", "own file");
		assertThat(passes("/one/", guarded, this.filter)).containsExactly("dispatched", "one");
	}

	@Test
	void whatElseStandsAtTheEndIsNotLeftOut() {
		assertThat(passes("/one/", (exchange) -> saw("another"), this.filter)).containsExactly("another");
		DispatcherHandler own = new DispatcherHandler() {

			@Override
			public Mono<Void> handle(ServerWebExchange exchange) {
				return saw("own");
			}

		};
		assertThat(passes("/one/", own, this.filter)).containsExactly("own");
		assertThat(filtered((exchange) -> saw("chain"))).containsExactly("chain");
		assertThat(filtered(new DefaultWebFilterChain(this.dispatcher, List.of()))).containsExactly("dispatched",
				"one");
	}

	private List<String> filtered(WebFilterChain chain) {
		this.seen.clear();
		this.filter.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/one/")), chain).block();
		return this.seen;
	}

}
