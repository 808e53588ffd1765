package io.github.socketiospring.adapter.redis;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.RedisCluster;
import io.github.socketiospring.testkit.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.socketiospring.adapter.redis.TestClients.QUICK;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers of a real Redis Cluster that die, and come back.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RedisClusterFaultTests extends RedisClusterFixture {

	private RedisCluster cluster;

	@BeforeEach
	void start() {
		this.cluster = startCluster();
	}

	@AfterEach
	void stop() {
		this.clients.close();
		this.cluster.close();
	}

	@Override
	RedisCluster cluster() {
		return this.cluster;
	}

	@Test
	void whenTheServerOfTheSubscriptionsDiesAnotherOneIsUsed() throws Exception {
		RedisSubscriber subscriber = subscriber(QUICK);
		RedisPublisher publisher = publisher(QUICK);
		Heard heard = new Heard();
		join(subscriber.subscribe(bytes("a"), heard));
		for (int round = 0; round < 2; round++) {
			RedisServer server = this.cluster.nodes()
				.stream()
				.filter((node) -> subscribers(node, "a") == 1)
				.findFirst()
				.orElseThrow();
			server.kill();
			await().until(() -> this.cluster.nodes()
				.stream()
				.anyMatch((node) -> node != server && subscribers(node, "a") == 1));
			String message = "round" + round;
			// Servers of Redis that have lost each other lose what is published
			// meanwhile.
			await().until(() -> isPublished(publisher, message) && isHeard(heard, message));
			server.restart();
			await().until(() -> publisher.health().connected());
		}
	}

	private static boolean isPublished(RedisPublisher publisher, String message) {
		try {
			join(publisher.publish(bytes("a"), bytes(message)));
			return true;
		}
		catch (RuntimeException ex) {
			// It is on its way to another server, too.
			return false;
		}
	}

	private static boolean isHeard(Heard heard, String message) throws InterruptedException {
		while (!heard.isEmpty()) {
			if (heard.next().equals(message)) {
				return true;
			}
		}
		return false;
	}

	@Test
	void aShardWhoseServerDiesIsHeardAgainWhenItIsBack() throws Exception {
		RedisSubscriber subscriber = subscriber(QUICK);
		RedisPublisher publisher = publisher(QUICK);
		RedisServer server = this.cluster.nodes().get(1);
		String channel = channelAt(server);
		String other = channelAt(this.cluster.nodes().get(0));
		Heard heard = new Heard();
		join(subscriber.ssubscribe(bytes(channel), heard));
		join(subscriber.ssubscribe(bytes(other), heard));
		server.kill();
		await().until(() -> !publisher.health().connected());
		assertThat(failure(publisher.spublish(bytes(channel), bytes("lost")))).isInstanceOf(RefusedException.class);
		assertThat(join(publisher.spublish(bytes(other), bytes("other")))).isOne();
		assertThat(heard.next()).isEqualTo("other");
		server.restart();
		await().until(() -> shardSubscribers(server, channel) == 1);
		await().until(() -> publisher.health().connected() && subscriber.health().connected());
		assertThat(join(publisher.spublish(bytes(channel), bytes("back")))).isOne();
		assertThat(heard.next()).isEqualTo("back");
	}

}
