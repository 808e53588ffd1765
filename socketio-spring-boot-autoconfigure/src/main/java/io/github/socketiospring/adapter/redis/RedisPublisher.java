package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.socketiospring.adapter.cluster.SendCounts;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;

/**
 * Publishes messages, and stores and reads what servers share: the commands that Redis is
 * sent. {@link CommandQueue} says what is promised for all of them.
 */
final class RedisPublisher {

	private final CommandQueue queue;

	private final SubscriberCounts subscribers;

	/**
	 * Creates a publisher. It does nothing before {@link #start()}.
	 * @param clients open the connections; they stay open when the publisher is closed
	 * @param maxBytes the most that may wait for Redis' answer, in bytes: keys and values
	 * of all commands, and 256 bytes for each
	 */
	RedisPublisher(RedisClients clients, long maxBytes) {
		this.queue = new CommandQueue(clients, maxBytes);
		this.subscribers = this.queue.subscribers();
	}

	/**
	 * Begins to connect, and goes on until {@link #close()}.
	 * @return what completes when all servers of Redis have been reached for the first
	 * time
	 */
	CompletionStage<Void> start() {
		return this.queue.start();
	}

	/**
	 * Sends what has been published before, and closes the connections.
	 * @return completes when they are closed
	 */
	CompletionStage<Void> close() {
		return this.queue.close();
	}

	/** Returns whether all servers of Redis can be reached. */
	LinkHealth health() {
		return this.queue.health();
	}

	/**
	 * Returns what waits for Redis' answer, and what has become of messages: only what is
	 * published, or added to a stream, counts as one.
	 */
	SendCounts counts() {
		return this.queue.counts();
	}

	/**
	 * Publishes a message.
	 * @param channel the channel
	 * @param message the message
	 * @return the number of subscribers; in a cluster, of those of one server only
	 */
	CompletionStage<Long> publish(byte[] channel, byte[] message) {
		return this.queue.submit(new Sending<>(Sending.NO_SLOT, channel.length + message.length, true,
				(commands) -> commands.publish(channel, message)));
	}

	/**
	 * Publishes a message to those who have subscribed to the channel's shard.
	 * @param channel the channel, by which the server is chosen
	 * @param message the message
	 * @return the number of subscribers at that server
	 */
	CompletionStage<Long> spublish(byte[] channel, byte[] message) {
		return this.queue.submit(new Sending<>(SlotHash.getSlot(channel), channel.length + message.length, true,
				(commands) -> commands.spublish(channel, message)));
	}

	/**
	 * Counts the subscribers of a channel, at all servers that can be reached.
	 * @param channel the channel
	 * @return their number, without those who subscribed to a pattern
	 */
	CompletionStage<Long> numSub(byte[] channel) {
		return this.subscribers.count(channel.length, (commands) -> commands.pubsubNumsub(channel));
	}

	/**
	 * Counts the subscribers of a channel of a shard, at all servers that can be reached.
	 * @param channel the channel
	 * @return their number
	 */
	CompletionStage<Long> shardNumSub(byte[] channel) {
		return this.subscribers.count(channel.length, (commands) -> commands.pubsubShardNumsub(channel));
	}

	/**
	 * Adds an entry to a stream.
	 * @param stream the stream
	 * @param maxLength about how many entries are kept
	 * @param fields names and values, by turns
	 * @return the id of the entry
	 */
	CompletionStage<String> xadd(byte[] stream, long maxLength, byte[]... fields) {
		long payload = stream.length + Arrays.stream(fields).mapToLong((each) -> each.length).sum();
		return this.queue.submit(new Sending<>(SlotHash.getSlot(stream), payload, true, (commands) -> commands
			.xadd(stream, XAddArgs.Builder.maxlen(maxLength).approximateTrimming(), (Object[]) fields)));
	}

	/**
	 * Reads a part of a stream.
	 * @param stream the stream
	 * @param from the first id, {@code -}, or {@code (} and the id before the first
	 * @param to the last id, or {@code +}
	 * @param count the most entries
	 * @return the entries, oldest first
	 */
	CompletionStage<List<StreamEntry>> xrange(byte[] stream, String from, String to, long count) {
		return command(stream, stream.length,
				(commands) -> commands.xrange(stream, Range.create(from, to), Limit.from(count)))
			.thenApply((messages) -> messages.stream().map(StreamEntry::of).toList());
	}

	/**
	 * Stores a value for a while.
	 * @param key the key
	 * @param value the value
	 * @param ttl how long
	 * @return completes when it is stored
	 */
	CompletionStage<Void> set(byte[] key, byte[] value, Duration ttl) {
		return command(key, key.length + value.length,
				(commands) -> commands.set(key, value, SetArgs.Builder.px(ttl.toMillis())))
			.thenAccept((ok) -> {
			});
	}

	/**
	 * Returns a value.
	 * @param key the key
	 * @return the value, or nothing
	 */
	CompletionStage<Optional<byte[]>> get(byte[] key) {
		return command(key, key.length, (commands) -> commands.get(key)).thenApply(Optional::ofNullable);
	}

	/**
	 * Removes a key.
	 * @param key the key
	 * @return whether it was there
	 */
	CompletionStage<Boolean> delete(byte[] key) {
		return command(key, key.length, (commands) -> commands.del(key)).thenApply((count) -> count > 0);
	}

	/**
	 * Sends a command about one key.
	 * @param <T> the type of the answer
	 * @param key the key
	 * @param payload the size of key and values, in bytes
	 * @param command sends it
	 * @return the answer
	 */
	<T> CompletionStage<T> command(byte[] key, long payload,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		return this.queue.submit(new Sending<>(SlotHash.getSlot(key), payload, false, command));
	}

}
