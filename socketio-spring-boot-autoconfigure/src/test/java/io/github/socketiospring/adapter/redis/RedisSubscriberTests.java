package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.github.socketiospring.adapter.redis.TestClients.PATIENT;
import static io.github.socketiospring.adapter.redis.TestClients.QUICK;
import static io.github.socketiospring.adapter.redis.TestClients.at;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Subscriptions at a real Redis, through a network that fails.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisSubscriberTests {

	private RedisServer server;

	private FaultyProxy proxy;

	private TestClients clients;

	@BeforeEach
	void start() throws IOException {
		this.server = RedisServer.start();
		this.proxy = new FaultyProxy(this.server.port());
		this.clients = new TestClients();
	}

	@AfterEach
	void stop() throws IOException {
		this.clients.close();
		this.proxy.close();
		this.server.close();
	}

	/** Without RESP3, what is published comes among the answers. */
	@Test
	void theOlderProtocol() throws Exception {
		RedisTimes often = new RedisTimes(Duration.ofMillis(10), Duration.ofSeconds(20), Duration.ofSeconds(10),
				Duration.ofMillis(20), Duration.ofMillis(200));
		LettuceClientConfiguration resp2 = LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build())
			.build();
		RedisSubscriber subscriber = this.clients
			.subscriber(this.clients.clients(new LettuceConnectionFactory(at(this.proxy.port()), resp2), often));
		join(subscriber.start());
		Heard channel = new Heard();
		Heard pattern = new Heard();
		join(subscriber.subscribe(bytes("a"), channel));
		join(subscriber.psubscribe(bytes("a*"), pattern));
		for (String number : Heard.numbers(0, 500)) {
			publish("a", number);
			join(subscriber.subscribe(bytes("other" + number), new Heard()));
		}
		assertThat(channel.until("499")).isEqualTo(Heard.numbers(0, 500));
		assertThat(pattern.until("499")).isEqualTo(Heard.numbers(0, 500));
		join(subscriber.unsubscribe(bytes("a")));
		assertThat(subscribers("a")).isZero();
		await().until(() -> this.server.text("INFO", "commandstats").matches("(?s).*cmdstat_ping:calls=\\d\\d.*"));
		assertThat(this.proxy.connections()).isOne();
	}

	private RedisSubscriber subscriber(RedisTimes times) {
		RedisSubscriber subscriber = this.clients.subscriber(this.clients.clients(at(this.proxy.port()), times));
		join(subscriber.start());
		return subscriber;
	}

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static Throwable failure(CompletionStage<?> stage) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		stage.whenComplete((value, error) -> failure.complete((error != null) ? error : new AssertionError("none")));
		return join(failure);
	}

	private void publish(String channel, String message) {
		this.server.call("PUBLISH", channel, message);
	}

	@Test
	void channelsPatternsAndShards() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		Heard channel = new Heard();
		Heard pattern = new Heard();
		Heard shard = new Heard();
		join(subscriber.subscribe(bytes("a"), channel));
		join(subscriber.psubscribe(bytes("a*"), pattern));
		join(subscriber.ssubscribe(bytes("a"), shard));
		publish("a", "1");
		publish("ab", "2");
		this.server.call("SPUBLISH", "a", "3");
		assertThat(channel.next()).isEqualTo("1");
		assertThat(pattern.next()).isEqualTo("1");
		assertThat(pattern.next()).isEqualTo("2");
		assertThat(shard.next()).isEqualTo("3");
		assertThat(channel.isEmpty() && pattern.isEmpty() && shard.isEmpty()).isTrue();
	}

	@Test
	void theListenerOfAPatternLearnsTheChannel() throws Exception {
		CompletableFuture<String> channel = new CompletableFuture<>();
		join(subscriber(PATIENT).psubscribe(bytes("a*"), (name, message) -> channel.complete(TestClients.text(name))));
		publish("abc", "1");
		assertThat(join(channel)).isEqualTo("abc");
	}

	@Test
	void whatHasBeenTakenBackIsHeardNoMore() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		Heard gone = new Heard();
		Heard kept = new Heard();
		join(subscriber.subscribe(bytes("gone"), gone));
		join(subscriber.psubscribe(bytes("gon?"), gone));
		join(subscriber.ssubscribe(bytes("gone"), gone));
		join(subscriber.subscribe(bytes("kept"), kept));
		join(subscriber.unsubscribe(bytes("gone")));
		join(subscriber.punsubscribe(bytes("gon?")));
		join(subscriber.sunsubscribe(bytes("gone")));
		assertThat(this.server.call("PUBLISH", "gone", "1")).isEqualTo(0L);
		assertThat(this.server.call("SPUBLISH", "gone", "1")).isEqualTo(0L);
		publish("kept", "2");
		assertThat(kept.next()).isEqualTo("2");
		assertThat(gone.isEmpty()).isTrue();
		join(subscriber.unsubscribe(bytes("never")));
	}

	@Test
	void oneListenerForEachChannel() {
		RedisSubscriber subscriber = subscriber(PATIENT);
		join(subscriber.subscribe(bytes("a"), new Heard()));
		assertThatIllegalStateException().isThrownBy(() -> subscriber.subscribe(bytes("a"), new Heard()));
		join(subscriber.unsubscribe(bytes("a")));
		join(subscriber.subscribe(bytes("a"), new Heard()));
	}

	@Test
	void afterARestartOfRedisEverythingIsHeardAgain() throws Exception {
		RedisSubscriber subscriber = subscriber(QUICK);
		Heard heard = new Heard();
		join(subscriber.subscribe(bytes("a"), heard));
		join(subscriber.psubscribe(bytes("b*"), heard));
		join(subscriber.ssubscribe(bytes("c"), heard));
		join(subscriber.subscribe(bytes("gone"), heard));
		this.server.kill();
		await().until(() -> !subscriber.health().connected());
		join(subscriber.unsubscribe(bytes("gone")));
		CompletionStage<Void> late = subscriber.subscribe(bytes("late"), heard);
		assertThat(late.toCompletableFuture()).isNotDone();
		this.server.restart();
		join(late);
		publish("gone", "0");
		publish("a", "1");
		publish("b", "2");
		this.server.call("SPUBLISH", "c", "3");
		publish("late", "4");
		assertThat(List.of(heard.next(), heard.next(), heard.next(), heard.next())).containsExactly("1", "2", "3", "4");
	}

	@Test
	void aConnectionThatIsCutComesBackAndNothingIsHeardTwice() throws Exception {
		RedisSubscriber subscriber = subscriber(QUICK);
		Heard heard = new Heard();
		join(subscriber.subscribe(bytes("a"), heard));
		for (int round = 0; round < 5; round++) {
			publish("a", "before" + round);
			assertThat(heard.next()).isEqualTo("before" + round);
			this.proxy.cut();
			await().until(() -> this.server.call("PUBLISH", "a", "probe").equals(1L));
			String probe;
			int probes = 0;
			publish("a", "after" + round);
			while ((probe = heard.next()).equals("probe")) {
				probes++;
			}
			assertThat(probe).isEqualTo("after" + round);
			assertThat(probes).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void aHalfOpenConnectionIsReplaced() throws Exception {
		RedisSubscriber subscriber = subscriber(QUICK);
		Heard heard = new Heard();
		join(subscriber.subscribe(bytes("a"), heard));
		String before = subscribed();
		this.proxy.lose();
		await().until(() -> !subscriber.health().connected());
		this.proxy.pass();
		// Redis has been told that the old connection is none.
		await().until(() -> !subscribed().equals(before) && !subscribed().isEmpty());
		assertThat(subscribers("a")).isEqualTo(1);
		publish("a", "1");
		publish("a", "2");
		assertThat(heard.next()).isEqualTo("1");
		assertThat(heard.next()).isEqualTo("2");
	}

	@Test
	void whoMayNotEndTheOldConnectionHasANewOneAllTheSame() throws Exception {
		this.server.call("ACL", "SETUSER", "default", "-client|info", "-client|kill");
		RedisSubscriber subscriber = subscriber(QUICK);
		Heard heard = new Heard();
		join(subscriber.subscribe(bytes("a"), heard));
		this.proxy.lose();
		await().until(() -> !subscriber.health().connected());
		this.proxy.pass();
		await().until(() -> subscribers("a") == 2);
		publish("a", "1");
		assertThat(heard.next()).isEqualTo("1");
		this.server.call("ACL", "SETUSER", "default", "+client");
	}

	/** The numbers that Redis has given to connections with subscriptions. */
	private String subscribed() {
		return this.server.text("CLIENT", "LIST", "TYPE", "PUBSUB")
			.lines()
			.map((line) -> line.substring(0, line.indexOf(' ')))
			.collect(Collectors.joining());
	}

	private long subscribers(String channel) {
		return (Long) ((List<?>) this.server.call("PUBSUB", "NUMSUB", channel)).get(1);
	}

	@Test
	void aListenerThatThrowsIsCalledAgain() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		Heard heard = new Heard();
		join(subscriber.subscribe(bytes("a"), (channel, message) -> {
			heard.message(channel, message);
			throw new IllegalStateException("on purpose");
		}));
		publish("a", "1");
		publish("a", "2");
		assertThat(heard.next()).isEqualTo("1");
		assertThat(heard.next()).isEqualTo("2");
	}

	@Test
	void whatIsTakenBackBeforeRedisIsThereFails() {
		RedisSubscriber subscriber = this.clients.subscriber(this.clients.clients(at(this.proxy.port()), PATIENT));
		CompletionStage<Void> subscribed = subscriber.subscribe(bytes("a"), new Heard());
		join(subscriber.unsubscribe(bytes("a")));
		assertThat(failure(subscribed)).isInstanceOf(CancellationException.class);
		join(subscriber.start());
		join(subscriber.subscribe(bytes("b"), new Heard()));
		assertThat(this.server.call("PUBLISH", "a", "1")).isEqualTo(0L);
	}

	@Test
	void whatRedisDoesNotAllowFailsAndMayBeTriedAgain() {
		RedisSubscriber subscriber = subscriber(PATIENT);
		this.server.call("ACL", "SETUSER", "default", "resetchannels", "&good");
		// It ends connections that have more than they may.
		await().until(() -> subscriber.health().connected());
		assertThat(failure(subscriber.subscribe(bytes("bad"), new Heard()))).hasMessageContaining("NOPERM");
		join(subscriber.subscribe(bytes("good"), new Heard()));
		this.server.call("ACL", "SETUSER", "default", "allchannels");
		join(subscriber.subscribe(bytes("bad"), new Heard()));
	}

	@Test
	void manyThreadsSubscribeAndTakeBack() throws Exception {
		RedisSubscriber subscriber = subscriber(PATIENT);
		List<Thread> threads = IntStream.range(0, 4).mapToObj((number) -> new Thread(() -> {
			for (int i = 0; i < 200; i++) {
				subscriber.subscribe(bytes("odd" + number), new Heard());
				subscriber.unsubscribe(bytes("odd" + number));
				subscriber.unsubscribe(bytes("even" + number));
				subscriber.subscribe(bytes("even" + number), new Heard());
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		join(subscriber.subscribe(bytes("last"), new Heard()));
		for (int number = 0; number < 4; number++) {
			assertThat(this.server.call("PUBLISH", "odd" + number, "")).isEqualTo(0L);
			assertThat(this.server.call("PUBLISH", "even" + number, "")).isEqualTo(1L);
		}
	}

	@Test
	void whatIsNotConfirmedWhenItIsClosedFails() {
		RedisSubscriber subscriber = this.clients.subscriber(this.clients.clients(at(this.proxy.port()), PATIENT));
		CompletionStage<Void> subscribed = subscriber.subscribe(bytes("a"), new Heard());
		subscriber.close();
		assertThat(failure(subscribed)).isInstanceOf(RefusedException.class);
		assertThat(failure(subscriber.subscribe(bytes("b"), new Heard()))).isInstanceOf(RefusedException.class);
	}

}
