package io.github.socketiospring.adapter.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The other servers that have been heard of. Safe for use by any thread.
 */
final class Members {

	/**
	 * Servers that a namespace can have; whoever writes to the channel may invent more.
	 */
	static final int MAX = 10_000;

	/** When each was last heard, counted in ticks. */
	private final Map<String, Long> heard = new ConcurrentHashMap<>();

	private volatile long now;

	/**
	 * A message of a server has come.
	 */
	void heard(String server) {
		if (this.heard.size() < MAX || this.heard.containsKey(server)) {
			this.heard.put(server, this.now);
		}
	}

	boolean remove(String server) {
		return this.heard.remove(server) != null;
	}

	/**
	 * Time goes on.
	 * @param silence after how many ticks a server that was not heard is forgotten
	 * @return the servers that are forgotten
	 */
	List<String> tick(long silence) {
		long tick = this.now + 1;
		this.now = tick;
		List<String> gone = new ArrayList<>(0);
		this.heard.forEach((server, last) -> {
			// Not if it was heard meanwhile.
			if (tick - last > silence && this.heard.remove(server, last)) {
				gone.add(server);
			}
		});
		return gone;
	}

	Set<String> names() {
		return Set.copyOf(this.heard.keySet());
	}

	int size() {
		return this.heard.size();
	}

	void clear() {
		this.heard.clear();
	}

}
