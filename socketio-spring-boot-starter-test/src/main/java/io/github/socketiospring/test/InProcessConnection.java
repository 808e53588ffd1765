package io.github.socketiospring.test;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a connection in memory: the engine sees a WebSocket, and the client at the
 * other end gets the frames that a WebSocket would carry. Everything happens on one loop,
 * in order.
 */
final class InProcessConnection implements FramedConnection {

	/** The most packets that wait while the server does not read. */
	private static final int MAX_WAITING = 10_000;

	private final String transport;

	private final Peer peer;

	private final ClientLoop loop = new ClientLoop();

	private final AtomicBoolean drainScheduled = new AtomicBoolean();

	private final AtomicInteger waiting = new AtomicInteger();

	private final Queue<Runnable> held = new ArrayDeque<>();

	private volatile @Nullable TransportSession session;

	private volatile @Nullable FrameReceiver receiver;

	private volatile boolean reading = true;

	private volatile boolean over;

	/** Whether the server reads nothing; on the loop only, as what is held is. */
	private boolean suspended;

	InProcessConnection(String transport, Peer peer) {
		this.transport = transport;
		this.peer = peer;
	}

	/**
	 * The client. Called on the loop.
	 */
	interface Peer {

		/**
		 * Takes a text frame, which must not be changed.
		 */
		void text(byte[] data, int offset, int length);

		/**
		 * Takes a binary frame.
		 */
		void binary(byte[] data);

		/**
		 * Nothing follows.
		 */
		void ended();

	}

	// The client's end

	/**
	 * Sends messages to the server, nothing between them. May be called by any thread.
	 */
	void send(EngineMessage... unit) {
		if (this.waiting.incrementAndGet() > MAX_WAITING) {
			this.waiting.decrementAndGet();
			throw new IllegalStateException(
					MAX_WAITING + " packets of this client wait: the server does not read them, because handlers "
							+ "of earlier events are not done (socketio.limits.max-pending-events)");
		}
		this.loop.execute(() -> {
			if (this.suspended) {
				this.held.add(() -> arrive(unit));
			}
			else {
				arrive(unit);
			}
		});
	}

	private void arrive(EngineMessage... unit) {
		this.waiting.decrementAndGet();
		for (EngineMessage message : unit) {
			FrameReceiver target = this.receiver;
			if (this.over || target == null) {
				return;
			}
			int from = message.payloadOffset();
			byte[] frame = Arrays.copyOfRange(message.array(), from, from + message.payloadLength());
			if (message.isBinary()) {
				target.receiveBinary(this, frame);
			}
			else {
				target.receiveText(this, frame, 0, frame.length);
			}
		}
	}

	/**
	 * Ends the connection from the client's side. May be called by any thread.
	 * @param goodbye whether the server is told, rather than left to find out
	 */
	void end(boolean goodbye) {
		this.loop.execute(() -> {
			if (this.over) {
				return;
			}
			this.over = true;
			FrameReceiver target = this.receiver;
			this.receiver = null;
			if (target != null && goodbye) {
				target.connectionClosed(this, null);
			}
			else if (target != null) {
				target.connectionEnded(this, CloseReason.TRANSPORT_CLOSE, null);
			}
			this.peer.ended();
		});
	}

	/**
	 * Whether the server has not taken all that was sent.
	 */
	boolean isWaiting() {
		return !this.over && this.waiting.get() > 0;
	}

	/**
	 * Reads what the server sends, or leaves it there.
	 */
	void reading(boolean now) {
		this.reading = now;
		if (now) {
			wakeUp();
		}
	}

	/**
	 * Tells when all has arrived, at both ends, that was sent until now.
	 */
	CompletableFuture<Void> settle() {
		return this.loop.last(this::drain);
	}

	/**
	 * Returns how much has happened here: more if something happens.
	 */
	long activity() {
		return this.loop.given();
	}

	// The server's end

	@Override
	public String transport() {
		return this.transport;
	}

	@Override
	public Executor executor() {
		return this.loop;
	}

	@Override
	public boolean isWritable() {
		return this.reading && !this.over;
	}

	@Override
	public void wakeUp() {
		if (this.drainScheduled.compareAndSet(false, true)) {
			this.loop.execute(this::drain);
		}
	}

	@Override
	public void drain() {
		this.drainScheduled.set(false);
		TransportSession current = this.session;
		if (current == null) {
			return;
		}
		OutboundQueue queue = current.queue();
		EngineMessage message = isWritable() ? queue.poll() : null;
		while (message != null) {
			deliver(message);
			queue.confirm(1, queue.generation());
			message = isWritable() ? queue.poll() : null;
		}
		if (!this.over && queue.isFinished()) {
			close();
			current.drained();
		}
	}

	@Override
	public void write(EngineMessage message) {
		this.loop.execute(() -> {
			if (!this.over) {
				deliver(message);
			}
		});
	}

	private void deliver(EngineMessage message) {
		int from = message.payloadOffset();
		int length = message.payloadLength();
		if (message.isBinary()) {
			this.peer.binary(Arrays.copyOfRange(message.array(), from, from + length));
		}
		else {
			this.peer.text(message.array(), from, length);
		}
	}

	@Override
	public void receiveWith(FrameReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public void attach(TransportSession session) {
		this.session = session;
		wakeUp();
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.loop.execute(() -> {
			this.suspended = suspended;
			while (!this.suspended && !this.held.isEmpty()) {
				this.held.remove().run();
			}
		});
	}

	@Override
	public boolean detach() {
		return false;
	}

	@Override
	public boolean abort(CloseReason reason) {
		closeUnused();
		return false;
	}

	@Override
	public void closeUnused() {
		this.loop.execute(this::close);
	}

	private void close() {
		if (this.over) {
			return;
		}
		this.over = true;
		FrameReceiver target = this.receiver;
		this.receiver = null;
		if (target != null) {
			target.connectionEnded(this, CloseReason.TRANSPORT_CLOSE, null);
		}
		this.peer.ended();
	}

}
