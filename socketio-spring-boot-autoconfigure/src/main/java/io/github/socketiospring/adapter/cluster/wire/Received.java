package io.github.socketiospring.adapter.cluster.wire;

import io.github.socketiospring.adapter.cluster.ClusterMessage;

import org.jspecify.annotations.Nullable;

/**
 * A message that has come from another server, which was checked.
 *
 * @param sender the id of the server; {@code "emitter"} for a process without a server,
 * {@code null} if it does not tell
 * @param message the message
 * @param receipt what its sender wants to be told at once, on the channel of answers;
 * {@code null} for nothing, which is what all but very old servers want
 */
@SuppressWarnings("ArrayRecordComponent")
public record Received(@Nullable String sender, ClusterMessage message, byte @Nullable [] receipt) {

	Received(@Nullable String sender, ClusterMessage message) {
		this(sender, message, null);
	}

}
