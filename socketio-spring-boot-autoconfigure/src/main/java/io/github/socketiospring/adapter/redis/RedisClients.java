package io.github.socketiospring.adapter.redis;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.EventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;
import org.springframework.util.ReflectionUtils;

/**
 * Clients of Redis that have the servers, the credentials, the certificates and the
 * resources of the application's own, but connections, options and an event loop of ours.
 * Nothing is connected before it is asked for.
 */
final class RedisClients {

	private static final Log logger = LogFactory.getLog(RedisClients.class);

	private static final int CLOSE_SECONDS = 2;

	private final OwnConnectionFactory factory;

	private final String target;

	private final RedisTimes times;

	private final OwnResources resources;

	private final @Nullable RedisClient nodes;

	private final @Nullable ClusterTopology topology;

	/** By the address of the server; empty where that may change. */
	private final Map<String, LinkReports> reports = new ConcurrentHashMap<>();

	private final Queue<CompletableFuture<Void>> closing = new ConcurrentLinkedQueue<>();

	private RedisClients(OwnConnectionFactory factory, OwnResources resources, RedisTimes times, String target) {
		this.target = target;
		this.factory = factory;
		this.resources = resources;
		this.times = times;
		AbstractRedisClient client = factory.getRequiredNativeClient();
		if (client instanceof RedisClusterClient cluster) {
			this.nodes = RedisClient.create(client.getResources());
			ClientOptions options = client.getOptions();
			this.nodes.setOptions(options);
			this.topology = new ClusterTopology(cluster, resources.loop(), times,
					factory.getClientConfiguration().getClientName().orElse(null));
		}
		else {
			this.nodes = null;
			this.topology = null;
		}
	}

