package io.github.socketiospring.server;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.adapter.Departure;
import io.github.socketiospring.adapter.IdentityRoom;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.server.recovery.Departures;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket that the adapter remembers when its connection is lost, and that a client gets
 * back: how it goes, and how it comes back.
 */
final class RecoverableSocket extends RememberedSocket {

	private static final Log logger = LogFactory.getLog(RecoverableSocket.class);

	private static final Set<DisconnectReason> RECOVERABLE = EnumSet.of(DisconnectReason.TRANSPORT_ERROR,
			DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.FORCED_CLOSE, DisconnectReason.PING_TIMEOUT,
			DisconnectReason.SERVER_SHUTTING_DOWN, DisconnectReason.FORCED_SERVER_CLOSE);

	/** What it was before; given up when it is let in. */
	private volatile @Nullable Former former;

	private volatile boolean recovered;

	/** To be run when its handlers know that it has gone. */
	private @Nullable Runnable endOfDeparture;

	RecoverableSocket(SocketIdentity identity, Ids ids, ServerNamespace namespace, Client client) {
		super(ids, namespace, client, identity);
	}

	/**
	 * A socket that comes back.
	 *
	 * @param session what it was when it went
	 * @param offset the last offset that its client has received
	 */
	private record Former(SavedSession session, String offset) {
	}

	/**
	 * Restores a socket, up to the events that it has missed.
	 * @param session what it was when it went
	 * @param offset the last offset that its client has received
	 * @throws RuntimeException if that is not possible; then nothing is left of it
	 */
	static RecoverableSocket restore(SavedSession session, String offset, SocketIdentity identity,
			ServerNamespace namespace, Client client) {
		RecoverableSocket socket = new RecoverableSocket(identity, new Ids(session.socketId(), session.privateId()),
				namespace, client);
		socket.remembers(session.since(), session.rooms());
		socket.setData(socket.data(session.data()));
		socket.restoreAllowed(session.allowed());
		socket.former = new Former(session, offset);
		socket.recovered = true;
		try {
			socket.join(otherRooms(session));
		}
		catch (RuntimeException ex) {
			socket.leaveAll();
			throw ex;
		}
		return socket;
	}

	/**
	 * Its own is not one of those that are counted, and those of users are not joined.
	 */
	private static String[] otherRooms(SavedSession session) {
		return session.rooms()
			.keySet()
			.stream()
			.filter((room) -> !room.equals(session.socketId()) && !IdentityRoom.matches(room))
			.toArray(String[]::new);
	}

	/** On the server that it was on, the application finds the very objects it left. */
	@SuppressWarnings("unchecked")
	private Map<String, Object> data(Payload saved) {
		List<?> values = saved.values();
		if (values != null && values.get(0) instanceof ConcurrentHashMap<?, ?> own) {
			return (Map<String, Object>) own;
		}
		Map<String, @Nullable Object> read = namespace().localSockets().read(saved).get(0, Map.class);
		Map<String, Object> data = new ConcurrentHashMap<>(4);
		read.forEach((key, value) -> {
			if (value != null) {
				data.put(key, value);
			}
		});
		return data;
	}

	@Override
	public boolean recovered() {
		return this.recovered;
	}

	// Coming and going

	@Override
	void connected(Packet answer) {
		Former back = this.former;
		if (back == null) {
			remembers(adapter().newestOffset(), Map.of());
			super.connected(answer);
			return;
		}
		// Before it is in: later it may be its own.
		Departures.Departure<RecoverableSocket> departure = namespace().departures().of(privateId());
		BroadcastDelivery delivery = new BroadcastDelivery();
		SocketEntrance entrance = new SocketEntrance(this, answer, delivery);
		Mono.defer(() -> adapter().resume(back.session(), back.offset(), entrance)).onErrorResume((ex) -> {
			logger.warn(this + " cannot be restored", ex);
			return Mono.just(false);
		}).defaultIfEmpty(false).subscribe((known) -> {
			delivery.flush();
			if (entrance.hasEntered()) {
				welcome((departure != null) ? departure.end().then(inherit(departure.socket())) : null);
			}
			else if (!hasGone()) {
				lose();
				new Join(owner(), new JoinRequest(namespace().name(), identity().auth())).replace(this);
			}
		});
	}

	/** What its former handlers have changed of what it may send. */
	private Mono<Void> inherit(RecoverableSocket goneOne) {
		return Mono.fromRunnable(() -> {
			if (goneOne.isAllowedLate()) {
				restoreAllowed(goneOne.allowedEvents());
			}
		});
	}

	void allow(@Nullable Set<String> events) {
		restoreAllowed(events);
	}

	/**
	 * Does what was done while nobody could find this socket.
	 * @param left the rooms that it has been put out of
	 * @param joined the rooms that it has been made a member of, with their offsets
	 * @return the rooms it is in, with their offsets; {@code null} if it has gone
	 */
	@Nullable Map<String, String> settle(Set<String> left, Map<String, String> joined) {
		synchronized (lock()) {
			if (!isJoining()) {
				return null;
			}
			leave(left.toArray(String[]::new));
			joined.forEach(this::joinSince);
			return offsets();
		}
	}

	/**
	 * Lets this socket in.
	 * @param messages what it has missed, and the answer
	 * @return {@code false} if it has gone, or there is no room for the messages
	 */
	boolean enter(List<EngineMessage> messages, BroadcastDelivery delivery) {
		synchronized (lock()) {
			boolean enters = isJoining() && owner().output().trySend(messages, delivery);
			if (enters) {
				this.former = null;
				entered();
			}
			return enters;
		}
	}

	@Override
	boolean disconnected(DisconnectReason reason, @Nullable String description) {
		boolean wasConnected = super.disconnected(reason, description);
		Runnable end = this.endOfDeparture;
		if (wasConnected && end != null) {
			events().whenDone(end);
		}
		return wasConnected;
	}

	@Override
	State go(DisconnectReason reason) {
		LastMoment last = new LastMoment();
		if (RECOVERABLE.contains(reason)) {
			remember(last);
		}
		State before = (last.before != null) ? last.before : leaveAll();
		Former back = this.former;
		if (before == State.JOINING && back != null) {
			// Nothing has come of its return.
			abandon(back.session());
		}
		else if (before != State.DISCONNECTED && !last.remembered) {
			lose();
		}
		return before;
	}

	private void remember(LastMoment last) {
		try {
			last.user = user();
			last.data = data();
			adapter().persist(last);
		}
		catch (RuntimeException ex) {
			logger.error(this + " has gone, and cannot come back: it could not be remembered", ex);
		}
	}

	private void abandon(SavedSession session) {
		try {
			adapter().abandon(session);
		}
		catch (RuntimeException ex) {
			logger.error(this + " has gone, and cannot come back: it could not be remembered", ex);
		}
	}

	/**
	 * The socket goes, and what it was is saved, in one step.
	 */
	private final class LastMoment implements Departure {

		private @Nullable String user;

		private Map<String, Object> data = Map.of();

		private @Nullable State before;

		private boolean remembered;

		@Override
		public @Nullable SavedSession go() {
			if (this.before != null) {
				return null;
			}
			synchronized (lock()) {
				this.before = leaveAll();
				if (this.before != State.CONNECTED) {
					return null;
				}
				RecoverableSocket.this.endOfDeparture = namespace().departures()
					.begin(privateId(), RecoverableSocket.this);
				this.remembered = true;
				return new SavedSession(privateId(), id(), this.user, since(), offsets(), allowedEvents(),
						owner().silence(), namespace().localSockets().payloads().data(this.data));
			}
		}

	}

}
