package io.github.socketiospring.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.EventConnection;
import io.github.socketiospring.server.event.JobOwner;
import io.github.socketiospring.server.event.Jobs;
import io.github.socketiospring.server.event.LogText;
import io.github.socketiospring.server.event.SocketEvents;
import io.github.socketiospring.server.event.Workers;
import io.github.socketiospring.server.limit.EventBuckets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;
import tools.jackson.databind.node.MissingNode;

/**
 * One engine session and the sockets on it, one per namespace the client has joined.
 */
final class Client extends ReceivingClient implements EventConnection, JobOwner {

	private static final Log logger = LogFactory.getLog(Client.class);

	private final DefaultSocketIOServer server;

	private final EngineSession session;

	private final PacketProtocol protocol;

	private final PacketOutput output;

	/** Milliseconds since 1970. */
	private final long openedAt = System.currentTimeMillis();

	private final Memberships memberships;

	/** Without any limit, there are none. */
	private volatile @Nullable ClientLimits limits;

	private TimerWheel.@Nullable Timer connectTimer;

	private volatile @Nullable Map<String, Object> sharedData;

	/** While it is not read. */
	private @Nullable Suspension suspension;

	Client(DefaultSocketIOServer server, EngineSession session, PacketProtocol protocol) {
		super(server, protocol);
		this.server = server;
		this.session = session;
		this.protocol = protocol;
		this.memberships = new Memberships(server.options().maxNamespacesPerConnection());
		this.limits = ClientLimits.of(server, session.request());
		this.output = new PacketOutput(session, protocol.format(), server.attachmentWarnings());
	}

	/** "The client must join a namespace within connectTimeout", even where we do it. */
	void opened() {
		if (this.protocol.joinsRootAtOnce()) {
			connect(Packet.ROOT, MissingNode.getInstance());
		}
		startConnectTimer();
	}

	private synchronized void startConnectTimer() {
		if (this.memberships.isEmpty() && !hasGone()) {
			this.connectTimer = this.server.timers().schedule(this.server.options().connectTimeout(), () -> {
				if (this.memberships.isEmpty()) {
					close(DisconnectReason.FORCED_SERVER_CLOSE, "no namespace joined in time");
				}
			});
		}
	}

	synchronized void stopConnectTimer() {
		if (this.connectTimer != null) {
			this.server.timers().cancel(this.connectTimer);
			this.connectTimer = null;
		}
	}

	ServerConnection connection() {
		return new ServerConnection(this, this.session);
	}

	DefaultSocketIOServer server() {
		return this.server;
	}

	@Override
	PacketProtocol protocol() {
		return this.protocol;
	}

	@Override
	Memberships memberships() {
		return this.memberships;
	}

	/** Returns the id of this client's socket in a namespace, or a new one. */
	String socketId(String namespace) {
		return this.protocol.socketId(namespace, this.session.id(), this.server::nextSocketId);
	}

	EngineRequest request() {
		return this.session.request();
	}

	Instant openedAt() {
		return Instant.ofEpochMilli(this.openedAt);
	}

	/**
	 * Tells a socket of an error, if the protocol has a place for it.
	 */
	void tell(SocketIOError error) {
		Packet packet = this.protocol.error(error.namespace(), error.name().toString(), error.message());
		if (packet != null) {
			this.output.send(packet);
		}
	}

	String nameInLogs(String socketId) {
		return this.protocol.nameInLogs(socketId);
	}

	Revision revision() {
		return this.protocol.revision();
	}

	String transport() {
		return this.session.transport();
	}

	@Override
	public Executor eventLoop() {
		return this.session.executor();
	}

	@Override
	public Workers workers() {
		return this.server.workers();
	}

	@Override
	public TimerWheel timers() {
		return this.server.timers();
	}

	@Override
	public int maxPendingEvents() {
		return this.server.options().maxPendingEvents();
	}

	@Override
	public EventBuckets buckets(String namespace) {
		ClientLimits own = this.limits;
		if (own == null) {
			synchronized (this) {
				own = this.limits;
				if (own == null) {
					own = ClientLimits.ofEvents(this.server);
					this.limits = own;
				}
			}
		}
		return own.buckets(namespace);
	}

	/** What this client may have and send, {@code null} if there are no limits. */
	@Nullable ClientLimits limits() {
		return this.limits;
	}

	@Nullable ServerSocket socket(String namespace) {
		return this.memberships.get(namespace);
	}

	Map<String, Socket> sockets() {
		return this.memberships.all();
	}

	Map<String, Object> sharedData() {
		Map<String, Object> map = this.sharedData;
		if (map == null) {
			synchronized (this) {
				map = this.sharedData;
				if (map == null) {
					map = new ConcurrentHashMap<>(4);
					this.sharedData = map;
				}
			}
		}
		return map;
	}

	/** Whether events may have offsets: older clients would take them for arguments. */
	boolean takesOffsets() {
		return this.protocol.recovers();
	}

	@Override
	PacketOutput output() {
		return this.output;
	}

	boolean isWritable() {
		return this.session.isWritable();
	}

