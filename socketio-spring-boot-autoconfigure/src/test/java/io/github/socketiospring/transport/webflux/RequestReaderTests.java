package io.github.socketiospring.transport.webflux;

import java.util.List;

import io.github.socketiospring.engine.EngineRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of a request's Reactor context is kept.
 */
class RequestReaderTests {

	private static final String OBSERVATION = "micrometer.observation";

	private static ContextView kept(Context context) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("http://localhost/socket.io/?EIO=4"));
		EngineRequest request = new RequestReader(RequestContext.UNCHANGED, ExchangeValues.NONE).read(exchange)
			.contextWrite(context)
			.block();
		assertThat(request).isNotNull();
		return request.context();
	}

	@Test
	void anObservationThatObservesNothingIsDropped() {
		assertThat(kept(Context.of(OBSERVATION, Observation.NOOP)).isEmpty()).isTrue();
		Observation none = Observation.createNotStarted("http", ObservationRegistry.NOOP);
		assertThat(kept(Context.of(OBSERVATION, none)).isEmpty()).isTrue();
		ContextView context = kept(Context.of(OBSERVATION, Observation.NOOP, "user", "ada"));
		assertThat(context.size()).isOne();
		assertThat(context.<String>get("user")).isEqualTo("ada");
	}

	@Test
	void anotherObservationIsKept() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		Observation observation = Observation.start("http", registry);
		assertThat(kept(Context.of(OBSERVATION, observation)).<Observation>get(OBSERVATION)).isSameAs(observation);
	}

	@Test
	void anEmptyContextIsKept() {
		assertThat(kept(Context.empty()).isEmpty()).isTrue();
	}

	@Test
	void severalDecideOneAfterAnother() {
		RequestContext all = RequestContext
			.all(List.of((exchange, context) -> Mono.just(Context.of(context).put("a", 1)),
					(exchange, context) -> Mono.just(Context.of(context).put("b", context.<Integer>get("a") + 1))));
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		assertThat(all.of(exchange, Context.empty()).map((context) -> context.<Integer>get("b")).block()).isEqualTo(2);
		assertThat(RequestContext.all(List.of())).isSameAs(RequestContext.UNCHANGED);
	}

}
