package io.github.socketiospring.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one session: what is sent and received goes through it, whatever
 * connection carries it.
 */
final class DefaultEngineSession extends ReceivingSession {

	private static final Log logger = LogFactory.getLog(DefaultEngineSession.class);

	private static final AtomicReferenceFieldUpdater<DefaultEngineSession, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(DefaultEngineSession.class, State.class, "state");

	private final EngineServer server;

	private final String id;

	private final ProtocolRevision revision;

	private final EngineRequest request;

	private final OutboundQueue queue;

	private final HeartbeatTimer heartbeat;

	private final CurrentConnection current;

	private final ListenerSlot listener = new ListenerSlot();

	private volatile State state = State.OPENING;

	private volatile TimerWheel.@Nullable Timer closeTimer;

	DefaultEngineSession(EngineServer server, String id, ProtocolRevision revision, EngineRequest request,
			TransportConnection connection) {
		super(server.timers().stamp());
		this.server = server;
		this.id = id;
		this.revision = revision;
		this.request = request;
		this.current = new CurrentConnection(connection);
		this.queue = new OutboundQueue(server.options().maxBufferedBytes(), connection.confirmsWrites(),
				server.watcher().traffic());
		this.heartbeat = new HeartbeatTimer(server, this);
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String publicId() {
		return PublicId.of(this.id);
	}

	@Override
	public ProtocolRevision revision() {
		return this.revision;
	}

	@Override
	public EngineRequest request() {
		return this.request;
	}

	@Override
	public TransportConnection connection() {
		return this.current.get();
	}

	@Override
	public OutboundQueue queue() {
		return this.queue;
	}

	@Override
	public boolean isOpen() {
		return this.state == State.OPEN;
	}

	@Override
	public State state() {
		return this.state;
	}

	boolean hasEnded() {
		return this.state == State.CLOSED;
	}

	@Override
	public int waitingMessages() {
		return this.queue.waitingMessages();
	}

	@Override
	public long waitingBytes() {
		return this.queue.waitingBytes();
	}

	@Override
	public long capacity() {
		return this.server.options().maxBufferedBytes();
	}

	@Override
	public void addTap(PacketTap tap) {
		this.listener.addTap(tap);
	}

	@Override
	public void removeTap(PacketTap tap) {
		this.listener.removeTap(tap);
	}

	@Override
	public String transport() {
		return this.current.get().transport();
	}

	@Override
	public Executor executor() {
		return this.current.get().executor();
	}

	@Override
	EngineServer server() {
		return this.server;
	}

	// Opening

	@Override
	public EngineMessage openingMessage() {
		EngineOptions options = this.server.options();
		return this.revision.open(this.id, options.upgradesOf(transport()), options);
	}

	@Override
	public void opened() {
		if (!STATE.compareAndSet(this, State.OPENING, State.OPEN)) {
			return;
		}
		this.server.watcher().opened(this);
		try {
			this.listener.set(this.server.listener().opened(this));
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		this.revision.heartbeat().start(this.heartbeat);
		// Now that a timer is set, the time is known.
		hear();
		this.listener.tellIfEnded();
		if (this.server.hasStopped()) {
			close(CloseReason.SERVER_SHUTTING_DOWN, null);
		}
	}

	@Override
	public void resumed() {
		SessionListener target = this.listener.get();
		if (target != null) {
			target.resumed();
		}
	}

	// Sending

	@Override
	public SendResult send(EngineMessage... unit) {
		SendResult result = enqueue(unit);
		if (result == SendResult.ACCEPTED) {
			this.current.get().wakeUp();
		}
		return result;
	}

	@Override
	public void sendFirst(EngineMessage message) {
		if (this.state == State.OPEN) {
			this.queue.putFirst(message);
			this.listener.showSent(message);
			this.current.get().wakeUp();
		}
	}

	private SendResult enqueue(EngineMessage... unit) {
		SendResult result = offer(unit);
		if (result == SendResult.ACCEPTED) {
			this.listener.showSent(unit);
		}
		else if (result == SendResult.OVERFLOW) {
			overflowed();
		}
		return result;
	}

	/**
	 * Queues messages as one unit and tells nobody. The caller shows them to those who
	 * look on, and if they do not fit, decides what becomes of the session.
	 * @param unit the messages
	 * @return what became of them
	 */
	SendResult offer(EngineMessage... unit) {
		return isOpen() ? this.queue.offer(unit) : SendResult.ENDED;
	}

	/**
	 * Queues messages that were collected, as {@link #offer} does, if there is room for
	 * all of them.
	 * @param unit the messages
	 * @return what became of them
	 */
	SendResult offerCollected(EngineMessage... unit) {
		return isOpen() ? this.queue.offerCollected(unit) : SendResult.ENDED;
	}

	/** Nothing more is queued or received; {@link #overflowed} is about to be called. */
	void overflows() {
		STATE.compareAndSet(this, State.OPEN, State.CLOSING);
	}

	/** The client reads too slowly. */
	void overflowed() {
		this.server.watcher().limited("max-buffered-bytes");
		close(CloseReason.FORCED_SERVER_CLOSE,
				"more than " + this.server.options().maxBufferedBytes() + " bytes wait for this client");
	}

	/** Whether anybody looks at packets. */
	boolean isWatched() {
		return this.listener.isWatched();
	}

	/** Shows messages that were queued to those who look on. */
	void showSent(EngineMessage... unit) {
		this.listener.showSent(unit);
	}

	@Override
	public boolean isWritable() {
		return isOpen() && this.current.get().isWritable() && this.queue.isEmpty();
	}

	@Override
	public void suspendReading(boolean suspended) {
		if (!suspended) {
			this.heartbeat.readingResumed();
		}
		this.current.suspendReading(suspended);
	}

	// Heartbeat

	@Override
	HeartbeatTimer heartbeat() {
		return this.heartbeat;
	}

	@Override
	public void beat() {
		this.revision.heartbeat().expired(this.heartbeat);
	}

	// Upgrade

	@Override
	public boolean startUpgrade(FramedConnection target) {
		Upgrade attempt = new Upgrade(this.server, this, target);
		if (!isOpen() || !this.server.options().upgradesOf(transport()).contains(target.transport())
				|| !this.current.begin(attempt)) {
			upgradeFailed(target.transport(), "the session cannot be upgraded, or is being or has been upgraded");
			return false;
		}
		attempt.start();
		if (hasEnded()) {
			attempt.sessionClosed();
		}
		return true;
	}

	@Override
	CurrentConnection current() {
		return this.current;
	}

	@Override
	ListenerSlot listener() {
		return this.listener;
	}

	void upgraded(String from, String to) {
		this.server.watcher().upgraded(this, from);
		this.listener.tell((target) -> target.upgraded(from, to));
	}

	void upgradeFailed(String to, String reason) {
		if (isOpen()) {
			this.server.watcher().upgradeFailed(this);
			this.listener.tell((target) -> target.upgradeFailed(to, reason));
		}
	}

	// Closing

	@Override
	public void closeWhenWritten(EngineMessage... last) {
		if (STATE.compareAndSet(this, State.OPEN, State.CLOSING)) {
			this.queue.end(last);
			this.listener.showSent(last);
			this.closeTimer = this.server.timers().schedule(this.server.options().closeTimeout(), this::drained);
			this.current.get().wakeUp();
		}
	}

	@Override
	public void drained() {
		close(CloseReason.FORCED_CLOSE, null);
	}

	@Override
	public void close(CloseReason reason, @Nullable String description) {
		State before = STATE.getAndSet(this, State.CLOSED);
		if (before == State.CLOSED) {
			return;
		}
		if (logger.isDebugEnabled()) {
			// The thread may be anybody's, such as one that emits to many.
			logger.debug("Session closed: " + reason + ((description != null) ? " (" + description + ")" : "")
					+ "; connection " + publicId() + " from " + request().remoteAddress());
		}
		this.heartbeat.stop();
		TimerWheel.Timer timer = this.closeTimer;
		if (timer != null) {
			this.server.timers().cancel(timer);
		}
		// Before the queue is empty: a connection would think that it has written all.
		boolean requestExpected = this.current.abort(reason);
		this.queue.clear();
		this.server.remove(this, requestExpected);
		if (before != State.OPENING) {
			this.server.watcher().closed(this, reason);
		}
		this.listener.ended(reason, description);
		this.server.ended();
	}

	@Override
	public void forget() {
		this.server.forget(this);
		this.current.get().forgotten();
	}

	@Override
	public String toString() {
		return "EngineSession[" + transport() + ", " + this.state + "]";
	}

}
