package io.github.socketiospring.engine;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Limits how many sessions there may be, in all and for each client address. Safe for use
 * by any thread.
 */
final class SessionQuota {

	private final int max;

	private final int maxPerAddress;

	private final EngineWatcher watcher;

	private final AtomicInteger sessions = new AtomicInteger();

	private final Map<String, Integer> sessionsByAddress = new ConcurrentHashMap<>();

	SessionQuota(EngineOptions options, EngineWatcher watcher) {
		this.max = options.maxSessions();
		this.maxPerAddress = options.maxSessionsPerAddress();
		this.watcher = watcher;
	}

	/**
	 * A session is about to open.
	 * @param address the client's, {@code null} if unknown
	 * @throws ServerBusyException if it may not
	 */
	void occupy(@Nullable InetSocketAddress address) {
		int most = (this.max > 0) ? this.max : Integer.MAX_VALUE;
		if (this.sessions.getAndUpdate((count) -> (count < most) ? count + 1 : count) >= most) {
			this.watcher.limited("max-sessions");
			throw new ServerBusyException("Too many connections");
		}
		try {
			occupyAddress(address);
		}
		catch (ServerBusyException ex) {
			this.sessions.decrementAndGet();
			throw ex;
		}
	}

	private void occupyAddress(@Nullable InetSocketAddress address) {
		if (this.maxPerAddress > 0 && address != null) {
			this.sessionsByAddress.compute(ClientAddress.of(address), (key, count) -> {
				int current = (count != null) ? count : 0;
				if (current >= this.maxPerAddress) {
					this.watcher.limited("max-sessions-per-address");
					throw new ServerBusyException("Too many connections from this address");
				}
				return current + 1;
			});
		}
	}

	/**
	 * A session that was let in has ended, or did not open.
	 * @param address the client's, {@code null} if unknown
	 */
	void release(@Nullable InetSocketAddress address) {
		this.sessions.decrementAndGet();
		if (this.maxPerAddress > 0 && address != null) {
			this.sessionsByAddress.computeIfPresent(ClientAddress.of(address),
					(key, count) -> (count > 1) ? count - 1 : null);
		}
	}

}
