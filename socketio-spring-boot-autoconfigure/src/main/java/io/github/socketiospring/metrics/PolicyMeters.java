package io.github.socketiospring.metrics;

import java.util.EnumMap;
import java.util.Map;

import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.FlashPolicyOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of connections that asked for the Flash socket policy, by outcome. Outcomes
 * that never happened count zero.
 */
public final class PolicyMeters implements FlashPolicyObserver {

	private final Map<FlashPolicyOutcome, Counter> counters = new EnumMap<>(FlashPolicyOutcome.class);

	/**
	 * Creates meters.
	 * @param registry where they are registered
	 */
	public PolicyMeters(MeterRegistry registry) {
		Meters meters = new Meters(registry);
		for (FlashPolicyOutcome outcome : FlashPolicyOutcome.values()) {
			this.counters.put(outcome, meters.counter(SocketIOMeter.POLICY_CONNECTIONS, outcome.name()));
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
