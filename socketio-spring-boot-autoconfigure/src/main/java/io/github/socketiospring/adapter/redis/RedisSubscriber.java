package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;

import io.github.socketiospring.adapter.redis.RefusedException.Reason;
import io.github.socketiospring.adapter.redis.Subscription.Kind;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.EventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hears what is published in Redis. Any thread may subscribe, at any time; Redis is asked
 * when there is a connection, and once more after each reconnection. What is published
 * while there is none is lost.
 * <p>
 * In a Redis Cluster, the channels of shards are asked for at the servers that have their
 * slots, wherever those move.
 */
final class RedisSubscriber {

	private static final Log logger = LogFactory.getLog(RedisSubscriber.class);

	private final RedisClients clients;

	private final EventExecutor executor;

	private final @Nullable ClusterTopology topology;

	private final Map<Kind, Map<ChannelName, Subscription>> subscriptions = Map.of(Kind.CHANNEL,
			new ConcurrentHashMap<>(), Kind.PATTERN, new ConcurrentHashMap<>(), Kind.SHARD, new ConcurrentHashMap<>());

	private final SubscriberLink home;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final Runnable follow = this::follow;

	/**
	 * By the address of the server. Replaced as a whole, so that any thread may read it.
	 */
	private volatile Map<String, SubscriberLink> shards = Map.of();

	private volatile boolean closed;

	/**
	 * Creates a subscriber. It does nothing before {@link #start()}, but channels may be
	 * subscribed to already.
	 * @param clients open the connections; they stay open when the subscriber is closed
	 */
	RedisSubscriber(RedisClients clients) {
		this.clients = clients;
		this.executor = clients.executor();
		this.topology = clients.topology();
		this.home = new SubscriberLink("subscriptions", clients, null, this::connectAnywhere, new Links(null));
	}

	/**
	 * Begins to connect, and goes on until {@link #close()}.
	 * @return what completes when Redis has been reached for the first time
	 */
	CompletionStage<Void> start() {
		if (this.topology != null) {
			this.topology.onRead(this.follow);
		}
		this.home.start();
		return this.ready;
	}

	/**
	 * Closes the connections. What is not confirmed yet fails.
	 * @return completes when they are closed
	 */
	CompletionStage<Void> close() {
		this.closed = true;
		CompletableFuture<Void> done = new CompletableFuture<>();
		if (!execute(() -> {
			if (this.topology != null) {
				this.topology.removeListener(this.follow);
			}
			CompletableFuture<Void> closing = this.home.close().toCompletableFuture();
			for (SubscriberLink link : this.shards.values()) {
				closing = CompletableFuture.allOf(closing, link.close().toCompletableFuture());
			}
			closing.whenComplete((ok, error) -> done.complete(null));
			this.subscriptions.values().forEach((kind) -> {
				kind.values().forEach((each) -> each.confirmed().completeExceptionally(closedException()));
				kind.clear();
			});
			this.ready.completeExceptionally(closedException());
		})) {
			done.complete(null);
		}
		return this.clients.closing(done);
	}

	/**
	 * Subscribes to a channel.
	 * @param channel the channel
	 * @param listener takes its messages
	 * @return completes when Redis has confirmed it; fails if Redis refuses it, or if it
	 * is taken back before
	 */
	CompletionStage<Void> subscribe(byte[] channel, RedisMessageListener listener) {
		return add(new Subscription(Kind.CHANNEL, new ChannelName(channel), listener));
	}

	/**
	 * Subscribes to the channels that match a pattern.
	 * @param pattern the pattern
	 * @param listener takes their messages
	 * @return completes when Redis has confirmed it; fails if Redis refuses it, or if it
	 * is taken back before
	 */
	CompletionStage<Void> psubscribe(byte[] pattern, RedisMessageListener listener) {
		return add(new Subscription(Kind.PATTERN, new ChannelName(pattern), listener));
	}

	/**
	 * Subscribes to a channel of a shard.
	 * @param channel the channel
	 * @param listener takes its messages
	 * @return completes when Redis has confirmed it; fails if Redis refuses it, or if it
	 * is taken back before
	 */
	CompletionStage<Void> ssubscribe(byte[] channel, RedisMessageListener listener) {
		return add(new Subscription(Kind.SHARD, new ChannelName(channel), listener));
	}

	/**
	 * Ends a subscription to a channel. Its listener is called no more.
	 * @param channel the channel
	 * @return completes when Redis has confirmed it, or has gone; at once if there was
	 * none
	 */
	CompletionStage<Void> unsubscribe(byte[] channel) {
		return remove(Kind.CHANNEL, channel);
	}

	/**
	 * Ends a subscription to a pattern. Its listener is called no more.
	 * @param pattern the pattern
	 * @return completes when Redis has confirmed it, or has gone; at once if there was
	 * none
	 */
	CompletionStage<Void> punsubscribe(byte[] pattern) {
		return remove(Kind.PATTERN, pattern);
	}

	/**
	 * Ends a subscription to a channel of a shard. Its listener is called no more.
	 * @param channel the channel
	 * @return completes when Redis has confirmed it, or has gone; at once if there was
	 * none
	 */
	CompletionStage<Void> sunsubscribe(byte[] channel) {
		return remove(Kind.SHARD, channel);
	}

