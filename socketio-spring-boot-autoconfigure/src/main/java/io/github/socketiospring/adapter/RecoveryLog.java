package io.github.socketiospring.adapter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The recent events of one namespace and the sockets that may come back, within limits.
 * What is too old is forgotten even if nothing happens. Safe for use by any thread.
 * <p>
 * Events are numbered and queued for their receivers in one step, under this object's
 * lock: the offsets that a client receives must be in order, or the last it has received
 * says nothing about those before. Nothing of the application runs under the lock, and
 * nothing is encoded or written under it but what has an offset in it.
 */
final class RecoveryLog {

	private static final String SEPARATOR = "-";

	/** What cannot be the number of an event. */
	private static final long INVALID = -1;

	/** The most digits of a {@code long}. */
	private static final int MAX_DIGITS = 13;

	/** The shortest time between two looks at what is too old. */
	private static final long MIN_PAUSE = 100;

	private final AdapterNamespace namespace;

	private final RecoveryLimits limits;

	private final InstantSource time;

	/** No offset of another namespace or server, or of before a restart, fits. */
	private final String prefix = UUID.randomUUID().toString().substring(0, 8) + SEPARATOR;

	private final EventRing events = new EventRing();

	private final Map<String, Saved> sessions = new LinkedHashMap<>();

	/** The newest event that is forgotten although a client may have missed it. */
	private long lost;

	private long bytes;

	private volatile String newest = offset(0);

	private boolean sweeping;

	private boolean stopped;

	private final RecoveryBudget budget;

	private final RecoveryBudget.Share share;

	/**
	 * Creates a log of nothing.
	 * @param namespace the namespace
	 * @param limits its own limits
	 * @param time tells the time
	 * @param budget the limits of all namespaces together
	 */
	RecoveryLog(AdapterNamespace namespace, RecoveryLimits limits, InstantSource time, RecoveryBudget budget) {
		this.namespace = namespace;
		this.limits = limits;
		this.time = time;
		this.budget = budget;
		this.share = budget.share();
	}

	private record Saved(SavedSession session, long since) {
	}

	synchronized void start() {
		this.stopped = false;
	}

	/**
	 * Forgets everything, and remembers nothing until it is started again.
	 */
	synchronized void stop() {
		this.stopped = true;
		this.sweeping = false;
		this.lost = this.events.next() - 1;
		this.events.clear();
		this.bytes = 0;
		this.sessions.clear();
		account();
	}

	private void account() {
		this.share.set(this.sessions.size(), this.events.size(), this.bytes);
	}

	/** Whether there are sockets that may come back. */
	synchronized boolean remembersSockets() {
		forgetSessions(now());
		return !this.sessions.isEmpty();
	}

	String newestOffset() {
		return this.newest;
	}

	private long now() {
		return this.time.millis();
	}

	// Events

	/**
	 * Remembers an event and delivers it.
	 * @param broadcast the event
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written; then
	 * nobody receives it
	 */
	void append(Command.Broadcast broadcast) {
		Payload.Written written = broadcast.arguments().written();
		// Not what the application holds: that may be larger, and may change.
		Payload arguments = Payload.of(written.json(), written.attachments());
		Runnable queued;
		synchronized (this) {
			long number = this.events.next();
			String offset = offset(number);
			if (!this.stopped) {
				long now = now();
				this.events.add(new EventRing.Entry(number, now, broadcast.selection(),
						new MissedEvent(broadcast.event(), arguments, offset), written.size()));
				this.bytes += written.size();
				account();
				forgetEvents(now);
				sweepLater(eventAge());
			}
			this.newest = offset;
			queued = this.namespace.queue(broadcast, offset);
		}
		queued.run();
	}

	private String offset(long number) {
		return this.prefix + Long.toString(number, Character.MAX_RADIX);
	}

	private Duration eventAge() {
		return this.limits.maxAge().plus(this.limits.noticeTime());
	}

	/**
	 * Forgets what is over a limit, then what is too old. Events that are too old were
	 * emitted so long before any socket went that may come back that it has received
	 * them.
	 */
	private void forgetEvents(long now) {
		long oldest = now - eventAge().toMillis();
		EventRing.Entry first = this.events.peek();
		while (first != null && (this.events.size() > this.limits.maxEvents() || this.bytes > this.limits.maxBytes()
				|| this.budget.hasTooManyEvents() || first.since() < oldest)) {
			if (first.since() >= oldest) {
				this.lost = first.number();
			}
			this.events.remove();
			this.bytes -= first.size();
			account();
			first = this.events.peek();
		}
	}

	// Sockets

	synchronized void persist(SavedSession session) {
		if (this.stopped) {
			return;
		}
		long now = now();
		this.sessions.remove(session.privateId());
		this.sessions.put(session.privateId(), new Saved(session, now));
		account();
		forgetSessions(now);
		sweepLater(this.limits.maxAge());
	}

