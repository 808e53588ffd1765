package io.github.socketiospring.admin;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;

/**
 * The statistics of this server, as the page shows them.
 */
final class ServerStatistics {

	/** Clients may choose the names of namespaces: the fullest are shown. */
	static final int MAX_NAMESPACES = 200;

	private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);

	private final AdminNamespace namespace;

	private final EngineServer engine;

	private final EngineCounts counts;

	private final String serverId;

	private final String hostname;

	ServerStatistics(AdminNamespace namespace, EngineServer engine, EngineCounts counts, String serverId,
			String hostname) {
		this.namespace = namespace;
		this.engine = engine;
		this.counts = counts;
		this.serverId = serverId;
		this.hostname = hostname;
	}

	/**
	 * Returns them as the page expects them; what has happened is in them once.
	 * @param notShown how many events were too many to be shown
	 */
	Map<String, Object> take(long notShown) {
		long second = TimeUnit.SECONDS.toMillis(System.currentTimeMillis() / TimeUnit.SECONDS.toMillis(1));
		List<Map<String, Object>> events = this.counts.take(this.engine.sessions(), second);
		EngineCounts.add(events, second, "eventsNotShown", "", notShown);
		Map<String, Object> stats = new LinkedHashMap<>();
		stats.put("serverId", this.serverId);
		stats.put("hostname", this.hostname);
		stats.put("pid", ProcessHandle.current().pid());
		stats.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS);
		stats.put("clientsCount", this.engine.size());
		stats.put("pollingClientsCount",
				this.engine.sessions().stream().map(EngineSession::transport).filter(ServerStatistics::polls).count());
		stats.put("aggregatedEvents", events);
		stats.put("namespaces", namespaces());
		return stats;
	}

	private static boolean polls(String transport) {
		return transport.endsWith("polling");
	}

	private List<Map<String, Object>> namespaces() {
		return this.namespace.server()
			.socketCounts()
			.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().equals(this.namespace.name()))
			.sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
				.thenComparing(Map.Entry.comparingByKey()))
			.limit(MAX_NAMESPACES)
			.map((entry) -> Map.<String, Object>of("name", entry.getKey(), "socketsCount", entry.getValue()))
			.toList();
	}

}
