package io.github.socketiospring.server;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;

/**
 * Waits until it is known who a client is that joins a namespace. The namespace is kept
 * meanwhile, and left if nothing comes of it.
 */
final class AuthenticationAttempt extends LimitedStep<ClientIdentity> {

	private final ServerNamespace namespace;

	private final Consumer<@Nullable ClientIdentity> next;

	private final Consumer<Throwable> failed;

	/**
	 * Creates an attempt.
	 * @param namespace what the client joins
	 * @param next is told who the client is, {@code null} for who opened its connection
	 * @param failed is told why that is not known; then the namespace is left
	 */
	AuthenticationAttempt(ServerNamespace namespace, TimerWheel timers, Consumer<@Nullable ClientIdentity> next,
			Consumer<Throwable> failed) {
		super(timers);
		this.namespace = namespace;
		this.next = next;
		this.failed = failed;
	}

	@Override
	void answered(@Nullable ClientIdentity identity) {
		this.next.accept(identity);
	}

	@Override
	void failed(Throwable exception) {
		this.failed.accept(exception);
		this.namespace.leave();
	}

	@Override
	void timedOut(Duration timeout) {
		failed(new TimeoutException("no decision within " + timeout));
	}

	@Override
	void gone() {
		this.namespace.leave();
	}

}
