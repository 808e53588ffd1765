package io.github.socketiospring.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;

/**
 * Counts how often limits are reached. There are as many as there are properties for
 * them, from the start: Prometheus sees no increase in a counter that appears with its
 * first value.
 */
final class LimitMeters {

	/** The order of the documentation. */
	private static final List<String> NAMES = List.of("max-sessions", "max-sessions-per-address",
			"max-connections-per-user", "rate-limits.per-socket", "rate-limits.per-address", "rate-limits.per-event",
			"max-namespaces-per-connection", "max-child-namespaces", "max-http-buffer-size", "max-attachments",
			"max-packets-per-payload", "max-name-length", "max-json-depth", "max-number-length", "max-fragments",
			"max-pending-pongs", "max-pending-events", "max-buffered-bytes", "max-pending-acks", "max-rooms-per-socket",
			"max-jobs-per-socket");

	private final Meters meters;

	private final Map<String, Counter> counters = new ConcurrentHashMap<>();

	LimitMeters(Meters meters) {
		this.meters = meters;
		NAMES.forEach(this::counter);
	}

	void reached(String limit) {
		counter(limit).increment();
	}

	private Counter counter(String limit) {
		return this.counters.computeIfAbsent(limit, (name) -> this.meters.counter(SocketIOMeter.LIMITS, name));
	}

}
