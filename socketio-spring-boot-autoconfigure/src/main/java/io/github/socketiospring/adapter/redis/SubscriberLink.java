package io.github.socketiospring.adapter.redis;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.redis.Subscription.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

/**
 * A link for subscriptions: whenever it is connected, Redis is asked for all of them. All
 * calls come from the executor, but those of {@link #health()}.
 */
final class SubscriberLink implements RedisLink.Handler<StatefulRedisPubSubConnection<byte[], byte[]>> {

	private final RedisLink<StatefulRedisPubSubConnection<byte[], byte[]>> link;

	private final RedisClients clients;

	private final Owner owner;

	private final Set<Subscription> wanted = new LinkedHashSet<>();

	/** The connection in use, or the last one. */
	private volatile @Nullable ClientEntry entry;

	/**
	 * Creates a link.
	 * @param purpose what it is for, as log lines say it
	 * @param clients tell where its work runs
	 * @param node where it leads; {@code null} if that may change, or Redis is not a
	 * cluster
	 * @param connector opens a connection
	 * @param owner is told of connections and messages
	 */
	SubscriberLink(String purpose, RedisClients clients, @Nullable ClusterNode node,
			Supplier<CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>>> connector, Owner owner) {
		this.link = new RedisLink<>(purpose, clients.reports(node), clients.executor(), clients.times(), connector,
				this);
		this.clients = clients;
		this.owner = owner;
	}

	void start() {
		this.link.start();
	}

	CompletionStage<Void> close() {
		return this.link.close();
	}

	LinkHealth health() {
		return this.link.health();
	}

	boolean isIdle() {
		return this.wanted.isEmpty();
	}

	/** Asks Redis for a subscription; again, if it is known already. */
	void add(Subscription subscription) {
		this.wanted.add(subscription);
		subscription.moveTo(this);
		StatefulRedisPubSubConnection<byte[], byte[]> connection = this.link.connection();
		if (connection != null) {
			subscribe(connection, subscription);
			connection.flushCommands();
		}
	}

	/**
	 * Takes a subscription back.
	 * @param subscription the subscription
	 * @param done is called when Redis has confirmed it, or has gone; on any thread
	 */
	void remove(Subscription subscription, Runnable done) {
		StatefulRedisPubSubConnection<byte[], byte[]> connection = this.link.connection();
		if (!this.wanted.remove(subscription) || connection == null) {
			done.run();
			return;
		}
		subscription.moveTo(null);
		subscription.unsubscribe(connection.async()).whenComplete((ok, error) -> done.run());
		connection.flushCommands();
	}

	@Override
	public void connected(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
		connection.setAutoFlushCommands(false);
		connection.addListener(new Messages(connection));
		replaceLast(connection);
		for (Subscription subscription : this.wanted) {
			subscribe(connection, subscription);
		}
		connection.flushCommands();
		this.owner.connected();
	}

	/**
	 * A connection that was given up because nothing came any more may still be one of
	 * Redis', which counts it among the subscribers. Whether that may be changed or not:
	 * it is tried.
	 */
	private void replaceLast(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
		ClientEntry last = this.entry;
		this.entry = null;
		if (last != null) {
			connection.async().clientKill(last.toKill());
		}
		connection.async().clientInfo().thenAccept((info) -> this.entry = ClientEntry.parse(info));
	}

	@Override
	public void unreachable() {
		this.owner.unreachable();
	}

	private void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection, Subscription subscription) {
		subscription.subscribe(connection.async()).whenComplete((ok, error) -> {
			this.link.heard();
			if (error == null) {
				subscription.confirmed().complete(null);
			}
			else if (error instanceof RedisCommandExecutionException) {
				execute(() -> refused(connection, subscription, error));
			}
			// Else the connection has gone, and the next one will ask again.
		});
	}

	private void refused(StatefulRedisPubSubConnection<byte[], byte[]> connection, Subscription subscription,
			Throwable error) {
		if (this.link.connection() != connection || !this.wanted.contains(subscription)) {
			return;
		}
		String message = String.valueOf(error.getMessage());
		if (message.startsWith("MOVED ") && this.owner.moved(this, subscription)) {
			return;
		}
		if (subscription.confirmed().completeExceptionally(error)) {
			this.wanted.remove(subscription);
			subscription.moveTo(null);
			this.owner.refused(subscription);
		}
		else {
			// It was allowed before.
			this.link.reset(connection, "Redis refuses the subscription to " + subscription.name() + ": " + message);
		}
	}

	/** The server may take a channel of a shard away. */
	private void taken(StatefulRedisPubSubConnection<byte[], byte[]> connection, ChannelName name) {
		if (this.link.connection() != connection) {
			return;
		}
		for (Subscription subscription : this.wanted) {
			if (subscription.kind() == Kind.SHARD && subscription.name().equals(name)) {
				if (!this.owner.moved(this, subscription)) {
					subscribe(connection, subscription);
					connection.flushCommands();
				}
				return;
			}
		}
	}

	private void execute(Runnable task) {
		try {
			this.clients.executor().execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The client has been shut down.
		}
	}

	/** Knows where subscriptions belong, and who listens. */
	interface Owner {

		void message(Kind kind, byte[] name, byte[] channel, byte[] message);

		/** There is a connection. */
		void connected();

		/** There is none any more, or still none. */
		void unreachable();

		/**
		 * Another server has the slot of a subscription now.
		 * @param from where it was
		 * @param subscription the subscription
		 * @return whether the owner looks after it
		 */
		boolean moved(SubscriberLink from, Subscription subscription);

		/** Redis does not allow a subscription; its future has failed. */
		void refused(Subscription subscription);

	}

	private final class Messages extends RedisPubSubAdapter<byte[], byte[]> {

		private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

		Messages(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
			this.connection = connection;
		}

		@Override
		public void message(byte[] channel, byte[] message) {
			deliver(Kind.CHANNEL, channel, channel, message);
		}

		@Override
		public void message(byte[] pattern, byte[] channel, byte[] message) {
			deliver(Kind.PATTERN, pattern, channel, message);
		}

		@Override
		public void smessage(byte[] channel, byte[] message) {
			deliver(Kind.SHARD, channel, channel, message);
		}

		@Override
		public void sunsubscribed(byte[] channel, long count) {
			execute(() -> taken(this.connection, new ChannelName(channel)));
		}

		private void deliver(Kind kind, byte[] name, byte[] channel, byte[] message) {
			SubscriberLink.this.link.heard();
			// A connection that has been given up says nothing any more: the next one
			// may.
			if (SubscriberLink.this.link.connection() == this.connection) {
				SubscriberLink.this.owner.message(kind, name, channel, message);
			}
		}

	}

}
