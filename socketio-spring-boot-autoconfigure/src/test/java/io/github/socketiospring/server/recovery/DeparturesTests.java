package io.github.socketiospring.server.recovery;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Departures}.
 */
class DeparturesTests {

	private final Departures departures = new Departures();

	@Test
	void lastUntilHandlersAreDone() {
		assertThat(this.departures.endOf("id")).isNull();
		Runnable end = this.departures.begin("id");
		Mono<Void> done = this.departures.endOf("id");
		assertThat(done).isNotNull();
		StepVerifier.create(done).expectSubscription().then(end).verifyComplete();
		assertThat(this.departures.endOf("id")).isNull();
		StepVerifier.create(done).verifyComplete();
	}

	@Test
	void aLaterOneIsNotEndedByAnEarlier() {
		Runnable first = this.departures.begin("id");
		Runnable second = this.departures.begin("id");
		first.run();
		assertThat(this.departures.endOf("id")).isNotNull();
		second.run();
		assertThat(this.departures.endOf("id")).isNull();
	}

}
