package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.text.Base64Payload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one session: what is sent and received goes through it, whatever
 * connection carries it.
 */
final class DefaultEngineSession implements EngineSession, TransportSession {

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

	/**
	 * When something was last received, as the timers' time stamp. Written by one thread;
	 * others need not see the last value.
	 */
	private int heard;

	DefaultEngineSession(EngineServer server, String id, ProtocolRevision revision, EngineRequest request,
			TransportConnection connection) {
		this.server = server;
		this.id = id;
		this.revision = revision;
		this.request = request;
		this.current = new CurrentConnection(connection);
		this.queue = new OutboundQueue(server.options().maxBufferedBytes(), connection.confirmsWrites());
		this.heartbeat = new HeartbeatTimer(server, this);
		this.heard = server.timers().stamp();
	}

	@Override
	public String id() {
		return this.id;
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
	public Duration silence() {
		return this.server.timers().since(this.heard);
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
		try {
			this.listener.set(this.server.listener().opened(this));
		}
		catch (RuntimeException ex) {
			failed(ex);
			return;
		}
		this.revision.heartbeat().start(this.heartbeat);
		// Now that a timer is set, the time is known.
		this.heard = this.server.timers().stamp();
		this.listener.tellIfEnded();
		if (!this.server.isAccepting()) {
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

	/** Nothing more is queued or received; {@link #overflowed} is about to be called. */
	void overflows() {
		STATE.compareAndSet(this, State.OPEN, State.CLOSING);
	}

	/** The client reads too slowly. */
	void overflowed() {
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

	// Receiving

	@Override
	public void receiveText(TransportConnection from, byte[] data, int offset, int length) {
		SessionListener target = this.listener.get();
		if (from != this.current.get() || target == null || !isOpen()) {
			return;
		}
		this.heard = this.server.timers().stamp();
		this.listener.showReceived(data, offset, length, false);
		if (length == 0) {
			malformed(from, "empty packet");
			return;
		}
		switch (this.revision.signal(data, offset, length)) {
			case MESSAGE -> deliverText(target, data, offset, length);
			case BASE64_MESSAGE -> receiveBase64(data, offset, length);
			case PING -> this.revision.heartbeat().ping(this.heartbeat);
			case PONG -> this.revision.heartbeat().pong(this.heartbeat);
			case CLOSE -> close(CloseReason.TRANSPORT_CLOSE, "the client closed the session");
			case UPGRADE, IGNORE -> {
				// Without meaning outside an upgrade.
			}
			case INVALID -> malformed(from, "invalid packet type");
		}
	}

	private void deliverText(SessionListener target, byte[] data, int offset, int length) {
		int type = this.revision.framing().textPrefixLength();
		this.current.wellFormed();
		try {
			target.text(data, offset + type, length - type);
		}
		catch (RuntimeException ex) {
			failed(ex);
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

	@Override
	public void receiveBinary(TransportConnection from, byte[] data) {
		if (from != this.current.get() || !isOpen()) {
			return;
		}
		this.heard = this.server.timers().stamp();
		this.listener.showReceived(data, 0, data.length, true);
		byte[] content = this.revision.binaryContent(data);
		if (content == null) {
			malformed(from, "invalid packet type");
			return;
		}
		deliverBinary(content);
	}

	private void deliverBinary(byte[] content) {
		SessionListener target = this.listener.get();
		try {
			if (target != null) {
				target.binary(content);
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void malformed(TransportConnection from, @Nullable String description) {
		if (!this.current.toleratesMalformed(this.revision.maxMalformedPackets())) {
			connectionEnded(from, CloseReason.PARSE_ERROR, description);
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Packet dropped: " + description);
		}
	}

	private void failed(RuntimeException ex) {
		logger.error("Session handling failed; the session is closed", ex);
		close(CloseReason.TRANSPORT_ERROR, "session handling failed");
	}

	@Override
	public void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description) {
		if (from == this.current.get()) {
			close(reason, description);
		}
	}

	// Heartbeat

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

	CurrentConnection current() {
		return this.current;
	}

	void upgraded(String from, String to) {
		this.listener.tell((target) -> target.upgraded(from, to));
	}

	void upgradeFailed(String to, String reason) {
		if (isOpen()) {
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
		if (STATE.getAndSet(this, State.CLOSED) == State.CLOSED) {
			return;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Session closed: " + reason + ((description != null) ? " (" + description + ")" : ""));
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
		this.listener.ended(reason, description);
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
