package io.github.socketiospring.autoconfigure;

import java.util.EnumMap;
import java.util.Map;

import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.FlashPolicyOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts connections that asked for the Flash socket policy, by outcome. Outcomes that
 * never happened count zero.
 */
final class PolicyMetrics implements FlashPolicyObserver {

	private static final String NAME = "socketio.policy.connections";

	private final Map<FlashPolicyOutcome, Counter> counters = new EnumMap<>(FlashPolicyOutcome.class);

	PolicyMetrics(MeterRegistry registry) {
		for (FlashPolicyOutcome outcome : FlashPolicyOutcome.values()) {
			Counter counter = Counter.builder(NAME)
				.description("Connections that asked for the Flash socket policy, by how they went")
				.tag("outcome", outcome.name())
				.register(registry);
			this.counters.put(outcome, counter);
		}
	}

	@Override
	public void ended(FlashPolicyOutcome outcome) {
		Counter counter = this.counters.get(outcome);
		if (counter != null) {
			counter.increment();
		}
	}

}
