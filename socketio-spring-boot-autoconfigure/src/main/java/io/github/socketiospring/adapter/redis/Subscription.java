package io.github.socketiospring.adapter.redis;

import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to hear, until it is cancelled.
 */
final class Subscription {

	private final Kind kind;

	private final ChannelName name;

	private final RedisMessageListener listener;

	private final CompletableFuture<Void> confirmed = new CompletableFuture<>();

	/** Where Redis has been asked for it. Belongs to the executor. */
	private @Nullable SubscriberLink link;

	Subscription(Kind kind, ChannelName name, RedisMessageListener listener) {
		this.kind = kind;
		this.name = name;
		this.listener = listener;
	}

	Kind kind() {
		return this.kind;
	}

	ChannelName name() {
		return this.name;
	}

	RedisMessageListener listener() {
		return this.listener;
	}

	/** Returns what completes when Redis has confirmed the subscription once. */
	CompletableFuture<Void> confirmed() {
		return this.confirmed;
	}

	int slot() {
		return SlotHash.getSlot(this.name.bytes());
	}

	@Nullable SubscriberLink link() {
		return this.link;
	}

	void moveTo(@Nullable SubscriberLink link) {
		this.link = link;
	}

	/** One at a time: Lettuce takes the first confirmation for that of all. */
	RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<byte[], byte[]> commands) {
		byte[] bytes = this.name.bytes();
		return switch (this.kind) {
			case CHANNEL -> commands.subscribe(bytes);
			case PATTERN -> commands.psubscribe(bytes);
			case SHARD -> commands.ssubscribe(bytes);
		};
	}

	RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<byte[], byte[]> commands) {
		byte[] bytes = this.name.bytes();
		return switch (this.kind) {
			case CHANNEL -> commands.unsubscribe(bytes);
			case PATTERN -> commands.punsubscribe(bytes);
			case SHARD -> commands.sunsubscribe(bytes);
		};
	}

	enum Kind {

		CHANNEL, PATTERN, SHARD

	}

}
