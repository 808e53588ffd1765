package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.List;

/**
 * How the engine behaves. Immutable; {@link #DEFAULTS} are the reference server's.
 *
 * @param transports the transports that are offered, and what upgrades to what
 * @param allowUpgrades whether a session may move from one transport to another
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
 * @param maxSessions the most sessions in all; 0 for no limit
 * @param maxSessionsPerAddress the most sessions of one client address; 0 for no limit
 */
public record EngineOptions(Transports transports, boolean allowUpgrades, Duration pingInterval, Duration pingTimeout,
		Duration upgradeTimeout, Duration closeTimeout, int maxMessageSize, int maxPacketsPerPayload,
		int maxPacketsPerPoll, long maxBufferedBytes, int maxSessions, int maxSessionsPerAddress) {

	/** What the reference server does by default, within this server's limits. */
	public static final EngineOptions DEFAULTS = new EngineOptions(Transports.ENGINE_IO, true, Duration.ofSeconds(25),
			Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(30), 1_000_000, 1_000, 16, 4_000_000, 0,
			0);

	/**
	 * Returns what a session may move to.
	 * @param transport the name of the transport that carries it
	 * @return the names of other transports, may be empty
	 */
	List<String> upgradesOf(String transport) {
		return this.allowUpgrades ? this.transports.upgradesOf(transport) : List.of();
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
				this.maxBufferedBytes, this.maxSessions, this.maxSessionsPerAddress);
	}

}
