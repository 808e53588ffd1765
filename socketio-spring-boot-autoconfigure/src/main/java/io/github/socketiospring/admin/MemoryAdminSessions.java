package io.github.socketiospring.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

/**
 * Keeps the sessions of one server in memory. When there are too many, the oldest is
 * dropped.
 */
public final class MemoryAdminSessions implements AdminSessions {

	static final Duration VALIDITY = Duration.ofDays(1);

	static final int MAX_SESSIONS = 1000;

	private final InstantSource time;

	/** When they end; in that order, as all live equally long. */
	private final Map<String, Instant> sessions = new LinkedHashMap<>();

	/**
	 * Creates an empty store.
	 * @param time the time
	 */
	public MemoryAdminSessions(InstantSource time) {
		this.time = time;
	}

	@Override
	public Mono<Boolean> exists(String id) {
		return Mono.fromCallable(() -> find(id));
	}

	private synchronized boolean find(String id) {
		forgetEnded();
		return this.sessions.containsKey(id);
	}

	@Override
	public Mono<Void> save(String id) {
		return Mono.fromRunnable(() -> add(id));
	}

	private synchronized void add(String id) {
		forgetEnded();
		if (this.sessions.size() >= MAX_SESSIONS) {
			Iterator<String> oldest = this.sessions.keySet().iterator();
			oldest.next();
			oldest.remove();
		}
		this.sessions.put(id, this.time.instant().plus(VALIDITY));
	}

	private void forgetEnded() {
		Instant now = this.time.instant();
		Iterator<Instant> ends = this.sessions.values().iterator();
		while (ends.hasNext() && !ends.next().isAfter(now)) {
			ends.remove();
		}
	}

}
