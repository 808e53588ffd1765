package io.github.socketiospring.engine.legacy;

import java.time.Duration;
import java.util.List;

import org.springframework.util.Assert;

/**
 * How clients of protocol 1 are served. Immutable; {@link #DEFAULTS} are the reference
 * server's.
 *
 * @param transports the transports that are offered, the preferred first
 * @param heartbeatInterval how long a connection rests between heartbeats
 * @param heartbeatTimeout how long a client may be silent from the first heartbeat it
 * does not answer; clients are told, and give up when they hear nothing for as long
 * @param closeTimeout how long a session without a connection waits for the client to
 * come back
 * @param pollingDuration how long a poll waits for packets
 */
public record LegacyOptions(List<LegacyTransport> transports, Duration heartbeatInterval, Duration heartbeatTimeout,
		Duration closeTimeout, Duration pollingDuration) {

	/** What the reference server does by default, and every transport there is. */
	public static final LegacyOptions DEFAULTS = new LegacyOptions(LegacyTransport.ALL, Duration.ofSeconds(25),
			Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(20));

	/**
	 * Checks the values.
	 */
	public LegacyOptions {
		Assert.notEmpty(transports, "at least one transport must be offered");
		transports = List.copyOf(transports);
	}

}
