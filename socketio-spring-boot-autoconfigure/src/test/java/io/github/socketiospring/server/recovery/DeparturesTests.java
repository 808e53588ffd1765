package io.github.socketiospring.server.recovery;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Departures}.
 */
class DeparturesTests {

	private final Departures<String> departures = new Departures<>();

	@Test
	void lastUntilHandlersAreDone() {
		assertThat(this.departures.of("id")).isNull();
		Runnable end = this.departures.begin("id", "socket");
		Departures.Departure<String> departure = this.departures.of("id");
		assertThat(departure).isNotNull();
		assertThat(departure.socket()).isEqualTo("socket");
		Mono<Void> done = departure.end();
		StepVerifier.create(done).expectSubscription().then(end).verifyComplete();
		assertThat(this.departures.of("id")).isNull();
		StepVerifier.create(done).verifyComplete();
	}

	@Test
	void aLaterOneIsNotEndedByAnEarlier() {
		Runnable first = this.departures.begin("id", "first");
		Runnable second = this.departures.begin("id", "second");
		first.run();
		assertThat(this.departures.of("id")).isNotNull();
		second.run();
		assertThat(this.departures.of("id")).isNull();
	}

}
