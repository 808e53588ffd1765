package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * A step of joining that waits for others, but not for ever: their first answer counts,
 * or that the time is over, or that the client has gone.
 *
 * @param <T> the type of an answer
 */
abstract class LimitedStep<T> extends BaseSubscriber<T> implements PendingJoin {

	private final TimerWheel timers;

	private final AtomicBoolean done = new AtomicBoolean();

	private volatile TimerWheel.@Nullable Timer timer;

	LimitedStep(TimerWheel timers) {
		this.timers = timers;
	}

	/**
	 * Gives up after a time; called before it is subscribed.
	 */
	final void limit(Duration timeout) {
		this.timer = this.timers.schedule(timeout, () -> {
			if (finish()) {
				cancel();
				timedOut(timeout);
			}
		});
	}

	private boolean finish() {
		if (!this.done.compareAndSet(false, true)) {
			return false;
		}
		TimerWheel.Timer limit = this.timer;
		if (limit != null) {
			this.timers.cancel(limit);
		}
		return true;
	}

	@Override
	public final @Nullable ServerSocket socket() {
		return null;
	}

	@Override
	protected final void hookOnNext(T answer) {
		if (finish()) {
			answered(answer);
		}
	}

	@Override
	protected final void hookOnComplete() {
		if (finish()) {
			answered(null);
		}
	}

	@Override
	protected final void hookOnError(Throwable exception) {
		if (finish()) {
			failed(exception);
		}
	}

	@Override
	protected final void hookOnCancel() {
		if (finish()) {
			gone();
		}
	}

	/**
	 * The answer has come.
	 * @param answer the answer, or {@code null} if nobody has one
	 */
	abstract void answered(@Nullable T answer);

	/** There will be no answer. */
	abstract void failed(Throwable exception);

	/** There has been no answer in time. */
	abstract void timedOut(Duration timeout);

	/** The client has gone. */
	void gone() {
	}

}
