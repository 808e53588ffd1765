package io.github.socketiospring.adapter.redis;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;

/**
 * A command on its way, and what completes with Redis' answer.
 *
 * @param <T> the type of the answer
 */
final class Sending<T> extends CompletableFuture<T> {

	/** Any server takes the command, but all such commands go to the same one. */
	static final int NO_SLOT = -1;

	/** What a command occupies besides its keys and values, in bytes. */
	private static final int OVERHEAD = 256;

	private static final int MAX_REDIRECTS = 5;

	private final int slot;

	private final long size;

	private final boolean message;

	private final Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command;

	private int redirects;

	private long begun;

	/**
	 * Creates a command.
	 * @param slot the slot of its key, or {@link #NO_SLOT}
	 * @param payload the size of its keys and values, in bytes
	 * @param message whether it is counted as a message to other servers
	 * @param command sends it
	 */
	Sending(int slot, long payload, boolean message,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		this.slot = slot;
		this.size = payload + OVERHEAD;
		this.message = message;
		this.command = command;
	}

	int slot() {
		return this.slot;
	}

	long size() {
		return this.size;
	}

	boolean isMessage() {
		return this.message;
	}

	/** Notes when it was taken to be sent, before anybody sends it. */
	void begin(long now) {
		this.begun = now;
	}

	long begun() {
		return this.begun;
	}

	RedisFuture<T> send(RedisAsyncCommands<byte[], byte[]> commands) {
		return this.command.apply(commands);
	}

	/** Returns whether the command may go to one more server of the cluster. */
	boolean mayRedirect() {
		return ++this.redirects <= MAX_REDIRECTS;
	}

}
