package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.RedisConnection;
import io.github.socketiospring.testkit.RedisServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.github.socketiospring.adapter.redis.TestClients.PATIENT;
import static io.github.socketiospring.adapter.redis.TestClients.QUICK;
import static io.github.socketiospring.adapter.redis.TestClients.at;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static io.github.socketiospring.adapter.redis.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reading a stream of a real Redis, through a network that fails.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisStreamReaderTests {

	private static final Duration BLOCK = Duration.ofMillis(300);

	private RedisServer server;

	private FaultyProxy proxy;

	private TestClients clients;

	private final Entries entries = new Entries();

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

	private RedisStreamReader reader(RedisTimes times, @Nullable String from) {
		return reader(times, from, BLOCK);
	}

	private RedisStreamReader reader(RedisTimes times, @Nullable String from, Duration block) {
		RedisClients redis = this.clients.clients(at(this.proxy.port()), times);
		return this.clients.reader(new RedisStreamReader(redis, bytes("stream"), from, block, 100, this.entries));
	}

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private void add(int from, int to) {
		try (RedisConnection connection = this.server.connect()) {
			for (int i = from; i < to; i++) {
				connection.call("XADD", "stream", "*", "n", i);
			}
		}
	}

	@Test
	void entriesComeInOrderFromTheLastOneOn() throws Exception {
		add(0, 5);
		RedisStreamReader reader = reader(PATIENT, null);
		String from = join(reader.start());
		assertThat(reader.lastId()).isEqualTo(from);
		add(5, 500);
		assertThat(this.entries.next(495)).isEqualTo(Heard.numbers(5, 500));
		assertThat(this.entries.isEmpty()).isTrue();
	}

	@Test
	void aStreamThatIsNotThereIsReadFromItsBeginning() throws Exception {
		assertThat(join(reader(PATIENT, null).start())).isEqualTo("0-0");
		add(0, 3);
		assertThat(this.entries.next(3)).isEqualTo(Heard.numbers(0, 3));
	}

	@Test
	void readingBeginsAfterAnId() throws Exception {
		add(0, 2);
		String id = this.server.text("XADD", "stream", "*", "n", "2");
		add(3, 250);
		assertThat(join(reader(PATIENT, id).start())).isEqualTo(id);
		assertThat(this.entries.next(247)).isEqualTo(Heard.numbers(3, 250));
	}

	@Test
	void aConnectionThatIsCutLosesAndDoublesNothing() throws Exception {
		RedisStreamReader reader = reader(QUICK, null);
		join(reader.start());
		int next = 0;
		for (int round = 0; round < 5; round++) {
			add(next, next + 150);
			this.proxy.cut();
			add(next + 150, next + 300);
			assertThat(this.entries.next(300)).isEqualTo(Heard.numbers(next, next + 300));
			next += 300;
		}
		assertThat(this.entries.isEmpty()).isTrue();
	}

	@Test
	void aHalfOpenConnectionIsReplaced() throws Exception {
		RedisStreamReader reader = reader(QUICK, null);
		join(reader.start());
		this.proxy.lose();
		add(0, 10);
		await().until(() -> !reader.health().connected());
		this.proxy.pass();
		assertThat(this.entries.next(10)).isEqualTo(Heard.numbers(0, 10));
	}

	@Test
	void aQuietStreamKeepsItsConnection() throws Exception {
		RedisTimes short_ = new RedisTimes(Duration.ofMillis(10), Duration.ofSeconds(20), Duration.ofSeconds(10),
				Duration.ofMillis(20), Duration.ofMillis(200));
		RedisStreamReader reader = reader(short_, null);
		join(reader.start());
		await().until(() -> this.server.text("INFO", "commandstats").matches("(?s).*cmdstat_xread:calls=[4-9],.*"));
		assertThat(this.proxy.connections()).isOne();
		add(0, 1);
		assertThat(this.entries.next(1)).containsExactly("0");
	}

	@Test
	void aRestartOfRedisIsAGap() throws Exception {
		RedisStreamReader reader = reader(QUICK, null);
		join(reader.start());
		add(0, 10);
		assertThat(this.entries.next(10)).isEqualTo(Heard.numbers(0, 10));
		String last = reader.lastId();
		this.server.kill();
		await().until(() -> !reader.health().connected());
		this.server.restart();
		add(10, 20);
		assertThat(this.entries.next(11)).startsWith("gap " + last).endsWith("19").contains("10");
		assertThat(this.entries.isEmpty()).isTrue();
	}

	@Test
	void aStreamThatBeginsAnewWithSmallerIdsIsReadAll() throws Exception {
		this.server.call("XADD", "stream", "9999999999999-0", "n", "old");
		RedisStreamReader reader = reader(QUICK, "9999999999999-0");
		join(reader.start());
		this.server.kill();
		await().until(() -> !reader.health().connected());
		this.server.restart();
		add(0, 10);
		assertThat(this.entries.next(11)).startsWith("gap 9999999999999-0 anew").endsWith("9").contains("0");
	}

	@Test
	void aStreamThatHasGoneIsNotTrimmed() throws Exception {
		add(0, 1);
		join(reader(PATIENT, "5-0").start());
		assertThat(this.entries.next(2)).containsExactly("gap 5-0", "0");
		this.server.call("FLUSHALL");
		join(reader(PATIENT, "5-0").start());
		assertThat(this.entries.next(1)).containsExactly("gap 5-0 anew");
	}

	@Test
	void aTrimmedStreamIsAGap() throws Exception {
		add(0, 300);
		String old = this.server.text("XADD", "stream", "*", "n", "x");
		add(300, 600);
		this.server.call("XTRIM", "stream", "MAXLEN", "50");
		join(reader(PATIENT, old).start());
		List<String> all = this.entries.next(51);
		assertThat(all.get(0)).isEqualTo("gap " + old);
		assertThat(all.subList(1, 51)).isEqualTo(Heard.numbers(550, 600));
	}

	@Test
	void aListenerThatThrowsGetsTheNextEntriesAndNoneAgain() throws Exception {
		this.entries.fail = true;
		join(reader(PATIENT, null).start());
		add(0, 3);
		add(3, 6);
		assertThat(this.entries.next(6)).isEqualTo(Heard.numbers(0, 6));
		this.server.call("XADD", "stream", "*", "", "");
		add(6, 7);
		assertThat(this.entries.next(2)).containsExactly("null", "6");
	}

	@Test
	void somethingElseUnderTheNameOfTheStreamIsTriedAgainAndLoggedOnce(CapturedOutput output) throws Exception {
		this.server.call("SET", "stream", "text");
		// A connection that has lasted that long counts as good.
		RedisStreamReader reader = reader(PATIENT, null, Duration.ofSeconds(3));
		CompletionStage<String> started = reader.start();
		await().until(() -> String.valueOf(reader.health().reason()).contains("WRONGTYPE"));
		await().until(() -> this.server.text("INFO", "commandstats")
			.matches("(?s).*cmdstat_xrevrange:calls=([6-9]|\\d\\d+),.*"));
		assertThat(output.getOut().lines().filter((line) -> line.contains("(for the stream)"))).hasSize(1);
		this.server.call("DEL", "stream");
		join(started);
		add(0, 1);
		assertThat(this.entries.next(1)).containsExactly("0");
		await().until(() -> output.getOut().contains("Connected to Redis again"));
	}

	@Test
	void nothingIsReadWhenItIsClosed() throws Exception {
		RedisStreamReader reader = reader(PATIENT, null);
		join(reader.start());
		reader.close();
		await().until(() -> this.proxy.connections() == 0);
		add(0, 1);
		assertThat(this.entries.isEmpty()).isTrue();
	}

	private static final class Entries implements RedisStreamReader.Listener {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		private volatile boolean fail;

		@Override
		public void entries(List<StreamEntry> entries) {
			for (StreamEntry entry : entries) {
				byte[] number = entry.fields().get("n");
				this.seen.add((number != null) ? text(number) : "null");
			}
			if (this.fail) {
				throw new IllegalStateException("on purpose");
			}
		}

		@Override
		public void gap(String after, boolean anew) {
			this.seen.add("gap " + after + (anew ? " anew" : ""));
		}

		List<String> next(int count) throws InterruptedException {
			List<String> next = new ArrayList<>();
			while (next.size() < count) {
				String one = this.seen.poll(30, TimeUnit.SECONDS);
				assertThat(one).as("after %s", next).isNotNull();
				next.add(one);
			}
			return next;
		}

		boolean isEmpty() {
			return this.seen.isEmpty();
		}

	}

}
