package io.github.socketiospring.server;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.Ack;
import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.ClientError;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.server.event.HandlerTable;
import io.github.socketiospring.server.event.ReceivedArguments;
import io.github.socketiospring.server.event.SocketEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/**
 * One client in one namespace.
 */
sealed class ServerSocket extends SendingSocket permits RecoverableSocket {

	private final String id;

	private final ServerNamespace namespace;

	private final Client client;

	private final JsonNode auth;

	private final SocketEvents events;

	private volatile State state = State.JOINING;

	private volatile @Nullable PendingAcks pendingAcks;

	private volatile @Nullable Set<String> lastRooms;

	private volatile @Nullable Map<String, Object> data;

	ServerSocket(String id, ServerNamespace namespace, Client client, JsonNode auth) {
		this.id = id;
		this.namespace = namespace;
		this.client = client;
		this.auth = auth;
		this.events = new SocketEvents(this, client);
	}

	/**
	 * The life of a socket; it only ever moves forward.
	 */
	enum State {

		JOINING, CONNECTED, DISCONNECTED

	}

	@Override
	public ClientConnection client() {
		return this.client.connection();
	}

	Client owner() {
		return this.client;
	}

	@Override
	public HandlerTable handlers() {
		return this.namespace.handlers();
	}

	/**
	 * Returns what is held while this socket comes, goes, joins or leaves rooms: nothing
	 * that an application might hold, too.
	 */
	final Object lock() {
		return this.events;
	}

	// Identity

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public ServerNamespace namespace() {
		return this.namespace;
	}

	@Override
	public Handshake handshake() {
		return new SocketHandshake(this.client, this.auth);
	}

	@Override
	public @Nullable Principal principal() {
		return this.client.request().principal();
	}

	@Override
	public String transport() {
		return this.client.transport();
	}

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

	@Override
	public Map<String, Object> session() {
		return this.client.sharedData();
	}

	@Override
	public Optional<Socket> sibling(String name) {
		return Optional.ofNullable(this.client.socket(DefaultSocketIOServer.normalize(name)));
	}

	// Sending

	@Override
	public boolean hasGone() {
		return this.state == State.DISCONNECTED;
	}

	void send(Packet packet) {
		if (!hasGone()) {
			this.client.output().send(packet);
		}
	}

	@Override
	PendingAcks pendingAcks() {
		synchronized (lock()) {
			PendingAcks acks = this.pendingAcks;
			if (acks == null) {
				acks = new PendingAcks(this.namespace.server().options().maxPendingAcks());
				if (this.state == State.DISCONNECTED) {
					acks.close();
				}
				this.pendingAcks = acks;
			}
			return acks;
		}
	}

	// Rooms

	@Override
	public void join(String... rooms) {
		synchronized (lock()) {
			if (this.state != State.DISCONNECTED) {
				this.namespace.localSockets()
					.roomIndex()
					.join(this, this.namespace.server().options().maxRoomsPerSocket(), rooms);
			}
		}
	}

	@Override
	public void leave(String... rooms) {
		synchronized (lock()) {
			for (String room : rooms) {
				this.namespace.localSockets().roomIndex().leave(this, room);
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
		return this.namespace.localSockets().roomIndex().of(this);
	}

	@Override
	public ContextView context() {
		return this.client.context();
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
			this.client.output().send(answer, delivery);
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
			this.namespace.localSockets().add(this);
			this.state = State.CONNECTED;
		}
	}

	/**
	 * Calls what is called for a client that has joined.
	 * @param before what has to complete first, or {@code null} for nothing
	 */
	final void welcome(@Nullable Mono<Void> before) {
		this.events.connected(before);
		if (this.namespace.isClosed()) {
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
		if (closeConnection || this.client.endsWith(this.namespace)) {
			this.client.disconnect();
		}
		else if (leave()) {
			// Not before: a client may hang up as soon as it is told.
			this.client.output().send(new Packet.Disconnect(this.namespace.name()));
		}
	}

	@Override
	public void disconnectSilently(boolean closeConnection) {
		if (closeConnection || this.client.endsWith(this.namespace)) {
			this.client.disconnectSilently();
		}
		else {
			leave();
		}
	}

	private boolean leave() {
		return this.state == State.CONNECTED
				&& this.client.left(this, DisconnectReason.SERVER_NAMESPACE_DISCONNECT, null);
	}

	@Override
	public void tell(SocketIOError error) {
		if (this.state == State.CONNECTED) {
			this.client.tell(error);
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
		cancelJobs();
		PendingAcks acks = this.pendingAcks;
		if (acks != null) {
			acks.close();
		}
		if (wasConnected) {
			this.events.disconnected(reason, description);
			if (this.namespace.parent() != null) {
				this.events.whenDone(this.namespace::leave);
			}
		}
		else {
			this.events.discard();
			forgetRooms();
			this.namespace.leave();
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
				this.namespace.localSockets().roomIndex().leaveAll(this);
				this.namespace.localSockets().remove(this);
			}
			return before;
		}
	}

	@Override
	public void forgetRooms() {
		this.lastRooms = null;
	}

	@Override
	public String nameInLogs() {
		return this.client.nameInLogs(this.id);
	}

	@Override
	public String toString() {
		return "Socket[" + nameInLogs() + " in " + this.namespace.name() + "]";
	}

}
