package io.github.socketiospring.benchmarks;

import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.Transports;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket without a network: what is written to it is counted and forgotten.
 */
public final class SinkConnection implements FramedConnection {

	private final Executor loop;

	private @Nullable TransportSession session;

	private @Nullable FrameReceiver receiver;

	private long written;

	/**
	 * Creates a connection.
	 * @param loop its event loop
	 */
	public SinkConnection(Executor loop) {
		this.loop = loop;
	}

	/**
	 * Receives a text message.
	 * @param data the whole message
	 */
	public void receive(byte[] data) {
		FrameReceiver target = this.receiver;
		if (target != null) {
			target.receiveText(this, data, 0, data.length);
		}
	}

	/**
	 * Returns something that depends on all that was written.
	 * @return the number of bytes
	 */
	public long written() {
		return this.written;
	}

	@Override
	public void write(EngineMessage message) {
		this.written += message.frameLength();
	}

	@Override
	public void receiveWith(FrameReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public void attach(TransportSession session) {
		this.session = session;
	}

	@Override
	public void closeUnused() {
		throw new IllegalStateException("not used");
	}

	@Override
	public String transport() {
		return Transports.WEBSOCKET.name();
	}

	@Override
	public Executor executor() {
		return this.loop;
	}

	@Override
	public boolean isWritable() {
		return true;
	}

	@Override
	public void wakeUp() {
		drain();
	}

	@Override
	public void drain() {
		TransportSession current = this.session;
		EngineMessage message = (current != null) ? current.queue().poll() : null;
		while (message != null) {
			write(message);
			message = current.queue().poll();
		}
	}

	@Override
	public void suspendReading(boolean suspended) {
		// Nobody reads.
	}

	@Override
	public boolean detach() {
		return true;
	}

	@Override
	public boolean abort(CloseReason reason) {
		return false;
	}

}
