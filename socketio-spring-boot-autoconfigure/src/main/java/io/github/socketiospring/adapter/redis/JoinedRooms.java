package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Rooms that other servers have been told to make sockets join a short while ago. They
 * may have just begun to listen to the room's channel: what is for the room travels
 * through the channel of the namespace meanwhile, behind the message that made them join.
 * Safe for use by any thread.
 */
final class JoinedRooms {

	private static final long TIME = Duration.ofSeconds(10).toNanos();

	private static final int MAX = 10_000;

	private final Map<String, Long> until = new LinkedHashMap<>();

	private volatile boolean empty = true;

	synchronized void add(Set<String> rooms) {
		long now = System.nanoTime();
		forget(now);
		for (String room : rooms) {
			this.until.remove(room);
			this.until.put(room, now + TIME);
		}
		this.empty = false;
	}

	boolean contains(String room) {
		return !this.empty && isIn(room);
	}

	private synchronized boolean isIn(String room) {
		forget(System.nanoTime());
		return this.until.containsKey(room);
	}

	private void forget(long now) {
		Iterator<Long> each = this.until.values().iterator();
		while (each.hasNext() && (each.next() - now < 0 || this.until.size() > MAX)) {
			each.remove();
		}
		this.empty = this.until.isEmpty();
	}

}