	/** For how long nothing has arrived. */
	Duration silence() {
		return this.session.silence();
	}

	@Override
	public synchronized void suspendReading(boolean suspend) {
		if (suspend) {
			limited("max-pending-events");
		}
		Suspension before = this.suspension;
		this.suspension = suspend ? Suspension.of(before) : (before != null) ? before.less() : null;
		if ((this.suspension == null) != (before == null)) {
			this.session.suspendReading(suspend);
		}
	}

	/** Since when nothing is read, {@code null} if all is. */
	synchronized @Nullable Instant suspendedSince() {
		return (this.suspension != null) ? Instant.ofEpochMilli(this.suspension.since()) : null;
	}

	EngineSession session() {
		return this.session;
	}

	// Jobs

	Jobs jobs() {
		return this.server.jobs();
	}

	@Override
	public boolean hasGone() {
		return this.memberships.isClosed();
	}

	@Override
	public ContextView context() {
		return this.session.request().context();
	}

	// Receiving

	@Override
	void join(JoinRequest request) {
		new Join(this, request).begin();
	}

	@Override
	void report(SocketIOError.Name name, String namespace, @Nullable String event, @Nullable Throwable exception) {
		this.server.errors()
			.report(new SocketIOError(name, name.message(), namespace, this.memberships.get(namespace), event,
					SocketEvents.NOT_REQUESTED, exception));
	}

	@Override
	public void limited(String limit) {
		this.server.limited(limit);
	}

	@Override
	public void leave() {
		end(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, null);
		// At once: the client listens no more.
		this.session.close(CloseReason.TRANSPORT_CLOSE, "the client left");
	}

	@Override
	public void upgraded(String from, String to) {
		this.server.connectionListeners().upgraded(this, from, to);
	}

	@Override
	public void upgradeFailed(String to, String reason) {
		this.server.connectionListeners().upgradeFailed(this, to, reason);
	}

	// Ending

	/**
	 * A socket leaves its namespace; the connection stays.
	 * @return {@code false} if it had left already
	 */
	@Override
	boolean left(ServerSocket socket, DisconnectReason reason, @Nullable String description) {
		this.memberships.remove(socket);
		return socket.disconnected(reason, description);
	}

	/** Whether a client that is put out of a namespace is put out of all. */
	boolean endsWith(ServerNamespace namespace) {
		return this.protocol.endsWithRoot() && Packet.ROOT.equals(namespace.name());
	}

	/**
	 * All sockets leave, and are told; then the connection is closed. A client may hang
	 * up as soon as it is told, so the reason is given before.
	 * @param description details of the reason, if any
	 */
	void disconnectAll(@Nullable String description) {
		Packet[] last = end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT, description).stream()
			.map((socket) -> new Packet.Disconnect(socket.namespace().name()))
			.toArray(Packet[]::new);
		this.output.closeWhenWritten(last);
	}

	/**
	 * All sockets leave, and the client learns of it only as the connection is closed.
	 */
	void disconnectSilently() {
		close(DisconnectReason.SERVER_NAMESPACE_DISCONNECT, null);
	}

	/** Closes the connection once everything queued is written. */
	@Override
	void close(DisconnectReason reason, @Nullable String description) {
		end(reason, description);
		this.output.closeWhenWritten();
	}

	@Override
	public void closed(CloseReason reason, @Nullable String description) {
		end(CloseReasons.of(reason), description);
		ClientLimits own = this.limits;
		if (own != null) {
			own.closed();
		}
		this.server.removed(this);
	}

	/**
	 * The client has gone.
	 * @return the sockets that were connected until then
	 */
	private List<ServerSocket> end(DisconnectReason reason, @Nullable String description) {
		List<ServerSocket> last = this.memberships.close();
		if (last == null) {
			return List.of();
		}
		jobs().cancel(this);
		stopConnectTimer();
		ClientLimits own = this.limits;
		if (own != null) {
			own.ended();
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Client disconnected: " + reason + ((description != null) ? " (" + description + ")" : "")
					+ "; " + nameInLogs(last));
		}
		last.removeIf((socket) -> !disconnected(socket, reason, description));
		this.server.connectionListeners().closed(this, reason, description);
		return last;
	}

	/** As the actuator endpoint calls it: the thread may have another client's MDC. */
	private String nameInLogs(List<ServerSocket> sockets) {
		ServerConnection connection = connection();
		return "connection " + connection.id() + " from " + connection.remoteAddress() + ", sockets "
				+ sockets.stream()
					.map((socket) -> socket.nameInLogs() + " in " + LogText.of(socket.namespace().name()))
					.toList();
	}

	/** One socket that fails keeps no other from learning that the client has gone. */
	private static boolean disconnected(ServerSocket socket, DisconnectReason reason, @Nullable String description) {
		try {
			return socket.disconnected(reason, description);
		}
		catch (RuntimeException ex) {
			logger.error(socket + " has gone, and that could not be dealt with", ex);
			return false;
		}
	}

	@Override
	public String toString() {
		return "Client[" + revision() + ", " + transport() + "]";
	}

}