	/** Returns whether all servers can be reached that something is subscribed at. */
	LinkHealth health() {
		LinkHealth health = this.home.health();
		for (SubscriberLink link : this.shards.values()) {
			health = health.and(link.health());
		}
		return health;
	}

	private CompletionStage<Void> add(Subscription subscription) {
		if (this.closed) {
			return CompletableFuture.failedStage(closedException());
		}
		if (subscriptions(subscription.kind()).putIfAbsent(subscription.name(), subscription) != null) {
			throw new IllegalStateException("Somebody listens to " + subscription.name() + " already");
		}
		if (!execute(() -> place(subscription))) {
			subscription.confirmed().completeExceptionally(closedException());
		}
		return subscription.confirmed();
	}

	private CompletionStage<Void> remove(Kind kind, byte[] name) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Subscription subscription = subscriptions(kind).remove(new ChannelName(name));
		if (subscription == null || !execute(() -> {
			subscription.confirmed()
				.completeExceptionally(new CancellationException("The subscription has been taken back"));
			SubscriberLink link = subscription.link();
			if (link != null) {
				link.remove(subscription, () -> done.complete(null));
			}
			else {
				done.complete(null);
			}
		})) {
			done.complete(null);
		}
		return done;
	}

	/** Asks the right server for a subscription. */
	private void place(Subscription subscription) {
		if (subscriptions(subscription.kind()).get(subscription.name()) != subscription) {
			return;
		}
		SubscriberLink link = linkOf(subscription);
		SubscriberLink before = subscription.link();
		if (before == link) {
			return;
		}
		if (before != null) {
			before.remove(subscription, () -> {
			});
			subscription.moveTo(null);
		}
		if (link != null) {
			link.add(subscription);
		}
	}

	private @Nullable SubscriberLink linkOf(Subscription subscription) {
		if (this.topology == null || subscription.kind() != Kind.SHARD) {
			return this.home;
		}
		ClusterNode node = this.topology.owner(subscription.slot());
		if (node == null) {
			// It is placed when the topology has been read.
			this.topology.known();
			this.topology.refresh();
			return null;
		}
		SubscriberLink link = this.shards.get(node.address());
		if (link == null) {
			link = new SubscriberLink("subscriptions at " + node.address(), this.clients, node,
					() -> this.clients.connectPubSub(node), new Links(this.topology));
			Map<String, SubscriberLink> more = new HashMap<>(this.shards);
			more.put(node.address(), link);
			this.shards = Map.copyOf(more);
			link.start();
		}
		return link;
	}

	/** The topology has been read. */
	private void follow() {
		if (this.closed) {
			return;
		}
		subscriptions(Kind.SHARD).values().forEach(this::place);
		Map<String, SubscriberLink> used = new HashMap<>(this.shards);
		used.values().removeIf((link) -> {
			if (link.isIdle()) {
				link.close();
				return true;
			}
			return false;
		});
		this.shards = Map.copyOf(used);
	}

	/** In a cluster, each server has what is published at any of them. */
	private CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectAnywhere() {
		ClusterTopology cluster = this.topology;
		if (cluster == null) {
			return this.clients.connectPubSub(null);
		}
		return cluster.known().thenCompose((known) -> {
			List<ClusterNode> nodes = new ArrayList<>(cluster.nodes());
			if (nodes.isEmpty()) {
				throw new IllegalStateException("No server of the Redis Cluster is known");
			}
			return this.clients.connectPubSub(nodes.get(ThreadLocalRandom.current().nextInt(nodes.size())));
		});
	}

	private Map<ChannelName, Subscription> subscriptions(Kind kind) {
		Map<ChannelName, Subscription> found = this.subscriptions.get(kind);
		if (found == null) {
			throw new IllegalStateException();
		}
		return found;
	}

	private boolean execute(Runnable task) {
		try {
			this.executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	private static RefusedException closedException() {
		return new RefusedException(Reason.CLOSED);
	}

	private final class Links implements SubscriberLink.Owner {

		private final @Nullable ClusterTopology doubted;

		Links(@Nullable ClusterTopology doubted) {
			this.doubted = doubted;
		}

		@Override
		public void message(Kind kind, byte[] name, byte[] channel, byte[] message) {
			Subscription subscription = subscriptions(kind).get(new ChannelName(name));
			if (subscription == null) {
				return;
			}
			try {
				subscription.listener().message(channel, message);
			}
			catch (RuntimeException | StackOverflowError ex) {
				logger.error("A listener to " + subscription.name() + " has thrown", ex);
			}
		}

		@Override
		public void connected() {
			RedisSubscriber.this.ready.complete(null);
		}

		@Override
		public void unreachable() {
			if (RedisSubscriber.this.topology != null) {
				RedisSubscriber.this.topology.refresh();
			}
		}

		@Override
		public boolean moved(SubscriberLink from, Subscription subscription) {
			if (this.doubted == null) {
				return false;
			}
			from.remove(subscription, () -> {
			});
			subscription.moveTo(null);
			this.doubted.refresh();
			return true;
		}

		@Override
		public void refused(Subscription subscription) {
			subscriptions(subscription.kind()).remove(subscription.name(), subscription);
		}

	}

}
