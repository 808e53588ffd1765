package io.github.socketiospring.adapter;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The recent events of one namespace and the sockets that may come back, within limits.
 * Safe for use by any thread.
 */
final class RecoveryLog {

	private static final String SEPARATOR = "-";

	private final RecoveryLimits limits;

	private final InstantSource time;

	/** No offset of another server, or of this one before it was restarted, fits. */
	private final String prefix = UUID.randomUUID().toString().substring(0, 8) + SEPARATOR;

	/** Without gaps: each is one after the one before it. */
	private final ArrayDeque<Entry> events = new ArrayDeque<>();

	private final Map<String, Saved> sessions = new LinkedHashMap<>();

	private long next;

	private long bytes;

	RecoveryLog(RecoveryLimits limits, InstantSource time) {
		this.limits = limits;
		this.time = time;
	}

	private record Entry(long number, Instant since, Command.Broadcast broadcast, long size) {
	}

	private record Saved(SavedSession session, Instant since) {
	}

	/**
	 * Remembers an event and delivers it, in one step: the offsets that a client receives
	 * must be in order, or the last it has received says nothing about those before.
	 * @param broadcast the event
	 * @param delivery takes the event and its offset
	 */
	synchronized void append(Command.Broadcast broadcast, BiConsumer<Command.Broadcast, String> delivery) {
		long size = broadcast.arguments().written().size();
		long number = this.next++;
		this.events.add(new Entry(number, this.time.instant(), broadcast, size));
		this.bytes += size;
		forgetEvents();
		delivery.accept(broadcast, offset(number));
	}

	private String offset(long number) {
		return this.prefix + Long.toString(number, Character.MAX_RADIX);
	}

	private void forgetEvents() {
		Instant oldest = this.time.instant().minus(this.limits.maxAge());
		Entry first = this.events.peek();
		while (first != null && (this.events.size() > this.limits.maxEvents() || this.bytes > this.limits.maxBytes()
				|| first.since().isBefore(oldest))) {
			this.events.remove();
			this.bytes -= first.size();
			first = this.events.peek();
		}
	}

	synchronized void persist(SavedSession session) {
		this.sessions.remove(session.privateId());
		this.sessions.put(session.privateId(), new Saved(session, this.time.instant()));
		Instant oldest = this.time.instant().minus(this.limits.maxAge());
		Iterator<Saved> all = this.sessions.values().iterator();
		while (all.hasNext()) {
			Saved first = all.next();
			if (this.sessions.size() <= this.limits.maxSessions() && !first.since().isBefore(oldest)) {
				return;
			}
			all.remove();
		}
	}

	synchronized @Nullable RestoredSession restore(String privateId, @Nullable String offset) {
		Saved saved = this.sessions.remove(privateId);
		Instant oldest = this.time.instant().minus(this.limits.maxAge());
		if (saved == null || saved.since().isBefore(oldest)) {
			return null;
		}
		forgetEvents();
		List<RestoredSession.MissedEvent> missed = missed(saved.session().rooms(), number(offset));
		return (missed != null) ? new RestoredSession(saved.session(), missed) : null;
	}

	private long number(@Nullable String offset) {
		if (offset == null || !offset.startsWith(this.prefix)) {
			return -1;
		}
		try {
			return Long.parseLong(offset.substring(this.prefix.length()), Character.MAX_RADIX);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	/**
	 * Returns the events after one that must still be known.
	 */
	private @Nullable List<RestoredSession.MissedEvent> missed(Set<String> rooms, long last) {
		Entry first = this.events.peek();
		if (first == null || last < first.number() || last >= this.next) {
			return null;
		}
		List<RestoredSession.MissedEvent> missed = new ArrayList<>();
		for (Entry entry : this.events) {
			if (entry.number() > last && selects(entry.broadcast().selection(), rooms)) {
				missed.add(new RestoredSession.MissedEvent(entry.broadcast().event(), entry.broadcast().arguments(),
						offset(entry.number())));
			}
		}
		return missed;
	}

	private static boolean selects(Selection selection, Set<String> rooms) {
		return (selection.rooms().isEmpty() || selection.rooms().stream().anyMatch(rooms::contains))
				&& selection.except().stream().noneMatch(rooms::contains);
	}

}
