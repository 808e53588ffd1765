package io.github.socketiospring.server.limit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How many events clients may send. Immutable.
 *
 * @param perSocket all events of one socket, {@code null} for no limit
 * @param perAddress all events of all sockets of one client address, {@code null} for no
 * limit
 * @param perEvent single events of one socket
 */
public record RateLimits(@Nullable Rate perSocket, @Nullable Rate perAddress, List<OfEvent> perEvent) {

	/** There are none. */
	public static final RateLimits NONE = new RateLimits(null, null, List.of());

	public RateLimits {
		perEvent = List.copyOf(perEvent);
	}

	/**
	 * A limit of one event.
	 *
	 * @param namespace the name of a namespace or of a family, {@code null} for all
	 * @param event the name of the event
	 * @param rate how often each socket may send it
	 */
	public record OfEvent(@Nullable String namespace, String event, Rate rate) {
	}

	/**
	 * Returns the limits of single events in a namespace. One of the namespace goes
	 * before one of its family, and that before one of all namespaces.
	 * @param namespace its name
	 * @param family the name of its family, that of the namespace if it has none
	 * @return the rates by the names of their events
	 */
	public Map<String, Rate> of(String namespace, String family) {
		Map<String, Rate> rates = new HashMap<>();
		add(rates, null);
		add(rates, family);
		add(rates, namespace);
		return Map.copyOf(rates);
	}

	private void add(Map<String, Rate> rates, @Nullable String namespace) {
		for (OfEvent each : this.perEvent) {
			if (namespace == null ? each.namespace() == null : namespace.equals(each.namespace())) {
				rates.put(each.event(), each.rate());
			}
		}
	}

}
