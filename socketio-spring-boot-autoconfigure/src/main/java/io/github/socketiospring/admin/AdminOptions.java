package io.github.socketiospring.admin;

import java.time.Duration;

/**
 * Options of the admin namespace: what the page is shown, and what it may do.
 *
 * @param namespace the name of its namespace
 * @param serverId what this server is called among others
 * @param development whether it is shown sockets, rooms and events, not only numbers
 * @param readOnly whether it may only look
 * @param statisticsInterval how often it is shown numbers
 * @param maxEventsPerSecond how many events it is shown at most
 * @param maxBytes how many bytes one message with sockets may have
 */
public record AdminOptions(String namespace, String serverId, boolean development, boolean readOnly,
		Duration statisticsInterval, int maxEventsPerSecond, long maxBytes) {
}