	/**
	 * Derives clients from the application's connection factory, which stays as it is.
	 * @param application the application's connection factory
	 * @param times how long to wait for what
	 * @return new clients, to be closed
	 * @throws UnsupportedRedisException if the factory is not Lettuce's, or names fixed
	 * replicas
	 */
	static RedisClients of(RedisConnectionFactory application, RedisTimes times) {
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			throw new UnsupportedRedisException(
					"Messages between servers go through Lettuce, but the connection factory is a "
							+ application.getClass().getName(),
					"Have lettuce-core on the class path, and spring.data.redis.client-type set to lettuce or not at "
							+ "all. A RedisConnectionFactory of your own must be a LettuceConnectionFactory.");
		}
		RedisConfiguration configuration = configuration(lettuce);
		if (RedisConfiguration.isStaticMasterReplicaConfiguration(configuration)) {
			throw new UnsupportedRedisException(
					"Messages between servers need one primary or a cluster of Redis, but the connection factory "
							+ "names a primary and its replicas one by one",
					"Set spring.data.redis.sentinel.*, spring.data.redis.cluster.*, or spring.data.redis.url to the "
							+ "primary instead of spring.data.redis.masterreplica.nodes.");
		}
		LettuceClientConfiguration client = lettuce.getClientConfiguration();
		OwnResources resources = client.getClientResources().map(OwnResources::of).orElseGet(OwnResources::create);
		OwnConnectionFactory own = new OwnConnectionFactory(configuration,
				new OwnClientConfiguration(client, resources, times));
		own.start();
		return new RedisClients(own, resources, times, describe(configuration));
	}

	/** Nothing public shows it, and only Lettuce's client has it as a whole. */
	private static RedisConfiguration configuration(LettuceConnectionFactory application) {
		Field field = ReflectionUtils.findField(LettuceConnectionFactory.class, "configuration");
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
			if (ReflectionUtils.getField(field, application) instanceof RedisConfiguration configuration) {
				return configuration;
			}
		}
		throw new UnsupportedRedisException("This version of Spring Data Redis does not show how to reach Redis",
				"Use the version of Spring Data Redis that this version of Spring Boot manages.");
	}

	/** Returns where Redis is looked for, for operators. */
	String target() {
		return this.target;
	}

	/** Without credentials. */
	private static String describe(RedisConfiguration configuration) {
		if (configuration instanceof RedisConfiguration.ClusterConfiguration cluster) {
			return join(cluster.getClusterNodes());
		}
		if (configuration instanceof RedisConfiguration.SentinelConfiguration sentinel) {
			return "the sentinels " + join(sentinel.getSentinels());
		}
		if (configuration instanceof RedisConfiguration.DomainSocketConfiguration socket) {
			return socket.getSocket();
		}
		return RedisConfiguration.getHostOrElse(configuration, () -> "an unknown host") + ":"
				+ RedisConfiguration.getPortOrElse(configuration, () -> 0);
	}

	private static String join(Set<RedisNode> nodes) {
		return nodes.stream().map(RedisNode::asString).collect(Collectors.joining(", "));
	}

	RedisTimes times() {
		return this.times;
	}

	/**
	 * Returns where the links of these clients work: the thread of their connections. It
	 * must not be blocked.
	 * @return a single thread
	 */
	EventExecutor executor() {
		return this.resources.loop();
	}

	/**
	 * Returns where work may be done that would keep the links waiting.
	 * @return another thread
	 */
	EventExecutor newExecutor() {
		return this.resources.eventExecutorGroup().next();
	}

	/**
	 * Returns what has the log say how connections are.
	 * @param node where they lead; {@code null} if Redis is not a cluster, or any server
	 * of it will do
	 * @return the same for all links to one server
	 */
	LinkReports reports(@Nullable ClusterNode node) {
		return this.reports.computeIfAbsent((node != null) ? node.address() : "", (address) -> new LinkReports());
	}

	/**
	 * Returns which server of a Redis Cluster has which slots.
	 * @return the topology, or {@code null} if Redis is not a cluster
	 */
	@Nullable ClusterTopology topology() {
		return this.topology;
	}

	/**
	 * Opens a connection for commands.
	 * @param node a server of the cluster; {@code null} if Redis is not a cluster
	 * @return the new connection
	 */
	@SuppressWarnings("unchecked")
	CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect(@Nullable ClusterNode node) {
		if (this.nodes != null && node != null) {
			return this.nodes.connectAsync(ByteArrayCodec.INSTANCE, node.uri());
		}
		return this.factory.provider()
			.getConnectionAsync(StatefulConnection.class)
			.thenApply((connection) -> (StatefulRedisConnection<byte[], byte[]>) connection);
	}

	/**
	 * Opens a connection for subscriptions.
	 * @param node a server of the cluster; {@code null} if Redis is not a cluster
	 * @return the new connection
	 */
	@SuppressWarnings("unchecked")
	CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub(@Nullable ClusterNode node) {
		if (this.nodes != null && node != null) {
			return this.nodes.connectPubSubAsync(ByteArrayCodec.INSTANCE, node.uri());
		}
		return this.factory.provider()
			.getConnectionAsync(StatefulRedisPubSubConnection.class)
			.thenApply((connection) -> (StatefulRedisPubSubConnection<byte[], byte[]>) connection);
	}

	/**
	 * Notes what is being closed.
	 * @param closing completes when it is closed
	 * @return the same
	 */
	CompletionStage<Void> closing(CompletionStage<Void> closing) {
		this.closing.add(closing.toCompletableFuture());
		return closing;
	}

	/**
	 * Closes what is left. It waits until everything that uses these clients is closed
	 * and has sent what it had, for a few seconds at most. Not to be called by threads of
	 * Lettuce.
	 */
	void close() {
		try {
			CompletableFuture.allOf(this.closing.toArray(CompletableFuture<?>[]::new))
				.get(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Not everything has been sent to Redis", ex);
		}
		if (this.topology != null) {
			this.topology.close();
		}
		if (this.nodes != null) {
			this.nodes.shutdown(0, this.factory.getClientConfiguration().getShutdownTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
		}
		this.factory.destroy();
		this.resources.close(this.factory.getClientConfiguration().getShutdownTimeout());
	}

	/** Spring Data Redis knows how to make a client of a configuration. */
	private static final class OwnConnectionFactory extends LettuceConnectionFactory {

		private @Nullable LettuceConnectionProvider provider;

		OwnConnectionFactory(RedisConfiguration redis, OwnClientConfiguration client) {
			super(redis, client);
		}

		@Override
		protected LettuceConnectionProvider doCreateConnectionProvider(AbstractRedisClient client,
				RedisCodec<?, ?> codec) {
			LettuceConnectionProvider created = super.doCreateConnectionProvider(client, codec);
			if (codec instanceof ByteArrayCodec) {
				this.provider = created;
			}
			return created;
		}

		LettuceConnectionProvider provider() {
			LettuceConnectionProvider created = this.provider;
			if (created == null) {
				throw new IllegalStateException("The factory has not been started");
			}
			return created;
		}

	}

}
