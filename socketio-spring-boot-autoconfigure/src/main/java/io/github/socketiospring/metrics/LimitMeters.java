package io.github.socketiospring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;

/**
 * Counts how often limits are reached. There are as many as there are properties for
 * them.
 */
final class LimitMeters {

	private final Meters meters;

	private final Map<String, Counter> counters = new ConcurrentHashMap<>();

	LimitMeters(Meters meters) {
		this.meters = meters;
	}

	void reached(String limit) {
		this.counters.computeIfAbsent(limit, (name) -> this.meters.counter(SocketIOMeter.LIMITS, name)).increment();
	}

}
