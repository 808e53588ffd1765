package io.github.socketiospring.adapter.postgres;

import java.time.Duration;

import io.github.socketiospring.adapter.cluster.ClusterOptions;

/**
 * How servers use PostgreSQL. All servers of a cluster must have the same names.
 *
 * @param channelPrefix the beginning of the names of all channels
 * @param table the table of messages that are binary or too large, which may have a
 * schema before it: letters, digits and {@code _} only, as it becomes a part of SQL
 * @param createTable whether the table is made if there is none
 * @param payloadThreshold the most bytes of a message that is sent without the table;
 * PostgreSQL's own limit of 7999 holds besides
 * @param cleanupInterval how long messages stay in the table, and how often old ones are
 * deleted
 * @param cluster when servers count as gone
 * @param maxMessageBytes the longest message that is taken from the table
 * @param maxPendingBytes the most bytes that wait to be sent
 * @param failFast whether the start fails if PostgreSQL cannot be reached
 * @param startTimeout how long the start waits for PostgreSQL, if it may fail
 */
public record PostgresOptions(String channelPrefix, String table, boolean createTable, int payloadThreshold,
		Duration cleanupInterval, ClusterOptions cluster, int maxMessageBytes, long maxPendingBytes, boolean failFast,
		Duration startTimeout) {

}
