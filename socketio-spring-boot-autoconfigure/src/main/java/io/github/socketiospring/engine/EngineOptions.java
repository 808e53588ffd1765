package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * How the engine behaves. Immutable; {@link #DEFAULTS} are the reference server's.
 *
 * @param transports the transports that are offered
 * @param allowUpgrades whether a session may move from polling to a WebSocket
 * @param pingInterval how long a connection rests between heartbeats
 * @param pingTimeout how long the other side may take to answer one
 * @param upgradeTimeout how long a client may take to complete an upgrade
 * @param closeTimeout how long a closed polling session waits for a request it can answer
 * @param maxMessageSize the largest message or request body, in bytes
 * @param maxPacketsPerPayload the most packets in one polling request body
 * @param maxPacketsPerPoll the most packets in one polling response; the rest goes with
 * the next
 * @param maxBufferedBytes the most bytes queued for one session; beyond it, the session
 * is closed
 * @param maxSessionsPerAddress the most sessions of one client address; 0 for no limit
 */
public record EngineOptions(Set<TransportType> transports, boolean allowUpgrades, Duration pingInterval,
		Duration pingTimeout, Duration upgradeTimeout, Duration closeTimeout, int maxMessageSize,
		int maxPacketsPerPayload, int maxPacketsPerPoll, long maxBufferedBytes, int maxSessionsPerAddress) {

	/** What the reference server does by default, within this server's limits. */
	public static final EngineOptions DEFAULTS = new EngineOptions(Set.copyOf(TransportType.ENGINE_IO), true,
			Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(30), 1_000_000,
			1_000, 16, 4_000_000, 0);

	/**
	 * Checks the values.
	 */
	public EngineOptions {
		Assert.notEmpty(transports, "at least one transport must be offered");
		transports = Set.copyOf(transports);
	}

	/**
	 * Returns options with another heartbeat.
	 * @param interval how long a connection rests between heartbeats
	 * @param timeout how long the other side may take to answer one
	 * @return new options
	 */
	public EngineOptions withHeartbeat(Duration interval, Duration timeout) {
		return new EngineOptions(this.transports, this.allowUpgrades, interval, timeout, this.upgradeTimeout,
				this.closeTimeout, this.maxMessageSize, this.maxPacketsPerPayload, this.maxPacketsPerPoll,
				this.maxBufferedBytes, this.maxSessionsPerAddress);
	}

}
