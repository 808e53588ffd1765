package io.github.socketiospring.observation;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventTarget;
import io.github.socketiospring.server.event.EventWatch;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The observation of one call.
 */
class ObservedEventTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ObservationWatcher watcher = new ObservationWatcher(this.registry, null, null);

	private static Publisher<?> call(ObservationWatcher watcher, EventTarget target) throws Throwable {
		Handshake handshake = mock();
		given(handshake.revision()).willReturn(Revision.EIO4);
		Socket socket = mock();
		given(socket.id()).willReturn("socket");
		given(socket.transport()).willReturn("polling");
		given(socket.handshake()).willReturn(handshake);
		EventWatch watch = watcher.namespace("/").event("event");
		assertThat(watch).isNotNull();
		return watch.call(new EventCall(socket, "event", null, (Arguments) null, mock(Ack.class)), target);
	}

	@Test
	void isCurrentWhileTheHandlerIsCalledAndNotAfterwards() throws Throwable {
		assertThat(call(this.watcher, (call) -> {
			assertThat(this.registry.getCurrentObservation()).isNotNull();
			return null;
		})).isNull();
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void isInTheContextOfTheHandlersPublisher() throws Throwable {
		Publisher<?> result = call(this.watcher, (call) -> {
			Observation own = this.registry.getCurrentObservation();
			return Mono
				.deferContextual((context) -> Mono.just(context.<Observation>get("micrometer.observation") == own));
		});
		assertThat(this.registry.getCurrentObservation()).isNull();
		this.registry.assertThat().hasSingleObservationThat().isNotStopped();
		StepVerifier.create(Mono.fromDirect(result).cast(Boolean.class)).expectNext(true).verifyComplete();
		this.registry.assertThat().hasSingleObservationThat().hasBeenStopped();
	}

	@Test
	void endsWithTheLastValue() throws Throwable {
		Publisher<?> result = call(this.watcher, (call) -> Flux.just(1, 2));
		StepVerifier.create(result, 1)
			.expectNextCount(1)
			.then(() -> this.registry.assertThat().hasSingleObservationThat().isNotStopped())
			.thenRequest(1)
			.expectNextCount(1)
			.verifyComplete();
		this.registry.assertThat()
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("outcome", "success")
			.hasBeenStopped();
	}

	@Test
	void tellsThatItWasCancelled() throws Throwable {
		Flux.from(call(this.watcher, (call) -> Mono.never())).subscribe().dispose();
		this.registry.assertThat()
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("outcome", "cancelled")
			.hasBeenStopped();
	}

	@Test
	void changesNothingIfNobodyObserves() throws Throwable {
		Mono<String> result = Mono.just("x");
		ObservationWatcher none = new ObservationWatcher(ObservationRegistry.NOOP, null, null);
		assertThat(call(none, (call) -> result)).isSameAs(result);

		TestObservationRegistry other = TestObservationRegistry.create();
		other.observationConfig().observationPredicate((name, context) -> false);
		assertThat(call(new ObservationWatcher(other, null, null), (call) -> result)).isSameAs(result);
	}

}