	/**
	 * Does with the sockets that are away what a command does with those that are here:
	 * who is put out of a room, or disconnected, does not come back to it.
	 */
	synchronized void apply(Command command) {
		if (this.sessions.isEmpty()) {
			return;
		}
		if (command instanceof Command.Disconnect disconnect) {
			this.sessions.values().removeIf((saved) -> isSelected(saved, disconnect.selection()));
			account();
		}
		else if (command instanceof Command.Leave leave) {
			change(leave.selection(), (rooms) -> rooms.keySet().removeAll(leave.rooms()));
		}
		else if (command instanceof Command.Join join) {
			change(join.selection(), (rooms) -> join.rooms().forEach((room) -> rooms.putIfAbsent(room, this.newest)));
		}
	}

	private void change(Selection selection, Consumer<Map<String, String>> change) {
		this.sessions.replaceAll((privateId, saved) -> {
			if (!isSelected(saved, selection)) {
				return saved;
			}
			Map<String, String> rooms = new HashMap<>(saved.session().rooms());
			change.accept(rooms);
			return new Saved(saved.session().withRooms(rooms), saved.since());
		});
	}

	private static boolean isSelected(Saved saved, Selection selection) {
		if (selection.socket() != null) {
			return selection.socket().equals(saved.session().socketId());
		}
		Set<String> rooms = saved.session().rooms().keySet();
		return (selection.rooms().isEmpty() || !Collections.disjoint(selection.rooms(), rooms))
				&& Collections.disjoint(selection.except(), rooms);
	}

	private void forgetSessions(long now) {
		long oldest = now - this.limits.maxAge().toMillis();
		Iterator<Saved> all = this.sessions.values().iterator();
		while (all.hasNext()) {
			Saved first = all.next();
			if (this.sessions.size() <= this.limits.maxSessions() && first.since() >= oldest
					&& !this.budget.hasTooManySessions()) {
				return;
			}
			all.remove();
			account();
		}
	}

	/**
	 * Finds a socket and forgets it. Whoever is another user than the socket's learns
	 * nothing and changes nothing.
	 */
	synchronized @Nullable SavedSession restore(ReturningSocket socket) {
		long now = now();
		forgetSessions(now);
		Saved saved = this.sessions.get(socket.privateId());
		if (saved == null || !Objects.equals(saved.session().user(), socket.user())) {
			return null;
		}
		this.sessions.remove(socket.privateId());
		account();
		forgetEvents(now);
		return (missedBy(saved.session(), socket.offset()) != null) ? saved.session() : null;
	}

	/**
	 * Collects what a socket has missed, and lets it in before another event is
	 * delivered.
	 * @return {@code false} if not all is known any more; then nothing has happened
	 */
	boolean resume(SavedSession session, String offset, Consumer<List<MissedEvent>> entrance) {
		MissedBy choice;
		EventRing.Entry[] entries;
		synchronized (this) {
			choice = missedBy(session, offset);
			entries = (choice != null) ? this.events.from(choice.last() + 1) : new EventRing.Entry[0];
		}
		if (choice == null) {
			return false;
		}
		// Most of the work, while others emit.
		List<MissedEvent> missed = new ArrayList<>();
		choice.collect(entries, missed);
		long seen = (entries.length > 0) ? entries[entries.length - 1].number() : choice.last();
		synchronized (this) {
			if (seen < this.lost) {
				return false;
			}
			choice.collect(this.events.from(seen + 1), missed);
			entrance.accept(missed);
		}
		return true;
	}

	/**
	 * Returns what a socket has missed, or {@code null} if that is not known.
	 */
	private @Nullable MissedBy missedBy(SavedSession session, String offset) {
		long received = number(offset);
		if (received <= 0 || received >= this.events.next()) {
			return null;
		}
		// A client may still have an offset from before its socket was there.
		long last = Math.max(received, numberOf(session.since()));
		if (last <= this.lost) {
			return null;
		}
		Map<String, Long> rooms = new HashMap<>();
		session.rooms().forEach((room, since) -> rooms.put(room, numberOf(since)));
		return new MissedBy(session.socketId(), rooms, last);
	}

	private long numberOf(String offset) {
		return Math.max(0, number(offset));
	}

	private long number(String offset) {
		if (!offset.startsWith(this.prefix) || offset.length() > this.prefix.length() + MAX_DIGITS) {
			return INVALID;
		}
		try {
			return Long.parseLong(offset, this.prefix.length(), offset.length(), Character.MAX_RADIX);
		}
		catch (NumberFormatException ex) {
			return INVALID;
		}
	}

	// Time

	private void sweepLater(Duration delay) {
		if (!this.sweeping) {
			this.sweeping = true;
			// Only what is older than its age is too old.
			this.namespace.schedule(delay.plusMillis(1), this::sweep);
		}
	}

	private synchronized void sweep() {
		this.sweeping = false;
		if (this.stopped) {
			return;
		}
		long now = now();
		forgetSessions(now);
		forgetEvents(now);
		long next = Long.MAX_VALUE;
		EventRing.Entry event = this.events.peek();
		if (event != null) {
			next = event.since() + eventAge().toMillis() - now;
		}
		if (!this.sessions.isEmpty()) {
			Saved session = this.sessions.values().iterator().next();
			next = Math.min(next, session.since() + this.limits.maxAge().toMillis() - now);
		}
		if (next != Long.MAX_VALUE) {
			sweepLater(Duration.ofMillis(Math.max(MIN_PAUSE, next)));
		}
	}

	/** How many events and sockets are remembered. */
	synchronized int size() {
		return this.events.size() + this.sessions.size();
	}

}
