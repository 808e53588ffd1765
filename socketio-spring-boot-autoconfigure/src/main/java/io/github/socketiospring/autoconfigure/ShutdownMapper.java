package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Turns {@code socketio.shutdown} into the way clients are disconnected, and refuses
 * times that Spring would not wait for.
 */
final class ShutdownMapper {

	private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	private final SocketIOProperties properties;

	private final Environment environment;

	ShutdownMapper(SocketIOProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	/**
	 * Returns over which time clients are disconnected.
	 */
	Duration drain() {
		Duration drain = PropertyChecks.notNegative("shutdown.drain", this.properties.shutdown().drain());
		Duration handlers = this.properties.handlers().shutdownTimeout();
		BindResult<Duration> configured = Binder.get(this.environment).bind(PHASE_TIMEOUT, Duration.class);
		Duration phase = configured.isBound() ? configured.get() : DEFAULT_PHASE_TIMEOUT;
		if (!drain.isZero() && drain.plus(handlers).compareTo(phase) > 0) {
			throw PropertyChecks.invalid("shutdown.drain", PropertyChecks.text(drain),
					"Spring waits for no more than " + PHASE_TIMEOUT + ", which is " + PropertyChecks.text(phase)
							+ ", and then drops the clients that are left. With socketio.handlers.shutdown-timeout, "
							+ "which is " + PropertyChecks.text(handlers) + ", it would take "
							+ PropertyChecks.text(drain.plus(handlers))
							+ ": raise the time-out to that, or shorten the others");
		}
		return drain;
	}

}
