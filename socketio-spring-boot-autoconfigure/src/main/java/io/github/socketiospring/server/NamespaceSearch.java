package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * Waits for the families that are asked about the namespace of a client, but not for
 * ever.
 */
final class NamespaceSearch extends BaseSubscriber<NamespaceMatch> implements PendingJoin {

	private final Join join;

	private final TimerWheel timers;

	private final AtomicBoolean done = new AtomicBoolean();

	private volatile TimerWheel.@Nullable Timer timer;

	NamespaceSearch(Join join, TimerWheel timers) {
		this.join = join;
		this.timers = timers;
	}

	/**
	 * Gives up after a time; called before it is subscribed.
	 */
	void limit(Duration timeout) {
		this.timer = this.timers.schedule(timeout, this::timedOut);
	}

	private void timedOut() {
		if (this.done.compareAndSet(false, true)) {
			cancel();
			this.join.undecided();
		}
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
	public @Nullable ServerSocket socket() {
		return null;
	}

	@Override
	protected void hookOnCancel() {
		finish();
	}

	@Override
	protected void hookOnNext(NamespaceMatch match) {
		if (finish()) {
			this.join.found(match);
		}
	}

	@Override
	protected void hookOnComplete() {
		if (finish()) {
			this.join.notFound(null);
		}
	}

	@Override
	protected void hookOnError(Throwable exception) {
		if (finish()) {
			this.join.notFound(exception);
		}
	}

}
