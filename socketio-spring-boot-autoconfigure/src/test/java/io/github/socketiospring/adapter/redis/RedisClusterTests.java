package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.testkit.RedisCluster;
import io.github.socketiospring.testkit.RedisServer;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.socketiospring.adapter.redis.TestClients.PATIENT;
import static io.github.socketiospring.adapter.redis.TestClients.at;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Redis Cluster of three servers, of which slots move.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RedisClusterTests extends RedisClusterFixture {

	private static RedisCluster cluster;

	@BeforeAll
	static void start() {
		cluster = startCluster();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Override
	RedisCluster cluster() {
		return cluster;
	}

	/** The next test finds all slots where they were, and nobody who listens. */
	@AfterEach
	void allIsAsBefore() {
		this.clients.close();
		for (RedisServer node : cluster.nodes()) {
			node.call("FLUSHALL");
			await().until(() -> ((List<?>) node.call("PUBSUB", "CHANNELS")).isEmpty()
					&& ((List<?>) node.call("PUBSUB", "SHARDCHANNELS")).isEmpty());
		}
		List.copyOf(this.moved).forEach((channel) -> move(channel, owner(channel)));
	}

	@Test
	void channelsOfShardsAreHeardAtTheirServers() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		RedisPublisher publisher = publisher(PATIENT);
		for (RedisServer server : cluster.nodes()) {
			String channel = channelAt(server);
			Heard heard = new Heard();
			join(subscriber.ssubscribe(bytes(channel), heard));
			assertThat(shardSubscribers(server, channel)).isOne();
			for (String number : Heard.numbers(0, 500)) {
				publisher.spublish(bytes(channel), bytes(number));
			}
			assertThat(heard.until("499")).isEqualTo(Heard.numbers(0, 500));
			assertThat(join(publisher.shardNumSub(bytes(channel)))).isOne();
			join(subscriber.sunsubscribe(bytes(channel)));
			assertThat(shardSubscribers(server, channel)).isZero();
			assertThat(join(publisher.shardNumSub(bytes(channel)))).isZero();
		}
		assertThat(publisher.counts().pendingBytes()).isZero();
	}

	@Test
	void ordinaryChannelsAreHeardEverywhereInOrder() throws Exception {
		Heard one = new Heard();
		Heard other = new Heard();
		join(subscriber(PATIENT).subscribe(bytes("a"), one));
		join(subscriber(PATIENT).psubscribe(bytes("*"), other));
		join(subscriber(PATIENT).subscribe(bytes("a"), new Heard()));
		RedisPublisher publisher = publisher(PATIENT);
		for (String number : Heard.numbers(0, 500)) {
			publisher.publish(bytes("a"), bytes(number));
		}
		assertThat(one.until("499")).isEqualTo(Heard.numbers(0, 500));
		assertThat(other.until("499")).isEqualTo(Heard.numbers(0, 500));
		assertThat(join(publisher.numSub(bytes("a")))).isEqualTo(2);
	}

	@Test
	void aSlotThatMovesTakesItsSubscribersAlong() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		RedisPublisher publisher = publisher(PATIENT);
		RedisServer from = cluster.nodes().get(0);
		RedisServer to = cluster.nodes().get(2);
		String channel = channelAt(from);
		Heard heard = new Heard();
		join(subscriber.ssubscribe(bytes(channel), heard));
		move(channel, to);
		await().until(() -> shardSubscribers(to, channel) == 1);
		// The publisher learns it from the old server.
		assertThat(join(publisher.spublish(bytes(channel), bytes("moved")))).isOne();
		assertThat(heard.next()).isEqualTo("moved");
		assertThat(shardSubscribers(from, channel)).isZero();
		join(subscriber.sunsubscribe(bytes(channel)));
		assertThat(shardSubscribers(to, channel)).isZero();
	}

	@Test
	void whileASlotMovesToAndFroMessagesKeepTheirOrderAndNoneComesTwice() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		RedisPublisher publisher = publisher(PATIENT);
		String channel = channelAt(cluster.nodes().get(0));
		Heard heard = new Heard();
		join(subscriber.ssubscribe(bytes(channel), heard));
		AtomicBoolean moving = new AtomicBoolean(true);
		Thread flow = new Thread(() -> {
			List<CompletableFuture<Long>> answers = new ArrayList<>();
			for (int i = 0; moving.get(); i++) {
				answers.add(publisher.spublish(bytes(channel), bytes(String.valueOf(i))).toCompletableFuture());
				if (answers.size() == 20) {
					CompletableFuture.anyOf(answers.toArray(CompletableFuture<?>[]::new))
						.exceptionally((ex) -> null)
						.join();
					answers.removeIf(CompletableFuture::isDone);
				}
			}
		});
		flow.start();
		for (int round = 1; round <= 6; round++) {
			RedisServer to = cluster.nodes().get(round % 3);
			heard.next();
			move(channel, to);
			await().until(() -> shardSubscribers(to, channel) == 1);
		}
		moving.set(false);
		flow.join();
		assertThat(join(publisher.spublish(bytes(channel), bytes("last")))).isOne();
		List<String> all = heard.until("last");
		List<Integer> numbers = all.subList(0, all.size() - 1).stream().map(Integer::valueOf).toList();
		assertThat(numbers).isSorted().doesNotHaveDuplicates();
		assertThat(publisher.counts().pendingBytes()).isZero();
	}

	@Test
	void keysAndStreamsAreAtTheirServers() {
		RedisPublisher publisher = publisher(PATIENT);
		for (RedisServer server : cluster.nodes()) {
			byte[] key = bytes(channelAt(server));
			String id = join(publisher.xadd(key, 10, bytes("n"), bytes("1")));
			assertThat(server.call("XLEN", key)).isEqualTo(1L);
			assertThat(join(publisher.xrange(key, "-", "+", 10))).extracting(StreamEntry::id).containsExactly(id);
			assertThat(join(publisher.delete(key))).isTrue();
		}
	}

	@Test
	void aKeyOfASlotThatIsBeingMovedIsFoundAtBothServers() {
		RedisPublisher publisher = publisher(PATIENT);
		RedisServer from = cluster.nodes().get(0);
		RedisServer to = cluster.nodes().get(1);
		String key = channelAt(from);
		int slot = SlotHash.getSlot(key);
		to.call("CLUSTER", "SETSLOT", slot, "IMPORTING", from.text("CLUSTER", "MYID"));
		from.call("CLUSTER", "SETSLOT", slot, "MIGRATING", to.text("CLUSTER", "MYID"));
		// What is not there is asked for, and made, at the other one.
		assertThat(join(publisher.xadd(bytes(key), 10, bytes("n"), bytes("1")))).contains("-");
		move(key, to);
		assertThat(join(publisher.xrange(bytes(key), "-", "+", 10))).hasSize(1);
		assertThat(publisher.counts().failed()).isZero();
	}

	@Test
	void theReaderFollowsTheStream() throws Exception {
		RedisServer from = cluster.nodes().get(0);
		RedisServer to = cluster.nodes().get(1);
		String stream = channelAt(from);
		RedisClients redis = this.clients.clients(at(cluster), PATIENT);
		Heard heard = new Heard();
		RedisStreamReader reader = this.clients.reader(new RedisStreamReader(redis, bytes(stream), null,
				Duration.ofMillis(300), 100, new RedisStreamReader.Listener() {
					@Override
					public void entries(List<StreamEntry> entries) {
						entries.forEach((entry) -> heard.message(new byte[0], entry.fields().get("n")));
					}

					@Override
					public void gap(String after, boolean anew) {
						heard.message(new byte[0], bytes("gap"));
					}
				}));
		join(reader.start());
		from.call("XADD", stream, "*", "n", "1");
		assertThat(heard.next()).isEqualTo("1");
		from.call("DEL", stream);
		move(stream, to);
		to.call("XADD", stream, "*", "n", "2");
		assertThat(heard.until("2")).containsExactly("gap", "2");
	}

}
