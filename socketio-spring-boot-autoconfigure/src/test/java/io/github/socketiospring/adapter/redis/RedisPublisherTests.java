package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.redis.RefusedException.Reason;
import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.FaultyProxy.Direction;
import io.github.socketiospring.testkit.RedisServer;
import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.github.socketiospring.adapter.redis.TestClients.PATIENT;
import static io.github.socketiospring.adapter.redis.TestClients.QUICK;
import static io.github.socketiospring.adapter.redis.TestClients.at;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishing to a real Redis, through a network that fails.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisPublisherTests {

	private static final byte[] CHANNEL = bytes("news");

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

	/** Hears all that reaches Redis, whatever the proxy does. */
	private Heard listen() {
		Heard heard = new Heard();
		RedisSubscriber subscriber = this.clients.subscriber(this.clients.clients(at(this.server.port()), PATIENT));
		subscriber.start();
		join(subscriber.subscribe(CHANNEL, heard));
		return heard;
	}

	private RedisPublisher publisher(RedisTimes times, long maxBytes) {
		RedisPublisher publisher = this.clients.publisher(this.clients.clients(at(this.proxy.port()), times), maxBytes);
		join(publisher.start());
		return publisher;
	}

	private RedisPublisher publisher(RedisTimes times) {
		return publisher(times, TestClients.MAX_BYTES);
	}

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static List<CompletableFuture<Long>> publish(RedisPublisher publisher, Stream<String> messages) {
		return messages.map((each) -> publisher.publish(CHANNEL, bytes(each)).toCompletableFuture()).toList();
	}

	private static Throwable failure(CompletionStage<?> stage) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		stage.whenComplete((value, error) -> failure.complete((error != null) ? error : new AssertionError("none")));
		return join(failure);
	}

	/** Nothing that fails now was sent: the connection has gone, or is not back yet. */
	private static boolean isPublished(RedisPublisher publisher, String message) {
		try {
			join(publisher.publish(CHANNEL, bytes(message)));
			return true;
		}
		catch (CompletionException ex) {
			return false;
		}
	}

	@Test
	void aFirstConnectionIsNotCalledAReturn(CapturedOutput output) {
		this.server.kill();
		RedisPublisher publisher = this.clients.publisher(this.clients.clients(at(this.server.port()), QUICK),
				TestClients.MAX_BYTES);
		CompletionStage<Void> started = publisher.start();
		TestClients.await().until(() -> output.getOut().contains("Cannot connect to Redis"));
		this.server.restart();
		join(started);
		TestClients.await().until(() -> output.getOut().contains("Connected to Redis, after"));
		this.server.kill();
		TestClients.await().until(() -> !publisher.health().connected());
		this.server.restart();
		TestClients.await().until(() -> output.getOut().contains("Connected to Redis again, after"));
	}

	@Test
	void messagesOfOneThreadKeepTheirOrder() throws Exception {
		Heard heard = listen();
		RedisPublisher publisher = publisher(PATIENT);
		List<CompletableFuture<Long>> answers = publish(publisher, Heard.numbers(0, 5000).stream());
		assertThat(heard.until("4999")).isEqualTo(Heard.numbers(0, 5000));
		answers.forEach((each) -> assertThat(join(each)).isEqualTo(1));
		assertThat(publisher.counts().published()).isEqualTo(5000);
		assertThat(publisher.counts().pendingBytes()).isZero();
	}

	@Test
	void messagesOfOneThreadKeepTheirOrderWhileOthersPublish() throws Exception {
		Heard heard = listen();
		RedisPublisher publisher = publisher(PATIENT);
		List<Thread> threads = Stream.of("a", "b", "c", "d").map((name) -> new Thread(() -> {
			for (int i = 0; i < 500; i++) {
				publisher.publish(CHANNEL, bytes(name + i));
			}
		})).toList();
		threads.forEach(Thread::start);
		List<String> all = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			all.add(heard.next());
		}
		for (String name : List.of("a", "b", "c", "d")) {
			assertThat(all.stream().filter((each) -> each.startsWith(name)))
				.containsExactlyElementsOf(Heard.numbers(0, 500).stream().map((number) -> name + number).toList());
		}
	}

	@Test
	void whileRedisIsAwayMessagesAreRefusedAtOnce() throws Exception {
		RedisPublisher publisher = publisher(QUICK);
		this.server.stop();
		await().until(() -> !publisher.health().connected());
		CompletableFuture<Long> refused = publisher.publish(CHANNEL, bytes("lost")).toCompletableFuture();
		assertThat(refused).isCompletedExceptionally();
		assertThat(failure(refused)).isInstanceOfSatisfying(RefusedException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.DISCONNECTED));
		assertThat(publisher.counts().refused()).isOne();
		assertThat(publisher.health().since()).isNotNull();
		assertThat(publisher.health().reason()).isNotBlank();
		assertThat(publisher.counts().pendingBytes()).isZero();
		this.server.restart();
		await().until(() -> publisher.health().connected());
		Heard heard = listen();
		join(publisher.publish(CHANNEL, bytes("found")));
		assertThat(heard.next()).isEqualTo("found");
	}

	@Test
	void aRedisThatStartsLaterIsFound() throws Exception {
		this.server.stop();
		RedisPublisher publisher = this.clients.publisher(this.clients.clients(at(this.server.port()), QUICK));
		CompletionStage<Void> ready = publisher.start();
		assertThat(publisher.health().connected()).isFalse();
		this.server.restart();
		join(ready);
		assertThat(join(publisher.publish(CHANNEL, bytes("hello")))).isZero();
	}

	@Test
	void whatWasInFlightWhenTheConnectionBrokeIsNotSentAgain() throws Exception {
		Heard heard = listen();
		RedisPublisher publisher = publisher(PATIENT);
		this.proxy.stall(Direction.TO_CLIENT);
		List<CompletableFuture<Long>> answers = publish(publisher, Heard.numbers(0, 200).stream());
		assertThat(heard.until("199")).isEqualTo(Heard.numbers(0, 200));
		assertThat(answers).noneMatch(CompletableFuture::isDone);
		this.proxy.cut();
		answers.forEach((each) -> assertThat(failure(each)).isNotInstanceOf(RefusedException.class));
		assertThat(publisher.counts().failed()).isEqualTo(200);
		assertThat(publisher.counts().pendingBytes()).isZero();
		this.proxy.pass();
		await().until(() -> isPublished(publisher, "last"));
		assertThat(heard.next()).isEqualTo("last");
		assertThat(heard.isEmpty()).isTrue();
	}

	@Test
	void messagesThatNeverLeftAreNotSentLater() throws Exception {
		Heard heard = listen();
		RedisPublisher publisher = publisher(PATIENT);
		this.proxy.stall(Direction.TO_SERVER);
		List<CompletableFuture<Long>> answers = publish(publisher, Heard.numbers(0, 200).stream());
		this.proxy.reset();
		answers.forEach((each) -> assertThat(failure(each)).isNotNull());
		this.proxy.pass();
		await().until(() -> isPublished(publisher, "last"));
		// The proxy had them in its hands, and may have let them through.
		List<String> all = heard.until("last");
		assertThat(all).doesNotHaveDuplicates();
		assertThat(heard.isEmpty()).isTrue();
	}

	@Test
	void aHalfOpenConnectionIsGivenUp() throws Exception {
		Heard heard = listen();
		RedisPublisher publisher = publisher(QUICK);
		this.proxy.lose();
		CompletableFuture<Long> lost = publisher.publish(CHANNEL, bytes("lost")).toCompletableFuture();
		assertThat(failure(lost)).isNotInstanceOf(RefusedException.class);
		await().until(() -> !publisher.health().connected());
		this.proxy.pass();
		await().until(() -> publisher.health().connected());
		join(publisher.publish(CHANNEL, bytes("found")));
		assertThat(heard.next()).isEqualTo("found");
	}

	@Test
	void aHalfOpenConnectionIsNoticedEvenIfNobodyPublishes() throws Exception {
		RedisPublisher publisher = publisher(QUICK);
		this.proxy.lose(Direction.TO_CLIENT);
		await().until(() -> !publisher.health().connected());
		assertThat(publisher.health().reason()).isNotBlank();
	}

	@Test
	void aQuietConnectionThatAnswersIsKept() throws Exception {
		RedisTimes often = new RedisTimes(Duration.ofMillis(10), Duration.ofSeconds(20), Duration.ofSeconds(10),
				Duration.ofMillis(20), Duration.ofMillis(200));
		RedisPublisher publisher = publisher(often);
		await().until(() -> calls("ping") >= 5);
		assertThat(publisher.health().connected()).isTrue();
		assertThat(this.proxy.connections()).isOne();
	}

	@Test
	void aRedisThatMayNotBeAskedIsKept() {
		this.server.call("ACL", "SETUSER", "default", "-ping");
		RedisPublisher publisher = publisher(QUICK);
		await().until(() -> this.server.text("INFO", "commandstats")
			.matches("(?s).*cmdstat_ping:calls=0,[^\\n]*rejected_calls=[3-9],.*"));
		assertThat(publisher.health().connected()).isTrue();
		assertThat(this.proxy.connections()).isOne();
	}

	/** How often Redis has executed a command. */
	private int calls(String command) {
		String statistics = this.server.text("INFO", "commandstats");
		int at = statistics.indexOf("cmdstat_" + command + ":calls=");
		return (at < 0) ? 0 : Integer.parseInt(statistics.substring(at).split("[=,]")[1]);
	}

	@Test
	void whatWaitsForARedisThatSaysNothingIsBounded() throws Exception {
		long limit = 1024 * 1024;
		RedisPublisher publisher = publisher(PATIENT, limit);
		this.proxy.stall();
		byte[] message = new byte[10_000];
		CompletableFuture<Long> last;
		int count = 0;
		do {
			last = publisher.publish(CHANNEL, message).toCompletableFuture();
			count++;
		}
		while (!last.isCompletedExceptionally());
		assertThat(failure(last)).isInstanceOfSatisfying(RefusedException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.OVERLOADED));
		assertThat(count).isBetween(100, 106);
		assertThat(publisher.counts().pendingBytes()).isLessThanOrEqualTo(limit);
		assertThat(publisher.counts().refused()).isOne();
		this.proxy.pass();
		await().until(() -> publisher.counts().pendingBytes() == 0);
		assertThat(join(publisher.publish(CHANNEL, message))).isZero();
		assertThat(publisher.counts().published()).isEqualTo(count);
	}

	@Test
	void aMessageThatIsLargerThanTheBoundIsRefused() {
		RedisPublisher publisher = publisher(PATIENT, 1000);
		assertThat(failure(publisher.publish(CHANNEL, new byte[1000]))).isInstanceOf(RefusedException.class);
		assertThat(join(publisher.publish(CHANNEL, new byte[500]))).isZero();
	}

	@Test
	void whenMemoryIsFullTheCommandFailsAndTheConnectionStays() {
		RedisPublisher publisher = publisher(PATIENT);
		this.server.configure("maxmemory", "1");
		assertThat(failure(publisher.xadd(bytes("stream"), 10, bytes("a"), bytes("b"))))
			.isInstanceOf(RedisCommandExecutionException.class)
			.hasMessageContaining("OOM");
		assertThat(publisher.counts().failed()).isOne();
		this.server.configure("maxmemory", "0");
		assertThat(join(publisher.xadd(bytes("stream"), 10, bytes("a"), bytes("b")))).contains("-");
		assertThat(this.proxy.connections()).isOne();
	}

	@Test
	void subscribersAreCounted() {
		listen();
		listen();
		RedisPublisher publisher = publisher(PATIENT);
		assertThat(join(publisher.numSub(CHANNEL))).isEqualTo(2);
		assertThat(join(publisher.numSub(bytes("other")))).isZero();
		assertThat(join(publisher.shardNumSub(CHANNEL))).isZero();
	}

	@Test
	void countingSubscribersIsRefusedWhileRedisIsAway() {
		RedisPublisher publisher = publisher(QUICK);
		this.server.stop();
		await().until(() -> !publisher.health().connected());
		assertThat(failure(publisher.numSub(CHANNEL))).isInstanceOf(RefusedException.class);
	}

	@Test
	void streamsAndKeys() {
		RedisPublisher publisher = publisher(PATIENT);
		byte[] stream = bytes("stream");
		String first = join(
				publisher.xadd(stream, 100, bytes("uid"), bytes("me"), bytes("data"), new byte[] { -1, 0 }));
		String second = join(publisher.xadd(stream, 100, bytes("uid"), bytes("you")));
		List<StreamEntry> entries = join(publisher.xrange(stream, "-", "+", 10));
		assertThat(entries).extracting(StreamEntry::id).containsExactly(first, second);
		assertThat(entries.get(0).fields().keySet()).containsExactly("uid", "data");
		assertThat(entries.get(0).fields().get("data")).containsExactly(-1, 0);
		assertThat(join(publisher.xrange(stream, "(" + first, "+", 10))).extracting(StreamEntry::id)
			.containsExactly(second);
		assertThat(join(publisher.xrange(stream, "-", "+", 1))).hasSize(1);
		byte[] key = bytes("key");
		join(publisher.set(key, bytes("value"), Duration.ofMinutes(1)));
		assertThat((Long) this.server.call("PTTL", "key")).isPositive();
		assertThat(join(publisher.get(key))).get().isEqualTo(bytes("value"));
		// Of two who remove it, one has found it.
		List<CompletionStage<Boolean>> removals = List.of(publisher.delete(key), publisher.delete(key));
		assertThat(removals.stream().map((each) -> join(each))).containsExactly(true, false);
		assertThat(join(publisher.get(key))).isEmpty();
		assertThat(join(publisher.delete(key))).isFalse();
		assertThat(publisher.counts().published()).isEqualTo(2);
	}

	@Test
	void whatWasPublishedBeforeLeavesEvenIfAllIsClosedAtOnce() throws Exception {
		Heard heard = listen();
		RedisClients own = RedisClients.of(new LettuceConnectionFactory("127.0.0.1", this.server.port()), PATIENT);
		RedisPublisher publisher = new RedisPublisher(own, TestClients.MAX_BYTES);
		join(publisher.start());
		publish(publisher, Heard.numbers(0, 1000).stream());
		publisher.close();
		own.close();
		assertThat(heard.until("999")).isEqualTo(Heard.numbers(0, 1000));
	}

	@Test
	void whatWasPublishedBeforeClosingLeaves() throws Exception {
		Heard heard = listen();
		RedisPublisher publisher = publisher(PATIENT);
		publish(publisher, Heard.numbers(0, 1000).stream());
		publisher.close();
		assertThat(heard.until("999")).isEqualTo(Heard.numbers(0, 1000));
		assertThat(failure(publisher.publish(CHANNEL, bytes("late")))).isInstanceOfSatisfying(RefusedException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
		await().until(() -> this.proxy.connections() == 0);
	}

}
