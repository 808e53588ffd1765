package io.github.socketiospring.adapter.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.RedisCluster;
import io.github.socketiospring.testkit.RedisServer;
import io.lettuce.core.cluster.SlotHash;

import static io.github.socketiospring.adapter.redis.TestClients.at;

/**
 * A real Redis Cluster, and what uses it.
 */
abstract class RedisClusterFixture {

	final TestClients clients = new TestClients();

	/** Channels, streams and keys that are not where they were. */
	final Set<String> moved = new HashSet<>();

	/** The cluster of the test. */
	abstract RedisCluster cluster();

	/** Starts a cluster of which goes on what still has a server. */
	static RedisCluster startCluster() {
		return RedisCluster.start("--cluster-require-full-coverage", "no");
	}

	RedisPublisher publisher(RedisTimes times) {
		RedisPublisher publisher = this.clients.publisher(this.clients.clients(at(cluster()), times));
		join(publisher.start());
		return publisher;
	}

	RedisSubscriber subscriber(RedisTimes times) {
		RedisSubscriber subscriber = this.clients.subscriber(this.clients.clients(at(cluster()), times));
		join(subscriber.start());
		return subscriber;
	}

	static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	static Throwable failure(CompletionStage<?> stage) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		stage.whenComplete((value, error) -> failure.complete((error != null) ? error : new AssertionError("none")));
		return join(failure);
	}

	/** The servers have their slots in order until some are moved. */
	RedisServer owner(String channel) {
		return cluster().nodes().get(SlotHash.getSlot(channel) * 3 / SlotHash.SLOT_COUNT);
	}

	/** A channel whose slot a server has. */
	String channelAt(RedisServer server) {
		for (int i = 0; true; i++) {
			if (owner("channel" + i) == server) {
				return "channel" + i;
			}
		}
	}

	void move(String channel, RedisServer to) {
		this.moved.add(channel);
		int slot = SlotHash.getSlot(channel);
		String id = to.text("CLUSTER", "MYID");
		to.call("CLUSTER", "SETSLOT", slot, "NODE", id);
		cluster().nodes()
			.stream()
			.filter((node) -> node != to)
			.forEach((node) -> node.call("CLUSTER", "SETSLOT", slot, "NODE", id));
	}

	static long shardSubscribers(RedisServer server, String channel) {
		return (Long) ((List<?>) server.call("PUBSUB", "SHARDNUMSUB", channel)).get(1);
	}

	static long subscribers(RedisServer server, String channel) {
		return (Long) ((List<?>) server.call("PUBSUB", "NUMSUB", channel)).get(1);
	}

}
