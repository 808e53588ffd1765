package io.github.socketiospring.engine.legacy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadException;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RequestGate;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.TransportConnection;
import io.github.socketiospring.engine.TransportSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * One client's connection, whatever carries it: in protocol 1 a session belongs to the
 * client from its handshake on, and each transport's connection only carries it for a
 * while. Between two of them messages wait in the session's queue. There is one carrier
 * at a time; a new one begins when the one before it has given back what it did not
 * write.
 */
public final class VirtualConnection extends TimerWheel.Timer implements TransportConnection {

	/** The error "client not handshaken", with the advice to reconnect. */
	public static final EngineMessage UNKNOWN_SESSION = EngineMessage.text("7:::1+0");

	/** "Handshakes that are not used are dropped." */
	private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

	/** How long a carrier that has a successor may still be writing. */
	private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(5);

	private final EngineServer server;

	private final LegacyOptions options;

	private final RequestGate posts = new RequestGate();

	private volatile @Nullable TransportSession session;

	private volatile Executor executor;

	private volatile LegacyTransport transport;

	private volatile @Nullable Carrier carrier;

	/** Waits for the carrier before it to end. */
	private volatile @Nullable Carrier successor;

	private CarrierState state = CarrierState.UNUSED;

	private volatile boolean suspended;

	private final Silence silence;

	VirtualConnection(EngineServer server, LegacyOptions options, Executor executor) {
		this.server = server;
		this.options = options;
		this.silence = new Silence(options);
		this.executor = executor;
		this.transport = options.transports().get(0);
	}

	synchronized void attach(TransportSession session) {
		this.session = session;
		if (this.state == CarrierState.OVER) {
			// The server has stopped at this moment.
			return;
		}
		this.server.timers().schedule(this, HANDSHAKE_TIMEOUT);
	}

	/**
	 * Returns the session.
	 * @return the session
	 */
	public TransportSession session() {
		TransportSession current = this.session;
		if (current == null) {
			throw new IllegalStateException("not attached to a session");
		}
		return current;
	}

	/**
	 * Returns what lets in the requests that bring messages.
	 * @return the gate
	 */
	public RequestGate posts() {
		return this.posts;
	}

	// Carriers

	/**
	 * Tells whether there is a carrier.
	 * @return {@code false} while the client is expected to come back
	 */
	public synchronized boolean isCarried() {
		return this.carrier != null;
	}

	/**
	 * Gives this connection to a carrier, as soon as the one before has ended.
	 * @param next the carrier
	 * @return {@code false} if the session has ended
	 */
	public boolean carry(Carrier next) {
		Carrier current;
		Carrier superseded;
		boolean first;
		synchronized (this) {
			if (this.state == CarrierState.OVER) {
				return false;
			}
			first = this.state == CarrierState.UNUSED;
			current = this.carrier;
			superseded = this.successor;
			if (current == null) {
				this.carrier = next;
				this.state = CarrierState.CARRIED;
			}
			else {
				this.successor = next;
				this.state = CarrierState.RELEASING;
				this.server.timers().schedule(this, RELEASE_TIMEOUT);
			}
		}
		if (superseded != null) {
			superseded.abort();
		}
		if (current != null) {
			current.release();
		}
		else {
			start(next, first);
		}
		return true;
	}

	private void start(Carrier next, boolean first) {
		boolean moved;
		synchronized (this) {
			moved = next.transport() != this.transport;
			this.executor = next.executor();
			this.transport = next.transport();
			this.silence.restart();
			schedule();
		}
		if (first) {
			session().opened();
		}
		else if (moved && !this.silence.wasEverBroken()) {
			// The client gave the other transport up before it knew to be connected.
			session().resumed();
		}
		next.suspendReading(this.suspended);
		next.start(session());
	}

	/** Sets the timer for what comes next; called while nothing changes. */
	private void schedule() {
		Carrier current = this.carrier;
		if (this.state == CarrierState.OVER) {
			return;
		}
		Duration delay;
		if (current == null) {
			delay = this.options.closeTimeout();
		}
		else {
			delay = current.hasHeartbeat() ? this.options.heartbeatInterval() : this.options.pollingDuration();
		}
		this.server.timers().schedule(this, delay);
	}

	/**
	 * A carrier has ended, by itself or because it was released. What it took and did not
	 * confirm comes first again.
	 * @param from the carrier
	 */
	public void lost(Carrier from) {
		Carrier next;
		synchronized (this) {
			if (from == this.successor) {
				this.successor = null;
				return;
			}
			if (from != this.carrier) {
				return;
			}
			session().queue().restore();
			next = (this.state != CarrierState.OVER) ? this.successor : null;
			this.carrier = next;
			this.successor = null;
			if (this.state != CarrierState.OVER) {
				this.state = (next != null) ? CarrierState.CARRIED : CarrierState.WAITING;
				schedule();
			}
		}
		if (next != null) {
			start(next, false);
		}
	}

