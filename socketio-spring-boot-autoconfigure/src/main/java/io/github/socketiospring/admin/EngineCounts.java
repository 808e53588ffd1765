package io.github.socketiospring.admin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.engine.Traffic;

/**
 * Counts connections, and what they send and receive. Each session has its own counts,
 * which are only added up when they are read. Safe for use by any thread.
 */
public final class EngineCounts implements EngineWatcher {

	private final LongAdder opened = new LongAdder();

	private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

	/** Of sessions that have ended. */
	private final Map<Direction, LongAdder> ended = new EnumMap<>(Direction.class);

	/** Guarded by this object's lock. */
	private final Map<Direction, Long> told = new EnumMap<>(Direction.class);

	/**
	 * Creates counts that are all zero.
	 */
	public EngineCounts() {
		for (CloseReason reason : CloseReason.values()) {
			this.closed.put(reason, new LongAdder());
		}
		for (Direction direction : Direction.values()) {
			this.ended.put(direction, new LongAdder());
			this.told.put(direction, 0L);
		}
	}

	/**
	 * What is counted of a session's traffic, by the page's names.
	 */
	private enum Direction {

		PACKETS_IN("packetsIn"), BYTES_IN("bytesIn"), PACKETS_OUT("packetsOut"), BYTES_OUT("bytesOut");

		private final String type;

		Direction(String type) {
			this.type = type;
		}

		long of(Traffic traffic) {
			return switch (this) {
				case PACKETS_IN -> traffic.receivedPackets();
				case BYTES_IN -> traffic.receivedBytes();
				case PACKETS_OUT -> traffic.sentPackets();
				case BYTES_OUT -> traffic.sentBytes();
			};
		}

	}

	@Override
	public Traffic traffic() {
		return new Traffic();
	}

	@Override
	public void opened(EngineSession session) {
		this.opened.increment();
	}

	@Override
	public void closed(EngineSession session, CloseReason reason) {
		adder(this.closed, reason).increment();
		Traffic traffic = session.traffic();
		if (traffic != null) {
			for (Direction direction : Direction.values()) {
				adder(this.ended, direction).add(direction.of(traffic));
			}
		}
	}

	private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
		LongAdder adder = adders.get(key);
		if (adder == null) {
			throw new IllegalStateException("There is one for each: " + key);
		}
		return adder;
	}

	/**
	 * Returns what has happened since the last time.
	 * @param sessions those that are open
	 * @param timestamp the time to write on it, in milliseconds
	 * @return events as the page expects them, without those that have not happened
	 */
	synchronized List<Map<String, Object>> take(Iterable<? extends EngineSession> sessions, long timestamp) {
		List<Map<String, Object>> events = new ArrayList<>();
		add(events, timestamp, "rawConnection", "", this.opened.sumThenReset());
		for (CloseReason reason : CloseReason.values()) {
			add(events, timestamp, "rawDisconnection", text(reason), adder(this.closed, reason).sumThenReset());
		}
		// A session that ends meanwhile is counted the next time, not twice.
		Map<Direction, Long> totals = new EnumMap<>(Direction.class);
		this.ended.forEach((direction, sum) -> totals.put(direction, sum.sum()));
		for (EngineSession session : sessions) {
			Traffic traffic = session.traffic();
			if (traffic != null) {
				totals.replaceAll((direction, total) -> total + direction.of(traffic));
			}
		}
		totals.forEach((direction, total) -> {
			long before = this.told.getOrDefault(direction, 0L);
			if (total > before) {
				add(events, timestamp, direction.type, "", total - before);
				this.told.put(direction, total);
			}
		});
		return events;
	}

	private static String text(CloseReason reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	static void add(List<Map<String, Object>> events, long timestamp, String type, String subType, long count) {
		if (count > 0) {
			events.add(subType.isEmpty() ? Map.of("timestamp", timestamp, "type", type, "count", count)
					: Map.of("timestamp", timestamp, "type", type, "subType", subType, "count", count));
		}
	}

}
