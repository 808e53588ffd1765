package io.github.socketiospring.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.Ack;
import io.github.socketiospring.ClientError;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.server.event.ReceivedArguments;
import io.github.socketiospring.server.event.SocketEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One client in one namespace.
 */
sealed class ServerSocket extends IdentifiedSocket permits RememberedSocket {

	private final SocketEvents events;

	private volatile State state = State.JOINING;

	private volatile @Nullable PendingAcks pendingAcks;

	private volatile @Nullable Set<String> lastRooms;

	private volatile @Nullable Map<String, Object> data;

	ServerSocket(String id, ServerNamespace namespace, Client client, SocketIdentity identity) {
		super(id, namespace, client, identity);
		this.events = new SocketEvents(this, client);
	}

	/**
	 * The life of a socket; it only ever moves forward.
	 */
	enum State {

		JOINING, CONNECTED, DISCONNECTED

	}

	/**
	 * Returns what is held while this socket comes, goes, joins or leaves rooms: nothing
	 * that an application might hold, too.
	 */
	final Object lock() {
		return this.events;
	}

	// State

	@Override
	public boolean isConnected() {
		return this.state == State.CONNECTED;
	}

	final boolean isJoining() {
		return this.state == State.JOINING;
	}

	@Override
	public boolean recovered() {
		return false;
	}

	/**
	 * Returns the secret by which the client gets this socket back, or {@code null} if it
	 * cannot.
	 */
	@Nullable String privateId() {
		return null;
	}

	@Override
	public Map<String, Object> data() {
		Map<String, Object> map = this.data;
		if (map == null) {
			synchronized (this) {
				map = this.data;
				if (map == null) {
					map = new ConcurrentHashMap<>(4);
					this.data = map;
				}
			}
		}
		return map;
	}

	/** Before anybody else has seen this socket. */
	final void setData(Map<String, Object> values) {
		this.data = values;
	}

	Map<String, Object> dataSnapshot() {
		Map<String, Object> map = this.data;
		return (map != null) ? Map.copyOf(map) : Map.of();
	}

	// Sending

	@Override
	public boolean hasGone() {
		return this.state == State.DISCONNECTED;
	}

	void send(Packet packet) {
		if (!hasGone()) {
			owner().output().send(packet);
		}
	}

	@Override
	PendingAcks pendingAcks() {
		synchronized (lock()) {
			PendingAcks acks = this.pendingAcks;
			if (acks == null) {
				acks = new PendingAcks(namespace().server().options().maxPendingAcks(),
						() -> namespace().server().limited("max-pending-acks"));
				if (this.state == State.DISCONNECTED) {
					acks.close();
				}
				this.pendingAcks = acks;
			}
			return acks;
		}
	}

	final int pendingAcksCount() {
		PendingAcks acks = this.pendingAcks;
		return (acks != null) ? acks.size() : 0;
	}

	// Rooms

	@Override
	public void join(String... rooms) {
		synchronized (lock()) {
			if (this.state != State.DISCONNECTED) {
				namespace().localSockets()
					.roomIndex()
					.join(this, namespace().server().options().maxRoomsPerSocket(), rooms);
			}
		}
	}

	@Override
	public void leave(String... rooms) {
		synchronized (lock()) {
			for (String room : rooms) {
				namespace().localSockets().roomIndex().leave(this, room);
			}
		}
	}

	@Override
	public Set<String> rooms() {
		Set<String> last = this.lastRooms;
		if (last != null) {
			return last;
		}
		if (this.state == State.DISCONNECTED) {
			return Set.of();
		}
		return namespace().localSockets().roomIndex().of(this);
	}

	// Receiving

	/** An event has arrived; called on the receiving event loop. */
	void receiveEvent(long ackId, ArgumentReader reader) {
		Ack ack = (ackId != Packet.NO_ID) ? new PacketAck(this, ackId) : SocketEvents.NOT_REQUESTED;
		this.events.received(reader, ack);
	}

	/** The client reports an error. */
	void receiveError(ClientError error) {
		this.events.clientError(error);
	}

	/** An answer has arrived: it waits for no event. */
	void receiveAck(long ackId, JsonArguments arguments) {
		PendingAcks acks = this.pendingAcks;
		PendingAcks.AckCallback callback = (acks != null) ? acks.remove(ackId) : null;
		if (callback != null) {
			callback.answered(new ReceivedArguments(arguments));
		}
	}