	/**
	 * The client has closed a carrier. Without another it is gone: it would not have said
	 * so otherwise.
	 * @param from the carrier
	 * @param description details for the log, or {@code null}
	 */
	void closed(Carrier from, @Nullable String description) {
		boolean last;
		synchronized (this) {
			last = from == this.carrier && this.successor == null;
		}
		if (last) {
			end(CloseReason.TRANSPORT_CLOSE, description);
		}
		lost(from);
	}

	/**
	 * Ends the session at once, because of what its client did.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	public void end(CloseReason reason, @Nullable String description) {
		session().connectionEnded(this, reason, description);
	}

	// Receiving

	/**
	 * Takes a payload from a carrier.
	 * @param from the carrier; ignored unless it is the current one, or the next, whose
	 * client need not know that it waits for another to end
	 * @param data holds the payload
	 * @param offset where it begins
	 * @param length its length
	 */
	void receive(Carrier from, byte[] data, int offset, int length) {
		if (from == this.carrier || from == this.successor) {
			receive(data, offset, length);
		}
	}

	/**
	 * Takes a payload. Called by one thread at a time.
	 * @param data holds the payload, as valid UTF-8
	 * @param offset where it begins
	 * @param length its length
	 */
	public void receive(byte[] data, int offset, int length) {
		this.silence.heard();
		TransportSession current = session();
		try {
			byte[] payload = (length == data.length) ? data : Arrays.copyOfRange(data, offset, offset + length);
			MultiValueMap<String, String> query = current.request().query();
			current.revision().payloads(query, query).decode(payload, false, new SessionPackets(this, current));
		}
		catch (PayloadException ex) {
			if (ex.limit() != null) {
				current.limited(ex.limit());
			}
			current.malformed(this, ex.getMessage());
		}
	}

	// Timers

	/**
	 * Without a carrier, the client has not come back; a carrier that was released has
	 * not ended; a poll has waited long enough; on any other carrier a heartbeat is due.
	 */
	@Override
	protected void run() {
		Carrier current;
		CarrierState before;
		synchronized (this) {
			current = this.carrier;
			// It may have been set again when its time had come already.
			before = this.server.timers().isSet(this) ? CarrierState.OVER : this.state;
			if (before == CarrierState.CARRIED && current != null && !current.hasHeartbeat()) {
				this.state = CarrierState.RELEASING;
				// Its answer may be on its way to a slow client already.
				this.server.timers().schedule(this, this.options.closeTimeout());
			}
		}
		switch (before) {
			case UNUSED -> end(CloseReason.TRANSPORT_CLOSE, "the handshake was not used");
			case WAITING -> end(CloseReason.TRANSPORT_CLOSE, "the client did not come back");
			case CARRIED -> due(current);
			case RELEASING -> abort(current);
			case OVER -> {
				// Nothing to do.
			}
		}
	}

	private void due(@Nullable Carrier current) {
		if (current != null && !current.hasHeartbeat()) {
			current.release();
			return;
		}
		Duration rest = this.silence.beat(this.suspended);
		if (rest == null) {
			end(CloseReason.PING_TIMEOUT, null);
		}
		else {
			// Before the client can answer, and more time passes.
			this.server.timers().scheduleNext(this, rest);
			session().beat();
		}
	}

	private static void abort(@Nullable Carrier current) {
		if (current != null) {
			current.abort();
		}
	}

	// What the session asks

	/** A carrier may be gone before what it took has reached the client. */
	@Override
	public boolean confirmsWrites() {
		return true;
	}

	@Override
	public String transport() {
		return this.transport.wireName();
	}

	@Override
	public Executor executor() {
		return this.executor;
	}

	@Override
	public boolean isWritable() {
		Carrier current = this.carrier;
		return current != null && current.isWritable();
	}

	@Override
	public void wakeUp() {
		Carrier current = this.carrier;
		if (current != null) {
			current.wakeUp();
		}
	}

	/** On whatever event loop: the carrier changes to its own. */
	@Override
	public void drain() {
		wakeUp();
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.suspended = suspended;
		this.posts.suspend(suspended);
		Carrier current = this.carrier;
		if (current != null) {
			current.suspendReading(suspended);
		}
	}

	@Override
	public boolean detach() {
		return false;
	}

	@Override
	public boolean abort(CloseReason reason) {
		Carrier current;
		Carrier next;
		synchronized (this) {
			this.state = CarrierState.OVER;
			this.server.timers().cancel(this);
			current = this.carrier;
			next = this.successor;
		}
		if (current != null) {
			// Who has left is told that it has; everybody else shall come back.
			boolean left = reason == CloseReason.TRANSPORT_CLOSE;
			current.end(left ? session().revision().closeMessage() : UNKNOWN_SESSION);
		}
		if (next != null) {
			next.end(UNKNOWN_SESSION);
		}
		this.posts.abort();
		return false;
	}

}
