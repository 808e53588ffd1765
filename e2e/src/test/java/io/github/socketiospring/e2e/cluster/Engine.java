package io.github.socketiospring.e2e.cluster;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.PostgresServer;
import io.github.socketiospring.testkit.RedisCluster;
import io.github.socketiospring.testkit.RedisServer;

import static org.awaitility.Awaitility.await;

/**
 * What carries the messages of a cluster, and the adapter that servers use with it.
 *
 * @param adapter the adapter, by the same name in Java and in the scripts
 * @param nodes the Redis servers, three if they are one Redis Cluster; none with
 * PostgreSQL
 * @param urls where it is, for scripts
 * @param source where it is, as a property of servers in Java
 * @param owner what ends it
 */
record Engine(String adapter, List<RedisServer> nodes, List<String> urls, String source,
		Runnable owner) implements AutoCloseable {

	static final String CLASSIC = "redis";

	static final String SHARDED = "redis-sharded";

	static final String STREAMS = "redis-streams";

	static final String POSTGRES = "postgres";

	/** Starts one server of Redis, or of PostgreSQL. */
	static Engine single(String adapter) {
		if (adapter.equals(POSTGRES)) {
			PostgresServer postgres = PostgresServer.start();
			return new Engine(adapter, List.of(), List.of(postgres.url()),
					PostgresSource.PROPERTY + "=" + postgres.jdbcUrl(), postgres::close);
		}
		RedisServer redis = RedisServer.start();
		return new Engine(adapter, List.of(redis), List.of(redis.url()), "spring.data.redis.url=" + redis.url(),
				redis::close);
	}

	/** Starts a Redis Cluster of three nodes. */
	static Engine cluster(String adapter) {
		RedisCluster cluster = RedisCluster.start();
		List<RedisServer> nodes = cluster.nodes();
		return new Engine(adapter, nodes, nodes.stream().map(RedisServer::url).toList(),
				"spring.data.redis.cluster.nodes="
						+ String.join(",", nodes.stream().map((node) -> "127.0.0.1:" + node.port()).toList()),
				cluster::close);
	}

	RedisServer redis() {
		return this.nodes.get(0);
	}

	/** Where it, or the first server of it, listens on the loopback address. */
	int port() {
		return URI.create(this.urls.get(0)).getPort();
	}

	/** The same for whoever reaches it by way of a proxy. */
	Engine behind(FaultyProxy proxy) {
		String port = ":" + port();
		String other = ":" + proxy.port();
		return new Engine(this.adapter, this.nodes, List.of(this.urls.get(0).replace(port, other)),
				this.source.replace(port, other), this.owner);
	}

	/** The settings of the scripts, but for what a test adds. */
	Map<String, Object> settings(Map<String, ?> more) {
		Map<String, Object> settings = new LinkedHashMap<>(more);
		settings.put("adapter", this.adapter);
		settings.put("urls", this.urls);
		return settings;
	}

	/** The properties of servers in Java, but for what a test adds. */
	String[] properties(String... more) {
		return Stream.concat(Stream.of("socketio.adapter.type=" + this.adapter, this.source), Stream.of(more))
			.toArray(String[]::new);
	}

	/**
	 * Waits until servers have subscribed to a sharded channel.
	 * @param channel the channel
	 * @param count how many of them
	 */
	void awaitSubscribed(String channel, int count) {
		await("subscribers of " + channel)
			.until(() -> this.nodes.stream().mapToLong((node) -> subscribers(node, channel)).sum() == count);
	}

	private static long subscribers(RedisServer node, String channel) {
		List<?> count = (List<?>) node.call("PUBSUB", "SHARDNUMSUB", channel);
		return (count != null) ? (long) count.get(1) : 0;
	}

	@Override
	public void close() {
		this.owner.run();
	}

}
