package io.github.socketiospring.adapter.cluster;

import java.time.Duration;

/**
 * When servers of a cluster count as gone, and how long they work for each other.
 *
 * @param heartbeatInterval how often a server that has nothing else to say shows that it
 * is there, on channels that cannot count servers
 * @param heartbeatTimeout after which time without a message a server counts as gone, on
 * such channels
 * @param maxTimeout the longest time for which acknowledgements are collected on behalf
 * of another server
 */
public record ClusterOptions(Duration heartbeatInterval, Duration heartbeatTimeout, Duration maxTimeout) {

	/** The times that Node's servers use. */
	public static final ClusterOptions DEFAULTS = new ClusterOptions(Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofMinutes(10));

}
