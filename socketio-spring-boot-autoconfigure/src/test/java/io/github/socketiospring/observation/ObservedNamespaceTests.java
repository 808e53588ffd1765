package io.github.socketiospring.observation;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservedNamespace}.
 */
class ObservedNamespaceTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final NamespaceWatch namespace = new ObservationWatcher(this.registry, null, null).namespace("/n");

	private final List<String> events = new ArrayList<>();

	ObservedNamespaceTests() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<SocketIOAckObservationContext>() {

			@Override
			public void onStop(SocketIOAckObservationContext context) {
				ObservedNamespaceTests.this.events.add(context.getEvent());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof SocketIOAckObservationContext;
			}

		});
	}

	private void ask(String event) {
		this.namespace.asked(event, Context.empty()).ended(null);
	}

	/** What an application emits may have the name that a client has sent. */
	@Test
	void thereAreFewNamesOfQuestions() {
		for (int i = 0; i < 1_000; i++) {
			ask("name-" + i);
		}
		ask("name-1");
		assertThat(this.events).hasSize(1_001).endsWith("other", "name-1");
		assertThat(this.events.stream().distinct()).hasSize(ObservedNamespace.MAX_NAMES + 1);
	}

	@Test
	void theyAreShortAndFitForLogs() {
		ask("a\nb" + "x".repeat(100));
		ask("x".repeat(257));
		assertThat(this.events).containsExactly("a?b" + "x".repeat(97) + "…", "other");
	}

	@Test
	void nothingIsKeptIfNobodyWantsToKnow() {
		NamespaceWatch unwatched = new ObservationWatcher(ObservationRegistry.NOOP, null, null).namespace("/n");
		assertThat(unwatched.asked("question", Context.empty())).isSameAs(AckWatch.NONE);
	}

}
