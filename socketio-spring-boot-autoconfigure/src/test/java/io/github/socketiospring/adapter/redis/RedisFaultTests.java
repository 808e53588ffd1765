package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.socketiospring.AckException;
import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.adapter.FaultListener;
import io.github.socketiospring.adapter.FaultMember;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.RedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.socketiospring.adapter.redis.TestClients.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What happens to a cluster when Redis, or the network before it, fails: each server goes
 * on with its own clients, nothing is delivered twice, and all comes back by itself.
 */
@ParameterizedClass
@EnumSource(FaultFixture.Kind.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RedisFaultTests extends FaultFixture {

	private static final int CUTS = 5;

	@Test
	void redisIsRestarted() {
		expectLosses(2);
		awaitCrossing();
		long refused = this.one.counters().refused();
		redis.stop();
		awaitHealth(this.one, false);
		awaitHealth(this.two, false);
		int lost = this.one.emit(20);
		this.here.untilSure(this.one, lost);
		bothServeTheirOwn();
		assertThat(this.one.counters().refused()).isGreaterThanOrEqualTo(refused + 20);
		redis.restart();
		awaitHealth(this.one, true);
		awaitHealth(this.two, true);
		awaitCrossing();
		assertThat(this.there.numbersOf(this.one)).doesNotContain(lost);
	}

	@Test
	void redisIsKilled() {
		expectLosses(2);
		awaitCrossing();
		int first = this.one.emit(100);
		redis.kill();
		int last = this.one.emit(100);
		this.here.untilSure(this.one, last);
		assertThat(this.here.numbersOf(this.one)).contains(first);
		awaitHealth(this.two, false);
		redis.restart();
		awaitHealth(this.two, true);
		awaitCrossing();
	}

	@Test
	void connectionsAreCutWhileEventsAreEmitted() {
		// All of them together, if it is fast.
		expectLosses(1, CUTS);
		awaitCrossing();
		int first = this.one.emit();
		for (int i = 0; i < CUTS; i++) {
			this.one.emit(50);
			this.proxy.cut();
			this.one.emit(50);
		}
		int last = this.one.emit();
		this.here.untilSure(this.one, last);
		assertThat(this.here.numbersOf(this.one)).containsAll(IntStream.rangeClosed(first, last).boxed().toList());
		awaitCrossing();
	}

	@Test
	void connectionsAreRefused() throws IOException {
		expectLosses(1);
		this.proxy.refuse();
		this.proxy.reset();
		awaitHealth(this.one, false);
		assertThat(this.two.isUp()).isTrue();
		int lost = this.one.emit();
		bothServeTheirOwn();
		assertThatExceptionOfType(MissingServersException.class)
			.isThrownBy(() -> this.one.server().io().fetchSockets().block(Duration.ofSeconds(20)));
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitCrossing();
		assertThat(this.there.numbersOf(this.one)).doesNotContain(lost);
		int now = this.two.emit();
		this.here.until(this.two, now);
	}

	/** What is added to the stream meanwhile is read afterwards. */
	@Test
	void theStreamIsReadOnWhereItWas() throws IOException {
		expectLosses(1);
		awaitCrossing();
		this.proxy.refuse();
		this.proxy.reset();
		awaitHealth(this.one, false);
		int first = this.two.emit();
		int last = this.two.emit(300);
		this.there.until(this.two, last);
		await().until(() -> this.two.counters().pendingBytes() == 0);
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitCrossing();
		List<Integer> meanwhile = IntStream.rangeClosed(first, last).boxed().toList();
		if (this.kind.isStreams()) {
			assertThat(this.here.numbersOf(this.two)).containsAll(meanwhile);
		}
		else {
			assertThat(this.here.numbersOf(this.two)).doesNotContainAnyElementsOf(meanwhile);
		}
	}

	@Test
	void redisIsSlow() throws IOException {
		awaitCrossing();
		String payload = "x".repeat(1024);
		long refused = this.one.counters().refused();
		this.proxy.slow(Duration.ofMillis(20), 20_000);
		int last = 0;
		for (int i = 0; i < 500; i++) {
			last = this.one.emit(payload);
			assertThat(this.one.counters().pendingBytes()).isLessThanOrEqualTo(MAX_PENDING);
		}
		assertThat(this.one.counters().refused()).isGreaterThan(refused);
		if (this.kind != Kind.RECOVERING) {
			this.here.until(this.one, last);
		}
		this.there.until(this.two, this.two.emit());
		this.proxy.pass();
		this.here.until(this.one, last);
		await().until(() -> this.one.counters().pendingBytes() == 0);
	}

	@Test
	void connectionsAreHalfOpen() throws IOException {
		expectLosses(1);
		awaitCrossing();
		this.proxy.lose();
		int last = this.one.emit(50);
		this.here.untilSure(this.one, last);
		awaitHealth(this.one, false);
		assertThat(this.one.counters().pendingBytes()).isLessThanOrEqualTo(MAX_PENDING);
		bothServeTheirOwn();
		// Redis believes in the old connections until it is told otherwise.
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitCrossing();
		await().until(() -> this.two.server().io().serverCount().block(Duration.ofSeconds(20)) == 2);
		assertThat(this.two.server().io().fetchSockets().block(Duration.ofSeconds(20))).hasSize(2);
	}

	@Test
	void redisAnswersNobody() {
		expectLosses(2);
		awaitCrossing();
		redis.freeze();
		try {
			awaitHealth(this.one, false);
			awaitHealth(this.two, false);
			bothServeTheirOwn();
		}
		finally {
			redis.thaw();
		}
		awaitHealth(this.one, true);
		awaitCrossing();
	}

	@Test
	void redisIsOutOfMemory() {
		awaitCrossing();
		long failed = this.one.counters().failed();
		redis.configure("maxmemory", "1");
		try {
			int number = this.one.emit();
			// No time passes: Redis has said no.
			this.here.until(this.one, number);
			if (this.kind.isStreams()) {
				await().until(() -> this.one.counters().failed() > failed);
				assertThat(this.there.numbersOf(this.one)).doesNotContain(number);
			}
			else {
				this.there.until(this.one, number);
			}
			assertThat(this.one.isUp()).isTrue();
			// What is not kept needs no memory.
			assertThat(this.one.server().io().fetchSockets().block(Duration.ofSeconds(20))).hasSize(2);
		}
		finally {
			redis.configure("maxmemory", "0");
		}
	}

	@Test
	void aServerThatNeverAnswersIsNamed() {
		RawPeer peer = new RawPeer(this.kind, redis);
		try (RedisConnection deaf = redis.connect()) {
			peer.listen(deaf);
			// Nobody has said who it is.
			assertThat(missing()).hasSize(1);
			peer.message(RawPeer.ALIVE, "deaf-1");
			await().until(() -> missing().contains("deaf-1"));
			CompletableFuture<?> acks = this.one.server()
				.io()
				.timeout(Duration.ofMillis(300))
				.emitWithAck("question")
				.toFuture();
			assertThat(failure(AckException.class, acks).missing()).contains("deaf-1");
			bothServeTheirOwn();
		}
		await().until(() -> this.one.server().io().serverCount().block(Duration.ofSeconds(20)) == 2);
		assertThat(this.one.server().io().fetchSockets().block(Duration.ofSeconds(20))).hasSize(2);
	}

	private <E extends Throwable> E failure(Class<E> type, CompletableFuture<?> answer) {
		Throwable exception = catchThrowableOfType(CompletionException.class, () -> answer(this.one, answer));
		assertThat(exception.getCause()).isInstanceOf(type);
		return type.cast(exception.getCause());
	}

	private Set<String> missing() {
		CompletableFuture<?> sockets = this.one.server().io().timeout(Duration.ofMillis(300)).fetchSockets().toFuture();
		return failure(MissingServersException.class, sockets).servers();
	}

	@Test
	void rubbishIsDropped() {
		awaitCrossing();
		long before = this.one.counters().invalid();
		RawPeer peer = new RawPeer(this.kind, redis);
		int invalid = peer.rubbish();
		await().until(() -> this.one.counters().invalid() >= before + invalid);
		assertThat(this.one.counters().invalid()).isEqualTo(before + invalid);
		peer.randomBytes();
		this.here.until(this.two, this.two.emit());
		this.there.until(this.one, this.one.emit());
		assertThat(this.here.names()).doesNotContain("rubbish");
		assertThat(log()).doesNotContain(" ERROR ");
	}

	@Test
	void rubbishIsDroppedWhereverItComes() {
		this.one.server().io().socketsJoin("room");
		RawPeer peer = new RawPeer(this.kind, redis);
		awaitCrossing();
		if (this.kind == Kind.SHARDED) {
			await().until(() -> peer.channels().contains("socket.io#/#room#"));
		}
		long before = this.one.counters().invalid() + this.two.counters().invalid();
		long invalid = peer.rubbishElsewhere("room");
		assertThat(invalid).isGreaterThan(20);
		await().until(() -> this.one.counters().invalid() + this.two.counters().invalid() >= before + invalid);
		assertThat(this.one.counters().invalid() + this.two.counters().invalid()).isEqualTo(before + invalid);
		assertThat(this.one.server().io().to("room").fetchSockets().block(Duration.ofSeconds(20))).hasSize(2);
		this.two.server().io().to("room").emit("to room");
		this.here.until("to room");
		assertThat(log()).doesNotContain(" ERROR ");
	}

	@Test
	void anAnswerThatIsCutOffIsNone() {
		awaitCrossing();
		RawPeer peer = new RawPeer(this.kind, redis);
		try (RedisConnection deaf = redis.connect()) {
			peer.listen(deaf);
			CompletableFuture<?> asked = this.one.server().io().fetchSockets().toFuture();
			RawPeer.Question question = peer.question(deaf);
			long before = this.one.counters().invalid();
			byte[] answer = peer.answer(question, "[]");
			for (int length = 0; length < answer.length; length++) {
				peer.answer(question, Arrays.copyOf(answer, length));
			}
			List<String> wrong = List.of("1", "{}", "[1]", "[[]]", "[{}]", "[{\"id\":1}]", "\"\"", "null",
					"[".repeat(1000) + "]".repeat(1000));
			wrong.forEach((sockets) -> peer.answer(question, peer.answer(question, sockets)));
			long invalid = answer.length + wrong.size();
			await().until(() -> this.one.counters().invalid() >= before + invalid);
			assertThat(this.one.counters().invalid()).isEqualTo(before + invalid);
			assertThat(asked).isNotDone();
			peer.answer(question, answer);
			assertThat((List<?>) answer(this.one, asked)).hasSize(2);
		}
		await().until(() -> this.one.server().io().serverCount().block(Duration.ofSeconds(20)) == 2);
	}

	@Test
	void aNewerServerIsUnderstood() {
		awaitCrossing();
		long invalid = this.one.counters().invalid();
		RawPeer peer = new RawPeer(this.kind, redis);
		peer.message(250, "newer-1");
		peer.newerEvent("newer");
		this.here.until("newer");
		this.there.until("newer");
		assertThat(this.one.counters().invalid()).isEqualTo(invalid);
	}

	@Test
	void aServerJoinsWhileEventsAreEmitted() {
		AtomicBoolean stopped = new AtomicBoolean();
		CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> {
			while (!stopped.get()) {
				this.one.emit();
				await().until(() -> this.one.counters().pendingBytes() < 4096);
			}
		}, NewThread::start);
		try (FaultMember third = member(this.kind, "three", redis.port());
				FaultListener joined = new FaultListener(third)) {
			await().until(() -> joined.numbersOf(this.one).size() > 50);
			stopped.set(true);
			traffic.join();
			joined.until(this.one, this.one.emit());
			List<Integer> numbers = joined.numbersOf(this.one);
			int first = numbers.get(0);
			assertThat(numbers)
				.containsExactlyElementsOf(IntStream.rangeClosed(first, this.one.emitted()).boxed().toList());
			int own = third.emit();
			joined.until(third, own);
			this.here.until(third, own);
			this.there.until(third, own);
			assertThat(third.server().io().serverCount().block(Duration.ofSeconds(20))).isEqualTo(3);
		}
		finally {
			stopped.set(true);
		}
	}

}
