package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.socketiospring.testkit.RedisCluster;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Clients of Redis servers of the tests, and what uses them: all is closed together.
 */
final class TestClients implements AutoCloseable {

	/** Nothing here waits for these times to pass, but for what happens then. */
	static final RedisTimes QUICK = new RedisTimes(Duration.ofMillis(200), Duration.ofMillis(200),
			Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofMillis(200));

	/** A slow machine is no half-open connection. */
	static final RedisTimes PATIENT = new RedisTimes(Duration.ofSeconds(20), Duration.ofSeconds(20),
			Duration.ofSeconds(10), Duration.ofMillis(20), Duration.ofMillis(200));

	/** More than a test has in flight. */
	static final long MAX_BYTES = 16 * 1024 * 1024;

	private final List<Runnable> closing = new ArrayList<>();

	static RedisConfiguration at(int port) {
		return new RedisStandaloneConfiguration("127.0.0.1", port);
	}

	static RedisConfiguration at(RedisCluster cluster) {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		cluster.nodes().forEach((node) -> configuration.addClusterNode(new RedisNode("127.0.0.1", node.port())));
		return configuration;
	}

	RedisClients clients(RedisConfiguration redis, RedisTimes times) {
		return clients(new LettuceConnectionFactory(redis), times);
	}

	RedisClients clients(LettuceConnectionFactory factory, RedisTimes times) {
		RedisClients clients = RedisClients.of(factory, times);
		this.closing.add(0, clients::close);
		return clients;
	}

	RedisPublisher publisher(RedisClients clients) {
		return publisher(clients, MAX_BYTES);
	}

	RedisPublisher publisher(RedisClients clients, long maxBytes) {
		RedisPublisher publisher = new RedisPublisher(clients, maxBytes);
		closeFirst(publisher::close);
		return publisher;
	}

	RedisSubscriber subscriber(RedisClients clients) {
		RedisSubscriber subscriber = new RedisSubscriber(clients);
		closeFirst(subscriber::close);
		return subscriber;
	}

	RedisStreamReader reader(RedisStreamReader reader) {
		closeFirst(reader::close);
		return reader;
	}

	private void closeFirst(Supplier<CompletionStage<Void>> closing) {
		this.closing.add(0, () -> closing.get().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join());
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	static ConditionFactory await() {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(30));
	}

	@Override
	public void close() {
		this.closing.forEach(Runnable::run);
	}

}
