package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * A connection to nowhere that keeps what is written. As polling it writes only when
 * {@link #poll() polled}.
 */
final class FakeConnection implements FramedConnection {

	private final String transport;

	private final boolean polls;

	private Executor executor = Runnable::run;

	private final List<String> written = new ArrayList<>();

	private final List<CloseReason> aborts = new ArrayList<>();

	private @Nullable TransportSession session;

	private volatile @Nullable FrameReceiver receiver;

	private boolean polled;

	private boolean blocked;

	private boolean receiving;

	private boolean detached;

	private boolean suspended;

	private int closedUnused;

	private @Nullable Runnable onSuspend;

	private @Nullable Runnable onAbort;

	private boolean expectsRequest;

	private boolean forgotten;

	private FakeConnection(String transport, boolean polls) {
		this.transport = transport;
		this.polls = polls;
	}

	/** Of whatever transport, writing whenever there is something. */
	static FakeConnection of(String transport) {
		return new FakeConnection(transport, false);
	}

	static FakeConnection polling() {
		return new FakeConnection("polling", true);
	}

	static FakeConnection webSocket() {
		return of("websocket");
	}

	FakeConnection on(Executor executor) {
		this.executor = executor;
		return this;
	}

	// What the test does

	/** A client waits for packets, and takes them at once if there are some. */
	synchronized void poll() {
		this.polled = true;
		drain();
	}

	synchronized void block(boolean blocked) {
		this.blocked = blocked;
		drain();
	}

	synchronized void setReceiving(boolean receiving) {
		this.receiving = receiving;
	}

	void onSuspend(Runnable action) {
		this.onSuspend = action;
	}

	void onAbort(Runnable action) {
		this.onAbort = action;
	}

	/** A request is under way when the session ends. */
	FakeConnection expectRequest() {
		this.expectsRequest = true;
		return this;
	}

	boolean isForgotten() {
		return this.forgotten;
	}

	void text(String frame) {
		byte[] data = EngineFixture.bytes("..." + frame + ".");
		receiver().receiveText(this, data, 3, data.length - 4);
	}

	void binary(byte... data) {
		receiver().receiveBinary(this, data);
	}

	void end(CloseReason reason) {
		receiver().connectionEnded(this, reason, null);
	}

	FrameReceiver receiver() {
		FrameReceiver current = this.receiver;
		if (current == null) {
			throw new IllegalStateException("nobody receives");
		}
		return current;
	}

	synchronized List<String> written() {
		return new ArrayList<>(this.written);
	}

	synchronized List<String> takeWritten() {
		List<String> taken = new ArrayList<>(this.written);
		this.written.clear();
		return taken;
	}

	List<CloseReason> aborts() {
		return this.aborts;
	}

	boolean isSuspended() {
		return this.suspended;
	}

	boolean isDetached() {
		return this.detached;
	}

	int closedUnused() {
		return this.closedUnused;
	}

	// What the engine does

	@Override
	public String transport() {
		return this.transport;
	}

	@Override
	public Executor executor() {
		return this.executor;
	}

	@Override
	public synchronized boolean isWritable() {
		return canWrite();
	}

	private boolean canWrite() {
		return !this.blocked && !this.detached && (!this.polls || this.polled);
	}

	@Override
	public void wakeUp() {
		this.executor.execute(this::drain);
	}

	@Override
	public synchronized void drain() {
		TransportSession current = this.session;
		if (current == null || !canWrite()) {
			return;
		}
		boolean wrote = false;
		EngineMessage message;
		while ((message = current.queue().poll()) != null) {
			this.written.add(describe(message));
			wrote = true;
		}
		boolean finished = current.queue().isFinished();
		if (finished) {
			this.written.add("(end)");
		}
		if (wrote || finished) {
			this.polled = false;
		}
		if (finished) {
			this.detached = true;
			current.drained();
		}
	}

	private static String describe(EngineMessage message) {
		if (!message.isBinary()) {
			return message.toString();
		}
		int from = message.payloadOffset();
		return Arrays.toString(Arrays.copyOfRange(message.array(), from, from + message.payloadLength()));
	}

	@Override
	public void suspendReading(boolean suspended) {
		Runnable action = this.onSuspend;
		this.onSuspend = null;
		if (action != null) {
			action.run();
		}
		this.suspended = suspended;
	}

	@Override
	public synchronized boolean detach() {
		if (this.receiving) {
			return false;
		}
		this.detached = true;
		if (this.polled) {
			this.written.add("(released)");
			this.polled = false;
		}
		return true;
	}

	@Override
	public synchronized boolean abort(CloseReason reason) {
		if (this.onAbort != null) {
			this.onAbort.run();
		}
		this.aborts.add(reason);
		this.detached = true;
		return this.expectsRequest;
	}

	@Override
	public synchronized void forgotten() {
		this.forgotten = true;
	}

	@Override
	public synchronized void write(EngineMessage message) {
		this.written.add(describe(message));
	}

	@Override
	public void receiveWith(FrameReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public synchronized void attach(TransportSession session) {
		this.session = session;
		drain();
	}

	@Override
	public void closeUnused() {
		this.closedUnused++;
	}

}
