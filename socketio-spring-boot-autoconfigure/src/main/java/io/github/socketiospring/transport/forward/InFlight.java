package io.github.socketiospring.transport.forward;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.engine.ServerBusyException;

/**
 * Counts the connections in use to each server, and limits them. Safe for use by any
 * thread.
 */
final class InFlight {

	private final int max;

	private final Map<String, Integer> servers = new ConcurrentHashMap<>();

	InFlight(int max) {
		this.max = max;
	}

	/**
	 * Takes one connection.
	 * @param server where to
	 * @throws ServerBusyException if there are too many
	 */
	void enter(ServerRecord server) {
		this.servers.compute(server.id(), (id, count) -> {
			int current = (count != null) ? count : 0;
			if (current >= this.max) {
				throw new ServerBusyException("Too many requests for another server");
			}
			return current + 1;
		});
	}

	/**
	 * Gives one back. To be called once for each {@link #enter}.
	 * @param server where to
	 */
	void leave(ServerRecord server) {
		this.servers.computeIfPresent(server.id(), (id, count) -> (count > 1) ? count - 1 : null);
	}

}
