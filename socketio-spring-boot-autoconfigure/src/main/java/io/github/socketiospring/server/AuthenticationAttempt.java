package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * Waits until it is known who a client is that joins a namespace, but not for ever. The
 * namespace is kept meanwhile, and left if nothing comes of it.
 */
final class AuthenticationAttempt extends BaseSubscriber<ClientIdentity> implements PendingJoin {

	private final ServerNamespace namespace;

	private final TimerWheel timers;

	private final Consumer<@Nullable ClientIdentity> next;

	private final Consumer<Throwable> failed;

	private final AtomicBoolean done = new AtomicBoolean();

	private volatile TimerWheel.@Nullable Timer timer;

	/**
	 * Creates an attempt.
	 * @param namespace what the client joins
	 * @param next is told who the client is, {@code null} for who opened its connection
	 * @param failed is told why that is not known; then the namespace is left
	 */
	AuthenticationAttempt(ServerNamespace namespace, TimerWheel timers, Consumer<@Nullable ClientIdentity> next,
			Consumer<Throwable> failed) {
		this.namespace = namespace;
		this.timers = timers;
		this.next = next;
		this.failed = failed;
	}

	/**
	 * Gives up after a time; called before it is subscribed.
	 */
	void limit(Duration timeout) {
		this.timer = this.timers.schedule(timeout, () -> {
			if (finish()) {
				cancel();
				fail(new TimeoutException("no decision within " + timeout));
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

	private void fail(Throwable exception) {
		this.failed.accept(exception);
		this.namespace.leave();
	}

	@Override
	public @Nullable ServerSocket socket() {
		return null;
	}

	@Override
	protected void hookOnCancel() {
		if (finish()) {
			this.namespace.leave();
		}
	}

	@Override
	protected void hookOnNext(ClientIdentity identity) {
		if (finish()) {
			this.next.accept(identity);
		}
	}

	@Override
	protected void hookOnComplete() {
		if (finish()) {
			this.next.accept(null);
		}
	}

	@Override
	protected void hookOnError(Throwable exception) {
		if (finish()) {
			fail(exception);
		}
	}

}
