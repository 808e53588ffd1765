package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/**
 * The acknowledgement that one socket owes for an event that was for it alone.
 */
final class SocketAck implements PendingAcks.AckCallback, Disposable {

	private final MonoSink<Arguments> sink;

	private final PendingAcks pending;

	private final long id;

	private final TimerWheel timers;

	private volatile TimerWheel.@Nullable Timer timer;

	private volatile boolean disposed;

	SocketAck(MonoSink<Arguments> sink, PendingAcks pending, long id, TimerWheel timers) {
		this.sink = sink;
		this.pending = pending;
		this.id = id;
		this.timers = timers;
	}

	/**
	 * Waits for the answer. By then nobody may wait any more, or the time may be over
	 * before this has returned.
	 * @param timeout for how long, or {@code null} for as long as the socket is connected
	 */
	void await(@Nullable Duration timeout) {
		this.pending.add(this.id, this);
		if (timeout != null) {
			this.timer = this.timers.schedule(timeout,
					() -> this.sink.error(new AckException("no acknowledgement within " + timeout.toMillis() + " ms")));
		}
		if (this.disposed) {
			dispose();
		}
	}

	@Override
	public void answered(Arguments arguments) {
		this.sink.success(arguments);
	}

	@Override
	public void failed(AckException exception) {
		this.sink.error(exception);
	}

	/** Nobody waits for the answer any more. */
	@Override
	public void dispose() {
		this.disposed = true;
		this.pending.remove(this.id);
		TimerWheel.Timer set = this.timer;
		if (set != null) {
			this.timers.cancel(set);
		}
	}

}
