package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.text.Base64Payload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to the engine, whatever transports carry it. Sending and
 * closing may be done by any thread; messages sent by one thread keep their order.
 */
public final class EngineSession extends TimerWheel.Timer {

	private static final Log logger = LogFactory.getLog(EngineSession.class);

	/** How long a closed session is remembered for a request that is under way. */
	private static final Duration LAST_REQUEST_TIMEOUT = Duration.ofSeconds(1);

	private static final AtomicReferenceFieldUpdater<EngineSession, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(EngineSession.class, State.class, "state");

	private static final AtomicReferenceFieldUpdater<EngineSession, Upgrade> UPGRADE = AtomicReferenceFieldUpdater
		.newUpdater(EngineSession.class, Upgrade.class, "upgrade");

	private static final AtomicReferenceFieldUpdater<EngineSession, Closed> CLOSED = AtomicReferenceFieldUpdater
		.newUpdater(EngineSession.class, Closed.class, "closed");

	private final EngineServer server;

	private final String id;

	private final ProtocolRevision revision;

	private final EngineRequest request;

	private final OutboundQueue queue;

	private volatile State state = State.OPENING;

	private volatile @Nullable Upgrade upgrade;

	private volatile TransportConnection connection;

	private volatile @Nullable SessionListener listener;

	private volatile TimerWheel.@Nullable Timer closeTimer;

	private volatile boolean awaitingHeartbeat;

	private volatile boolean readingSuspended;

	private volatile @Nullable Closed closed;

	EngineSession(EngineServer server, String id, ProtocolRevision revision, EngineRequest request,
			TransportConnection connection) {
		this.server = server;
		this.id = id;
		this.revision = revision;
		this.request = request;
		this.connection = connection;
		this.queue = new OutboundQueue(server.options().maxBufferedBytes(), connection.confirmsWrites());
	}

	/**
	 * Why the session has ended, until the listener was told.
	 */
	private record Closed(CloseReason reason, @Nullable String description) {
	}

	/**
	 * The life of a session; it only ever moves forward.
	 */
	private enum State {

		OPENING, OPEN, CLOSING, CLOSED

	}

	/**
	 * Returns the session's id, which is a secret of server and client.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns the client's generation.
	 * @return the revision
	 */
	public ProtocolRevision revision() {
		return this.revision;
	}

	/**
	 * Returns the request that opened the session.
	 * @return the request
	 */
	public EngineRequest request() {
		return this.request;
	}

	/**
	 * Returns what carries the session right now.
	 * @return the connection
	 */
	public TransportConnection connection() {
		return this.connection;
	}

	/**
	 * Returns what waits to be written; only the current connection takes from it.
	 * @return the queue
	 */
	public OutboundQueue queue() {
		return this.queue;
	}

	/**
	 * Tells whether messages can be sent.
	 * @return {@code true} until the session is closed by either side
	 */
	public boolean isOpen() {
		return this.state == State.OPEN;
	}

