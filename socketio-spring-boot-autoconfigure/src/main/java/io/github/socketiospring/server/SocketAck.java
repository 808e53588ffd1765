package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.AckWatch;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/**
 * The acknowledgement that one socket owes for an event that was for it alone.
 */
final class SocketAck implements PendingAcks.AckCallback, Disposable {

	private static final AtomicIntegerFieldUpdater<SocketAck> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(SocketAck.class, "ended");

	private final MonoSink<Arguments> sink;

	private final PendingAcks pending;

	private final long id;

	private final TimerWheel timers;

	private final AckWatch watch;

	private volatile TimerWheel.@Nullable Timer timer;

	/** 1 as soon as the watch has been told. */
	private volatile int ended;

	private volatile boolean disposed;

	SocketAck(MonoSink<Arguments> sink, PendingAcks pending, long id, TimerWheel timers, AckWatch watch) {
		this.sink = sink;
		this.pending = pending;
		this.id = id;
		this.timers = timers;
		this.watch = watch;
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
					() -> failed(new AckException("no acknowledgement within " + timeout.toMillis() + " ms")));
		}
		if (this.disposed) {
			dispose();
		}
	}

	@Override
	public void answered(Arguments arguments) {
		ended(null);
		this.sink.success(arguments);
	}

	@Override
	public void failed(AckException exception) {
		ended(exception);
		this.sink.error(exception);
	}

	private void ended(@Nullable Throwable exception) {
		if (this.watch != AckWatch.NONE && ENDED.compareAndSet(this, 0, 1)) {
			this.watch.ended(exception);
		}
	}

	/** Nobody waits for the answer any more. */
	@Override
	public void dispose() {
		this.disposed = true;
		this.pending.remove(this.id);
		ended(AckWatch.CANCELLED);
		TimerWheel.Timer set = this.timer;
		if (set != null) {
			this.timers.cancel(set);
		}
	}

}
