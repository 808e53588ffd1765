package io.github.socketiospring.adapter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

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

	private final AwaySockets sockets;

	/** The newest event that is forgotten although a client may have missed it. */
	private long lost;

	/** The newest event that is forgotten because it was too old, and its time. */
	private long tooOld;

	private long tooOldSince;

	private long bytes;

	private volatile String newest = offset(0);

	/** Forgets what is too old; {@code null} if there is nothing to be forgotten. */
	private @Nullable Disposable sweep;

	private boolean stopped;

	private final RecoveryBudget.Share budget;

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
		this.budget = budget.share();
		this.sockets = new AwaySockets(limits, this.budget);
	}

	synchronized void start() {
		this.stopped = false;
	}

	/**
	 * Forgets everything, and remembers nothing until it is started again.
	 */
	synchronized void stop() {
		this.stopped = true;
		if (this.sweep != null) {
			this.sweep.dispose();
			this.sweep = null;
		}
		// What is emitted from now on has no number.
		this.lost = this.events.next();
		this.events.clear();
		this.bytes = 0;
		this.budget.events(0, 0);
		this.sockets.clear();
	}

	/** For how much longer there may be sockets that may come back; zero if none may. */
	synchronized Duration memory() {
		return Duration.ofMillis(this.sockets.remaining(now()));
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
		Payload arguments = Payload.of(written.json(), written.attachments().stream().map(byte[]::clone).toList());
		Runnable queued;
		synchronized (this) {
			long number = this.events.next();
			String offset = offset(number);
			if (!this.stopped) {
				long now = now();
				this.events.add(new EventRing.Entry(number, now, broadcast.selection(),
						new MissedEvent(broadcast.event(), arguments, offset, broadcast.compress()), written.size()));
				this.bytes += written.size();
				forgetEvents(now);
				sweepLater(eventAge());
			}
			queued = this.namespace.queue(broadcast, offset);
			// Not before: who joins a room now may have missed it.
			this.newest = offset;
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
	 * them, unless its loss was noticed late.
	 */
	private void forgetEvents(long now) {
		long oldest = now - eventAge().toMillis();
		this.budget.events(this.events.size(), this.bytes);
		EventRing.Entry first = this.events.peek();
		while (first != null && (this.events.size() > this.limits.maxEvents() || this.bytes > this.limits.maxBytes()
				|| this.budget.hasTooManyEvents() || first.since() < oldest)) {
			if (first.since() >= oldest) {
				this.lost = first.number();
			}
			else {
				this.tooOld = first.number();
				this.tooOldSince = first.since();
			}
			this.events.remove();
			this.bytes -= first.size();
			this.budget.events(this.events.size(), this.bytes);
			first = this.events.peek();
		}
	}

	// Sockets

	/**
	 * Remembers a socket that goes. Commands are applied here after they were applied to
	 * the sockets that are connected: since it goes under the lock, it misses none.
	 * @param departure makes it one that has gone; returns {@code null} if it is not to
	 * be remembered
	 */
	synchronized void persist(Departure departure) {
		SavedSession session = departure.go();
		if (session != null && !this.stopped) {
			this.sockets.add(session, now());
			sweepLater(this.limits.maxAge());
		}
	}

	/**
	 * Does with the sockets that are away what a command does with those that are here.
	 */
	synchronized void disconnect(Command.Disconnect command) {
		this.sockets.disconnect(command.selection());
	}

	synchronized void leave(Command.Leave command) {
		this.sockets.leave(command.selection(), command.rooms());
	}

	synchronized void join(Command.Join command) {
		this.sockets.join(command.selection(), command.rooms(), this.newest);
	}

	/**
	 * Finds a socket, which is on its way back then. Whoever is another user than the
	 * socket's learns nothing and changes nothing.
	 */
	synchronized @Nullable SavedSession restore(ReturningSocket socket) {
		long now = now();
		this.sockets.forget(now);
		AwaySockets.Away away = this.sockets.get(socket.privateId());
		if (away == null || away.isReturning() || !Objects.equals(away.session().user(), socket.user())) {
			return null;
		}
		forgetEvents(now);
		SavedSession session = away.session();
		if (lastReceived(away, socket.offset()) == INVALID) {
			this.sockets.remove(socket.privateId());
			return null;
		}
		this.sockets.told(away);
		return session;
	}

	synchronized void allow(String privateId, @Nullable Set<String> events) {
		this.sockets.allow(privateId, events);
	}

	/** A socket on its way back may try again, unless it has been forgotten meanwhile. */
	synchronized void abandon(SavedSession session) {
		AwaySockets.Away away = this.sockets.get(session.privateId());
		if (away != null) {
			this.sockets.abandoned(away);
		}
	}

	/**
	 * Collects what a socket has missed, and lets it in before another event is
	 * delivered.
	 * @return {@code false} if it is not to come back any more, or not all is known any
	 * more, or it cannot be let in
	 */
	boolean resume(SavedSession session, String offset, Entrance entrance) {
		MissedBy choice;
		EventRing.Entry[] entries;
		synchronized (this) {
			AwaySockets.Away away = this.sockets.get(session.privateId());
			long last = (away != null) ? lastReceived(away, offset) : INVALID;
			if (away == null || last == INVALID) {
				this.sockets.remove(session.privateId());
				return false;
			}
			Map<String, Long> rooms = settle(away, entrance);
			if (rooms == null) {
				return false;
			}
			choice = new MissedBy(session.socketId(), rooms, last);
			entries = this.events.from(last + 1);
		}
		// Most of the work, while others emit.
		List<MissedEvent> missed = choice.among(entries);
		if (!entrance.prepare(missed)) {
			forget(session);
			return false;
		}
		long seen = (entries.length > 0) ? entries[entries.length - 1].number() : choice.last();
		synchronized (this) {
			AwaySockets.Away away = this.sockets.get(session.privateId());
			if (away == null || seen < this.lost) {
				this.sockets.remove(session.privateId());
				return false;
			}
			Map<String, Long> rooms = settle(away, entrance);
			if (rooms == null) {
				return false;
			}
			MissedBy now = new MissedBy(session.socketId(), rooms, choice.last());
			if (!now.isSameAs(choice)) {
				missed = now.among(entries);
			}
			missed.addAll(now.among(this.events.from(seen + 1)));
			boolean entered = entrance.enter(missed);
			if (entered) {
				this.sockets.remove(session.privateId());
			}
			return entered;
		}
	}

	private synchronized void forget(SavedSession session) {
		this.sockets.remove(session.privateId());
	}

	private @Nullable Map<String, Long> settle(AwaySockets.Away away, Entrance entrance) {
		Map<String, String> offsets = entrance.settle(away.left(), away.joined());
		if (offsets == null) {
			return null;
		}
		if (away.isAllowedOther()) {
			entrance.allow(away.session().allowed());
		}
		this.sockets.told(away);
		Map<String, Long> rooms = new HashMap<>();
		offsets.forEach((room, since) -> rooms.put(room, numberOf(since)));
		return rooms;
	}

	/**
	 * Returns the number of the last event that a socket does not need, or
	 * {@link #INVALID} if not all is known that came after it.
	 */
	private long lastReceived(AwaySockets.Away away, String offset) {
		long received = number(offset);
		if (received <= 0 || received >= this.events.next()) {
			return INVALID;
		}
		// A client may still have an offset from before its socket was there.
		long last = Math.max(received, numberOf(away.session().since()));
		boolean isKnown = last >= this.lost && (last >= this.tooOld || this.tooOldSince < away.heard());
		return isKnown ? last : INVALID;
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
		if (this.sweep == null) {
			// Only what is older than its age is too old.
			this.sweep = this.namespace.schedule(delay.plusMillis(1), this::sweep);
		}
	}

	private synchronized void sweep() {
		this.sweep = null;
		if (this.stopped) {
			return;
		}
		long now = now();
		this.sockets.forget(now);
		forgetEvents(now);
		long next = Long.MAX_VALUE;
		EventRing.Entry event = this.events.peek();
		if (event != null) {
			next = event.since() + eventAge().toMillis() - now;
		}
		AwaySockets.Away socket = this.sockets.first();
		if (socket != null) {
			next = Math.min(next, socket.since() + this.limits.maxAge().toMillis() - now);
		}
		if (next != Long.MAX_VALUE) {
			sweepLater(Duration.ofMillis(Math.max(MIN_PAUSE, next)));
		}
	}

	/** How many events and sockets are remembered. */
	synchronized int size() {
		return this.events.size() + this.sockets.size();
	}

}