	// Coming and going

	/**
	 * Tells the client that it has joined; then broadcasts may reach it. Both in one
	 * step: the client may answer on another thread, and even leave.
	 * @param answer the packet that tells it
	 */
	void connected(Packet answer) {
		BroadcastDelivery delivery = new BroadcastDelivery();
		synchronized (lock()) {
			if (this.state != State.JOINING) {
				// It has gone already.
				return;
			}
			owner().output().send(answer, delivery);
			entered();
		}
		delivery.flush();
		welcome(null);
	}

	/**
	 * From now on broadcasts reach the client, which has been told that it has joined.
	 */
	final void entered() {
		synchronized (lock()) {
			namespace().localSockets().add(this);
			this.state = State.CONNECTED;
		}
		namespace().watches().joined();
	}

	/**
	 * Calls what is called for a client that has joined.
	 * @param before what has to complete first, or {@code null} for nothing
	 */
	final void welcome(@Nullable Mono<Void> before) {
		namespace().server().identities().watch(this);
		this.events.connected(before);
		if (namespace().isClosed()) {
			// Removed meanwhile, when this one could not be seen yet.
			disconnect(false);
		}
	}

	final SocketEvents events() {
		return this.events;
	}

	/** Its list of allowed events begins before any of them can arrive. */
	void restrict() {
		if (handlers().hasInitialAcl()) {
			acl();
		}
	}

	@Override
	public void disconnect(boolean closeConnection) {
		if (closeConnection || owner().endsWith(namespace())) {
			owner().disconnectAll(null);
		}
		else if (leaveNamespace(null)) {
			// Not before: a client may hang up as soon as it is told.
			owner().output().send(new Packet.Disconnect(namespace().name()));
		}
	}

	@Override
	public void disconnectSilently(boolean closeConnection) {
		if (closeConnection || owner().endsWith(namespace())) {
			owner().disconnectSilently();
		}
		else {
			leaveNamespace(null);
		}
	}

	/** The client's credentials have expired. */
	final void expired() {
		if (!isConnected()) {
			return;
		}
		if (owner().endsWith(namespace())) {
			owner().disconnectAll(Identities.EXPIRED);
		}
		else if (leaveNamespace(Identities.EXPIRED)) {
			owner().output().send(new Packet.Disconnect(namespace().name()));
		}
	}

	@Override
	public final void disconnectLimited() {
		owner().disconnectAll("more events than the client may send");
	}

	private boolean leaveNamespace(@Nullable String description) {
		return this.state == State.CONNECTED
				&& owner().left(this, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, description);
	}

	@Override
	public void tell(SocketIOError error) {
		if (this.state == State.CONNECTED) {
			owner().tell(error);
		}
	}

	/**
	 * The socket has gone; the first call wins.
	 * @return whether it was connected until then: who is told so tells the client
	 */
	boolean disconnected(DisconnectReason reason, @Nullable String description) {
		State before = go(reason);
		if (before == State.DISCONNECTED) {
			return false;
		}
		boolean wasConnected = before == State.CONNECTED;
		namespace().server().identities().forget(identity());
		cancelJobs();
		PendingAcks acks = this.pendingAcks;
		if (acks != null) {
			acks.close();
		}
		if (wasConnected) {
			namespace().watches().left(reason);
			this.events.disconnected(reason, description);
			if (namespace().parent() != null) {
				this.events.whenDone(namespace()::leave);
			}
		}
		else {
			this.events.discard();
			forgetRooms();
			namespace().leave();
		}
		return wasConnected;
	}

	/**
	 * The socket leaves its namespace and its rooms; the application is told later.
	 * @param reason why
	 * @return what the socket was until now
	 */
	State go(DisconnectReason reason) {
		return leaveAll();
	}

	final State leaveAll() {
		synchronized (lock()) {
			State before = this.state;
			if (before != State.DISCONNECTED) {
				this.lastRooms = rooms();
				this.state = State.DISCONNECTED;
				namespace().localSockets().roomIndex().leaveAll(this);
				namespace().localSockets().remove(this);
			}
			return before;
		}
	}

	@Override
	public void forgetRooms() {
		this.lastRooms = null;
	}

}
