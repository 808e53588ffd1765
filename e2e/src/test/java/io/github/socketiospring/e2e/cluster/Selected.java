package io.github.socketiospring.e2e.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sockets are meant, and how.
 *
 * @param namespace their namespace
 * @param rooms rooms they are in one of; none for all sockets
 * @param except rooms they are in none of
 * @param flags "volatile", "local" and "timeout", as they are called in Node.js
 */
record Selected(String namespace, List<String> rooms, List<String> except, Map<String, Object> flags) {

	static Selected all(String namespace) {
		return new Selected(namespace, List.of(), List.of(), Map.of());
	}

	/** All sockets of the root namespace. */
	static Selected all() {
		return all("/");
	}

	static Selected room(String... rooms) {
		return new Selected("/", List.of(rooms), List.of(), Map.of());
	}

	Selected butNot(String... rooms) {
		return new Selected(this.namespace, this.rooms, List.of(rooms), this.flags);
	}

	Selected local() {
		return with("local", true);
	}

	Selected fleeting() {
		return with("volatile", true);
	}

	Selected within(Duration timeout) {
		return with("timeout", timeout.toMillis());
	}

	private Selected with(String flag, Object value) {
		Map<String, Object> more = new LinkedHashMap<>(this.flags);
		more.put(flag, value);
		return new Selected(this.namespace, this.rooms, this.except, more);
	}

}
