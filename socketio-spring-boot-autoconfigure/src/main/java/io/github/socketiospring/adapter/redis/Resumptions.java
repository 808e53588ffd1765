package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.MissedEvent;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.cluster.wire.SessionFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The sockets that are on their way back to one namespace of this server: they are taken
 * out of the store, collect what they have missed from the stream, and enter. Safe for
 * use by any thread; what adapters do by these methods, their interface says.
 */
final class Resumptions {

	private static final int PAGE = 500;

	/** How long a server that is behind others may take to read what they have read. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Object lock;

	private final StreamsChannel channel;

	private final SessionStore sessions;

	private final RecoveryLimits limits;

	private final InstantSource time;

	/** By the private id. */
	private final Map<String, Resumption> underWay = new ConcurrentHashMap<>();

	/**
	 * Creates them, none at first.
	 * @param lock guards each of them, and the order of what is queued for sockets
	 * @param channel reads the stream again
	 * @param sessions has the sockets that have gone
	 * @param limits how long they may be away, and how much of what they have missed is
	 * read
	 * @param time tells the time
	 */
	Resumptions(Object lock, StreamsChannel channel, SessionStore sessions, RecoveryLimits limits, InstantSource time) {
		this.lock = lock;
		this.channel = channel;
		this.sessions = sessions;
		this.limits = limits;
		this.time = time;
	}

	boolean isEmpty() {
		return this.underWay.isEmpty();
	}

	/**
	 * Tells all of them what is done to sockets now. To be called under the lock.
	 * @param id the id of its entry
	 * @param command what is done
	 */
	void tell(String id, Command command) {
		this.underWay.values().forEach((resumption) -> resumption.live(id, command));
	}

	/**
	 * Stores a socket that has gone.
	 * @param session the socket
	 * @param at the offset of the newest event when it went
	 */
	void save(SavedSession session, String at) {
		long until = this.time.millis() + this.limits.maxAge().toMillis();
		this.sessions.save(new SessionFormat.Stored(session, at, until), this.limits.maxAge());
	}

	Mono<SavedSession> restore(ReturningSocket socket) {
		return this.sessions.find(socket.privateId())
			.filter((stored) -> Objects.equals(stored.session().user(), socket.user()))
			.flatMap((stored) -> this.sessions.remove(socket.privateId())
				.filter(Boolean::booleanValue)
				.map((mine) -> stored))
			.filterWhen((stored) -> isKnown(lastReceived(stored.session(), socket.offset())))
			.map((stored) -> {
				SavedSession session = stored.session();
				long at = StreamId.numberOrZero(stored.at());
				this.underWay.put(session.privateId(),
						new Resumption(stored, new ReturningSession(session, at, this.limits.maxRooms())));
				return session;
			});
	}

	/** What comes after an entry is complete if the stream still has the entry. */
	private Mono<Boolean> isKnown(String id) {
		return id.isEmpty() ? Mono.just(false) : this.channel.range(id, id, 1).map((entries) -> !entries.isEmpty());
	}

	/**
	 * Returns the offset of the last event that a socket does not need; empty if the
	 * client has sent what is none.
	 */
	private static String lastReceived(SavedSession session, String offset) {
		long received = StreamId.number(offset);
		if (received == StreamId.INVALID) {
			return "";
		}
		// A client may still have an offset from before its socket was there.
		return (StreamId.number(session.since()) > received) ? session.since() : offset;
	}

	void allow(String privateId, @Nullable Set<String> events) {
		Resumption resumption = this.underWay.get(privateId);
		if (resumption != null) {
			synchronized (this.lock) {
				resumption.session().allow(events);
			}
			return;
		}
		this.sessions.find(privateId)
			.subscribe((stored) -> saveAgain(
					new SessionFormat.Stored(stored.session().withAllowed(events), stored.at(), stored.until())),
					(ex) -> {
						// It is forgotten, or Redis is away: then it cannot come back.
					});
	}

	void abandon(SavedSession session) {
		Resumption resumption = this.underWay.remove(session.privateId());
		if (resumption != null) {
			saveAgain(resumption.stored());
		}
	}

	private void saveAgain(SessionFormat.Stored stored) {
		long left = stored.until() - this.time.millis();
		if (left > 0) {
			this.sessions.save(stored, Duration.ofMillis(left));
		}
	}

	/**
	 * Has a socket enter.
	 * @param newest tells the offset of the newest event that sockets have; asked under
	 * the lock
	 * @param done completes when this server has done all up to an entry: what it does
	 * later must be new to the socket, which may come from a server that was ahead
	 */
	Mono<Boolean> resume(SavedSession session, String offset, Entrance entrance, Supplier<String> newest,
			Function<String, Mono<Void>> done) {
		Resumption resumption = this.underWay.get(session.privateId());
		if (resumption == null) {
			return Mono.just(false);
		}
		String last = lastReceived(session, offset);
		return done.apply(last)
			.thenReturn(true)
			.timeout(PATIENCE, Mono.just(false))
			.flatMap((ready) -> ready ? collect(resumption, last, newest) : Mono.just(false))
			.map((complete) -> complete && enter(resumption, StreamId.numberOrZero(last), entrance))
			.doFinally((signal) -> this.underWay.remove(session.privateId(), resumption));
	}

	private Mono<Boolean> collect(Resumption resumption, String last, Supplier<String> newest) {
		String seen;
		synchronized (this.lock) {
			resumption.begin();
			seen = newest.get();
		}
		return collect(resumption.session(), last, seen);
	}

	/**
	 * Reads what is in the stream after one entry, up to another.
	 * @return {@code false} if that is too much
	 */
	private Mono<Boolean> collect(ReturningSession session, String after, String to) {
		if (StreamId.number(after) >= StreamId.number(to)) {
			return Mono.just(true);
		}
		return this.channel.range("(" + after, to, PAGE).flatMap((entries) -> {
			for (StreamEntry entry : entries) {
				Command command = this.channel.decode(entry);
				if (command != null) {
					session.add(entry.id(), command);
				}
			}
			if (session.bytes() > this.limits.maxBytes() || session.size() > this.limits.maxEvents()) {
				return Mono.just(false);
			}
			return (entries.size() < PAGE) ? Mono.just(true)
					: collect(session, entries.get(entries.size() - 1).id(), to);
		});
	}

	private boolean enter(Resumption resumption, long last, Entrance entrance) {
		List<MissedEvent> missed;
		synchronized (this.lock) {
			resumption.catchUp();
			missed = resumption.session().settle(entrance, last);
		}
		// Most of the work, while others emit.
		if (missed == null || !entrance.prepare(missed)) {
			return false;
		}
		synchronized (this.lock) {
			if (resumption.catchUp()) {
				missed = resumption.session().settle(entrance, last);
			}
			return missed != null && entrance.enter(missed);
		}
	}

}
