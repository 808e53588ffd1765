package io.github.socketiospring.adapter.redis;

/**
 * Redis cannot be reached, or does not allow what is needed, when the server starts.
 */
@SuppressWarnings("serial")
public final class RedisUnreachableException extends RuntimeException {

	RedisUnreachableException(String target, String reason) {
		super("The other servers of the cluster cannot be reached through Redis at " + target + ": " + reason);
	}

}