	/**
	 * The transport has taken the opening message: tells the layer above, which may send
	 * at once.
	 */
	void open(EngineListener engineListener) {
		if (!STATE.compareAndSet(this, State.OPENING, State.OPEN)) {
			return;
		}
		try {
			this.listener = engineListener.opened(this);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		this.revision.heartbeat().start(this);
		notifyIfClosed();
	}

	/**
	 * The client has moved to another connection before it has said anything: the layer
	 * above tells it again what it was told before.
	 */
	public void resumed() {
		SessionListener target = this.listener;
		if (target != null) {
			target.resumed();
		}
	}

	// Sending

	/**
	 * Sends messages as one unit: nothing comes between them.
	 * @param unit the messages
	 */
	public void send(EngineMessage... unit) {
		if (enqueue(unit)) {
			this.connection.wakeUp();
		}
	}

	/**
	 * Sends a message before everything that waits.
	 * @param message the message
	 */
	public void sendFirst(EngineMessage message) {
		if (this.state == State.OPEN) {
			this.queue.putFirst(message);
			this.connection.wakeUp();
		}
	}

	/**
	 * Queues messages as one unit without waking up the connection, for a
	 * {@link BroadcastDelivery} that wakes up many at once.
	 * @param unit the messages
	 * @return whether the connection must be woken up
	 */
	boolean enqueue(EngineMessage... unit) {
		if (this.state != State.OPEN) {
			return false;
		}
		return switch (this.queue.offer(unit)) {
			case ACCEPTED -> true;
			case ENDED -> false;
			case OVERFLOW -> {
				close(CloseReason.FORCED_SERVER_CLOSE,
						"more than " + this.server.options().maxBufferedBytes() + " bytes wait for this client");
				yield false;
			}
		};
	}

	/**
	 * Tells whether a message could leave right now.
	 * @return {@code false} if it would have to wait
	 */
	public boolean isWritable() {
		return isOpen() && this.connection.isWritable() && this.queue.isEmpty();
	}

	/**
	 * Stops reading from this client, or starts again.
	 * @param suspended whether to stop
	 */
	public void suspendReading(boolean suspended) {
		if (!suspended && this.awaitingHeartbeat && isOpen()) {
			// The answer may be among what was not read.
			this.server.timers().schedule(this, patience());
		}
		this.readingSuspended = suspended;
		applySuspension();
	}

	/** Whoever comes last, here or in an upgrade, sees what was asked for last. */
	private void applySuspension() {
		boolean applied;
		do {
			applied = this.readingSuspended;
			this.connection.suspendReading(applied);
		}
		while (applied != this.readingSuspended);
	}

	// Receiving

	/**
	 * Takes a text frame.
	 * @param from the connection it came on; ignored unless it is the current one
	 * @param data holds the frame
	 * @param offset where it begins
	 * @param length its length
	 */
	public void receiveText(TransportConnection from, byte[] data, int offset, int length) {
		SessionListener target = this.listener;
		if (from != this.connection || target == null || !isOpen()) {
			return;
		}
		if (length == 0) {
			close(CloseReason.PARSE_ERROR, "empty packet");
			return;
		}
		switch (this.revision.signal(data, offset, length)) {
			case MESSAGE -> {
				int type = this.revision.framing().textPrefixLength();
				try {
					target.text(data, offset + type, length - type);
				}
				catch (RuntimeException ex) {
					failed(ex);
				}
			}
			case BASE64_MESSAGE -> receiveBase64(data, offset, length);
			case PING -> this.revision.heartbeat().ping(this);
			case PONG -> this.revision.heartbeat().pong(this);
			case CLOSE -> close(CloseReason.TRANSPORT_CLOSE, "the client closed the session");
			case UPGRADE, IGNORE -> {
				// Without meaning outside an upgrade.
			}
			case INVALID -> close(CloseReason.PARSE_ERROR, "invalid packet type");
		}
	}

	/** What a client sends that was told not to use binary frames. */
	private void receiveBase64(byte[] data, int offset, int length) {
		byte[] decoded;
		try {
			decoded = Base64Payload.decode(data, offset + this.revision.base64PrefixLength(), offset + length);
		}
		catch (IllegalArgumentException ex) {
			close(CloseReason.PARSE_ERROR, ex.getMessage());
			return;
		}
		deliverBinary(decoded);
	}

	/**
	 * Takes a binary frame.
	 * @param from the connection it came on; ignored unless it is the current one
	 * @param data the bytes
	 */
	public void receiveBinary(TransportConnection from, byte[] data) {
		if (from != this.connection || !isOpen()) {
			return;
		}
		byte[] content = this.revision.binaryContent(data);
		if (content == null) {
			close(CloseReason.PARSE_ERROR, "invalid packet type");
			return;
		}
		deliverBinary(content);
	}

	private void deliverBinary(byte[] content) {
		SessionListener target = this.listener;
		if (target == null) {
			return;
		}
		try {
			target.binary(content);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private void failed(RuntimeException ex) {
		logger.error("Session handling failed; the session is closed", ex);
		close(CloseReason.TRANSPORT_ERROR, "session handling failed");
	}

	/**
	 * A connection has ended.
	 * @param from the connection; ignored unless it is the current one
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	public void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description) {
		if (from == this.connection) {
			close(reason, description);
		}
	}

	// Heartbeat

	@Override
	protected void run() {
		boolean suspended = this.readingSuspended;
		if (!isOpen() || this.server.timers().isSet(this)) {
			// It was set again when its time had come already.
			return;
		}
		if (this.awaitingHeartbeat && suspended) {
			// Silence says nothing about a client that is not listened to.
			this.server.timers().scheduleNext(this, patience());
		}
		else {
			this.revision.heartbeat().expired(this);
		}
	}

	/**
	 * Sets the heartbeat's timer: from when it was due, if the client must now answer,
	 * and otherwise from now.
	 * @param awaitingPong whether the client must answer before it runs out
	 */
	public void restartTimer(boolean awaitingPong) {
		this.awaitingHeartbeat = awaitingPong;
		if (!isOpen()) {
			return;
		}
		EngineOptions options = this.server.options();
		if (awaitingPong) {
			this.server.timers().scheduleNext(this, options.pingTimeout());
		}
		else {
			this.server.timers().schedule(this, options.pingInterval());
		}
	}

	/**
	 * Waits for the client to beat the heart, from now.
	 */
	public void awaitHeartbeat() {
		this.awaitingHeartbeat = true;
		if (isOpen()) {
			this.server.timers().schedule(this, patience());
		}
	}

	private Duration patience() {
		return this.revision.heartbeat().patience(this.server.options());
	}

	/**
	 * Looks whether the client has been silent for too long, before it is served again.
	 */
	void checkHeartbeat() {
		while (this.server.timers().runIfDue(this)) {
			// A heartbeat may have been due, and its answer since then, too.
		}
	}

	/**
	 * Tells whether the client has a heartbeat to answer or to send.
	 * @return {@code true} if it has
	 */
	public boolean isAwaitingHeartbeat() {
		return this.awaitingHeartbeat;
	}

	// Upgrade

	/**
	 * Starts to move the session to a new connection.
	 * @param target the new connection, which has received nothing yet
	 * @return whether the session may move: it is open, has not moved before and is not
	 * moving
	 */
	public boolean startUpgrade(FramedConnection target) {
		Upgrade attempt = new Upgrade(this.server, this, target);
		if (!isOpen() || !this.server.mayUpgrade(this.connection.transport(), target.transport())
				|| !UPGRADE.compareAndSet(this, null, attempt)) {
			return false;
		}
		attempt.start();
		if (this.state == State.CLOSED) {
			attempt.sessionClosed();
		}
		return true;
	}

	void upgradeFailed(Upgrade attempt) {
		UPGRADE.compareAndSet(this, attempt, null);
	}

	/**
	 * Moves to the new connection: "the server must then flush the pending packets on the
	 * new transport". The attempt stays set, so that no other can start.
	 * @return {@code false} if the old connection is receiving at this moment
	 */
	boolean upgradeTo(FramedConnection target) {
		if (!this.connection.detach()) {
			return false;
		}
		this.connection = target;
		target.receiveWith(new SessionReceiver(this, target));
		target.attach(this);
		applySuspension();
		if (this.state == State.CLOSED) {
			target.abort(CloseReason.TRANSPORT_CLOSE);
		}
		return true;
	}

	// Closing

	/**
	 * Closes the session when everything queued has been written.
	 * @param last what is sent before; no connection takes it without knowing that it is
	 * the last
	 */
	public void close(EngineMessage... last) {
		if (STATE.compareAndSet(this, State.OPEN, State.CLOSING)) {
			this.queue.end(last);
			this.closeTimer = this.server.timers().schedule(this.server.options().closeTimeout(), this::drained);
			this.connection.wakeUp();
		}
	}

	/**
	 * The connection has written everything and told the client that this is the end.
	 */
	public void drained() {
		close(CloseReason.FORCED_CLOSE, null);
	}

	/**
	 * Ends the session at once. The first call wins; later ones do nothing.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	public void close(CloseReason reason, @Nullable String description) {
		if (STATE.getAndSet(this, State.CLOSED) == State.CLOSED) {
			return;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Session closed: " + reason + ((description != null) ? " (" + description + ")" : ""));
		}
		this.server.timers().cancel(this);
		TimerWheel.Timer timer = this.closeTimer;
		if (timer != null) {
			this.server.timers().cancel(timer);
		}
		this.queue.clear();
		Upgrade attempt = this.upgrade;
		if (attempt != null) {
			attempt.sessionClosed();
		}
		boolean requestExpected = this.connection.abort(reason);
		this.server.remove(this, requestExpected);
		if (requestExpected) {
			this.server.timers().schedule(LAST_REQUEST_TIMEOUT, this::forget);
		}
		this.closed = new Closed(reason, description);
		notifyIfClosed();
	}

	/**
	 * No request for this session is expected any more.
	 */
	public void forget() {
		this.server.forget(this);
	}

	/** Whichever comes last, the listener or the end, tells the one of the other. */
	private void notifyIfClosed() {
		SessionListener target = this.listener;
		Closed end = (target != null) ? CLOSED.getAndSet(this, null) : null;
		if (target != null && end != null) {
			try {
				target.closed(end.reason(), end.description());
			}
			catch (RuntimeException ex) {
				logger.error("Handling the end of a session failed", ex);
			}
		}
	}

	@Override
	public String toString() {
		return "EngineSession[" + this.connection.transport() + ", " + this.state + "]";
	}

}
