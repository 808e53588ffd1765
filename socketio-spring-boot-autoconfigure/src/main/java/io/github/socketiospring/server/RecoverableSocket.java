package io.github.socketiospring.server;

import java.security.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.MissedEvent;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.server.recovery.RoomOffsets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket that the adapter remembers when its connection is lost, and that a client gets
 * back. What is emitted to it goes by the adapter, so that it is remembered, too.
 */
final class RecoverableSocket extends ServerSocket {

	private static final Log logger = LogFactory.getLog(RecoverableSocket.class);

	private static final Set<DisconnectReason> RECOVERABLE = EnumSet.of(DisconnectReason.TRANSPORT_ERROR,
			DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.FORCED_CLOSE, DisconnectReason.PING_TIMEOUT,
			DisconnectReason.SERVER_SHUTTING_DOWN, DisconnectReason.FORCED_SERVER_CLOSE);

	private final String privateId;

	private final RoomOffsets rooms = new RoomOffsets();

	/** What it was before; given up when it is let in. */
	private volatile @Nullable Former former;

	private volatile boolean recovered;

	/** The newest offset when it joined the namespace. */
	private volatile String since = "";

	private volatile @Nullable Selection itself;

	/** To be run when its handlers know that it has gone. */
	private @Nullable Runnable departure;

	/** Set when it has gone and does not come back. */
	private volatile boolean lost;

	RecoverableSocket(JoinRequest request, Identity identity, ServerNamespace namespace, Client client) {
		super(identity.id(), namespace, client, request.auth());
		this.privateId = identity.privateId();
	}

	/**
	 * What a socket is known by.
	 *
	 * @param id to all
	 * @param privateId to its client
	 */
	record Identity(String id, String privateId) {
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
	 */
	static RecoverableSocket restore(SavedSession session, String offset, JoinRequest request,
			ServerNamespace namespace, Client client) {
		RecoverableSocket socket = new RecoverableSocket(request, new Identity(session.socketId(), session.privateId()),
				namespace, client);
		socket.since = session.since();
		session.rooms().forEach(socket.rooms::joined);
		socket.setData(socket.data(session.data()));
		socket.former = new Former(session, offset);
		socket.recovered = true;
		socket.join(session.rooms().keySet().toArray(String[]::new));
		return socket;
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

	@Nullable String user() {
		Principal principal = principal();
		return (principal != null) ? principal.getName() : null;
	}

	private Adapter adapter() {
		return namespace().adapter();
	}

	@Override
	String privateId() {
		return this.privateId;
	}

	@Override
	public boolean recovered() {
		return this.recovered;
	}

	// Emitting

	/**
	 * What an interceptor emits before the socket has joined is not remembered. What is
	 * emitted when its connection was lost reaches the client when it comes back.
	 */
	@Override
	EmitResult emit(boolean compress, String event, @Nullable Object... arguments) {
		if (isJoining() || this.lost) {
			return super.emit(compress, event, arguments);
		}
		EmittedValues.checkEvent(event, namespace().server().eventNames());
		boolean isHere = isConnected();
		adapter().send(new Command.Broadcast(itself(), event,
				namespace().localSockets().payloads().payload(EmittedValues.of(arguments)), false, compress));
		return isHere ? EmitResult.QUEUED : EmitResult.HANDED_ON;
	}

	private Selection itself() {
		Selection selection = this.itself;
		if (selection == null) {
			selection = Selection.socket(id());
			this.itself = selection;
		}
		return selection;
	}

	// Rooms

	@Override
	public synchronized void join(String... names) {
		// Before it is a member: it may miss what is emitted from then on.
		String offset = adapter().newestOffset();
		for (String name : names) {
			this.rooms.joined(name, offset);
		}
		try {
			super.join(names);
		}
		finally {
			if (names.length > 0 && !isJoining()) {
				this.rooms.retain(rooms());
			}
		}
	}

	@Override
	public synchronized void leave(String... names) {
		super.leave(names);
		for (String name : names) {
			this.rooms.left(name);
		}
	}

	// Coming and going

	@Override
	void connected(Packet answer) {
		Former back = this.former;
		if (back == null) {
			this.since = adapter().newestOffset();
			super.connected(answer);
			return;
		}
		BroadcastDelivery delivery = new BroadcastDelivery();
		Entrance entrance = new Entrance(answer, delivery);
		adapter().resume(back.session(), back.offset(), entrance).onErrorResume((ex) -> {
			logger.warn(this + " cannot be restored", ex);
			return Mono.just(false);
		}).subscribe((known) -> {
			delivery.flush();
			if (entrance.entered) {
				welcome(namespace().departures().endOf(this.privateId));
			}
			else if (!entrance.gone) {
				this.former = null;
				new Join(owner(), new JoinRequest(namespace().name(), handshake().auth())).replace(this);
			}
		});
	}

	/**
	 * Lets the socket in: what it has missed, then the packet that says that it is back.
	 */
	private final class Entrance implements Consumer<List<MissedEvent>> {

		private final Packet answer;

		private final BroadcastDelivery delivery;

		private boolean entered;

		private boolean gone;

		Entrance(Packet answer, BroadcastDelivery delivery) {
			this.answer = answer;
			this.delivery = delivery;
		}

		@Override
		public void accept(List<MissedEvent> missed) {
			synchronized (RecoverableSocket.this) {
				if (!isJoining()) {
					this.gone = true;
				}
				else if (owner().output().trySend(packets(missed), this.delivery)) {
					RecoverableSocket.this.former = null;
					entered();
					this.entered = true;
				}
			}
		}

		private List<Packet> packets(List<MissedEvent> missed) {
			List<Packet> packets = new ArrayList<>(missed.size() + 1);
			for (MissedEvent event : missed) {
				packets.add(namespace().localSockets().packet(event));
			}
			packets.add(this.answer);
			return packets;
		}

	}

	private synchronized SavedSession session(Set<String> lastRooms) {
		return new SavedSession(this.privateId, id(), user(), this.since, this.rooms.of(lastRooms, this.since),
				namespace().localSockets().payloads().payload(List.of(data())));
	}

	/** Who is away does not come back, either. */
	@Override
	public void disconnect(boolean closeConnection) {
		if (hasGone() && !this.lost) {
			this.lost = true;
			adapter().send(new Command.Disconnect(itself(), closeConnection));
		}
		else {
			super.disconnect(closeConnection);
		}
	}

	@Override
	boolean disconnected(DisconnectReason reason, @Nullable String description) {
		boolean wasConnected = super.disconnected(reason, description);
		Runnable end = this.departure;
		if (wasConnected && end != null) {
			events().whenDone(end);
		}
		return wasConnected;
	}

	@Override
	void gone(boolean wasConnected, DisconnectReason reason, Set<String> lastRooms) {
		Former back = this.former;
		if (wasConnected && RECOVERABLE.contains(reason)) {
			this.departure = namespace().departures().begin(this.privateId);
			adapter().persist(session(lastRooms));
		}
		else if (back != null) {
			// Nothing has come of its return.
			adapter().persist(back.session());
		}
		else {
			this.lost = true;
		}
	}

}
