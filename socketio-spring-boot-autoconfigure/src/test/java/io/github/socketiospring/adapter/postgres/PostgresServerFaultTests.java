package io.github.socketiospring.adapter.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.socketiospring.AckException;
import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.adapter.FaultKit;
import io.github.socketiospring.adapter.FaultListener;
import io.github.socketiospring.adapter.FaultMember;
import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.PostgresServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What happens to a cluster when PostgreSQL, or the network before it, fails: each server
 * goes on with its own clients, nothing is delivered twice, and all comes back by itself.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PostgresServerFaultTests extends FaultKit {

	private static final long MAX_PENDING = 256 * 1024;

	private static final int MAX_MESSAGE = 100_000;

	private static final int CUTS = 5;

	private static final String ALIVE = "{\"uid\":\"deaf-1\",\"nsp\":\"/\",\"type\":2}";

	private static final String LEFT = "{\"uid\":\"deaf-1\",\"nsp\":\"/\",\"type\":13}";

	private static PostgresServer postgres;

	private static Cluster running;

	PostgresServerFaultTests() {
		super("PostgreSQL");
	}

	@BeforeAll
	static void start() throws IOException {
		postgres = PostgresServer.start();
		FaultyProxy proxy = new FaultyProxy(postgres.port());
		running = new Cluster(proxy, member("one", proxy.port()), member("two", postgres.port()));
	}

	@AfterAll
	static void stop() throws IOException {
		running.close();
		postgres.close();
	}

	@Override
	protected Cluster cluster() {
		return running;
	}

	private static FaultMember member(String name, int port) {
		PostgresOptions options = new PostgresOptions("socket.io", "socket_io_attachments", true, 8000,
				Duration.ofSeconds(30), PostgresFactories.PATIENT, MAX_MESSAGE, MAX_PENDING, true,
				Duration.ofSeconds(30));
		PostgresAdapters adapters = new PostgresAdapters(PostgresFactories.source(PostgresServer.jdbcUrl(port)),
				PostgresFactories.CODEC, PostgresFactories.JSON, options);
		return new FaultMember(name, adapters::create, adapters, adapters::close);
	}

	/** Whatever works with a connection looks after it every few seconds. */
	private static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).atMost(Duration.ofMinutes(1));
	}

	private static void notify(String... messages) throws SQLException {
		try (Connection connection = PostgresFactories.source(postgres.jdbcUrl()).getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT pg_notify('socket.io#/', ?)")) {
			for (String message : messages) {
				statement.setString(1, message);
				statement.execute();
			}
		}
	}

	@Test
	void postgresIsRestarted() {
		expectLosses(2);
		awaitCrossing();
		long refused = this.one.counters().refused();
		postgres.stop();
		awaitDown(this.one);
		awaitDown(this.two);
		int lost = this.one.emit(20);
		this.here.untilSure(this.one, lost);
		bothServeTheirOwn();
		assertThat(this.one.counters().refused()).isGreaterThanOrEqualTo(refused + 20);
		postgres.restart();
		awaitHealth(this.one, true);
		awaitHealth(this.two, true);
		awaitCrossing();
		assertThat(this.there.numbersOf(this.one)).doesNotContain(lost);
	}

	private void awaitDown(FaultMember member) {
		await().until(() -> {
			// Who sends notices it when there is something to send.
			member.emit();
			return !member.isUp();
		});
		long refused = member.counters().refused();
		await().until(() -> {
			member.emit();
			return member.counters().refused() > refused;
		});
	}

	@Test
	void postgresIsKilled() {
		expectLosses(2);
		awaitCrossing();
		int first = this.one.emit(100);
		postgres.kill();
		int last = this.one.emit(100);
		this.here.untilSure(this.one, last);
		assertThat(this.here.numbersOf(this.one)).contains(first);
		awaitDown(this.one);
		awaitDown(this.two);
		postgres.restart();
		awaitHealth(this.two, true);
	}

	@Test
	void connectionsAreCutWhileEventsAreEmitted() {
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
	}

	@Test
	void connectionsAreRefused() throws IOException {
		expectLosses(1);
		awaitCrossing();
		this.proxy.refuse();
		this.proxy.reset();
		awaitDown(this.one);
		assertThat(this.two.isUp()).isTrue();
		int lost = this.one.emit();
		bothServeTheirOwn();
		assertThatExceptionOfType(MissingServersException.class)
			.isThrownBy(() -> this.one.server().io().fetchSockets().block(Duration.ofSeconds(20)));
		int meanwhile = this.two.emit();
		this.there.until(this.two, meanwhile);
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitCrossing();
		assertThat(this.there.numbersOf(this.one)).doesNotContain(lost);
		assertThat(this.here.numbersOf(this.two)).doesNotContain(meanwhile);
	}

	@Test
	void postgresIsSlow() throws IOException {
		awaitCrossing();
		String payload = "x".repeat(1024);
		long refused = this.one.counters().refused();
		this.proxy.slow(Duration.ofMillis(20), 20_000);
		int last = 0;
		while (this.one.counters().refused() == refused) {
			last = this.one.emit(payload);
			assertThat(this.one.counters().pendingBytes()).isLessThanOrEqualTo(MAX_PENDING);
		}
		this.here.until(this.one, last);
		this.there.until(this.two, this.two.emit());
		this.proxy.pass();
		await().until(() -> this.one.counters().pendingBytes() == 0);
		assertThat(this.one.isUp()).isTrue();
		// But for the last one, which was refused.
		this.there.until(this.one, last - 1);
	}

	@Test
	void connectionsAreHalfOpen() throws IOException {
		expectLosses(1);
		awaitCrossing();
		this.proxy.lose();
		int last = this.one.emit(50);
		this.here.untilSure(this.one, last);
		await().until(() -> !this.one.isUp());
		assertThat(this.one.counters().pendingBytes()).isLessThanOrEqualTo(MAX_PENDING);
		bothServeTheirOwn();
		awaitDown(this.one);
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitCrossing();
	}

	/** What was on its way comes late, if at all, and nothing comes twice. */
	@Test
	void nothingMovesForAWhile() throws IOException {
		expectLosses(1);
		awaitCrossing();
		this.proxy.stall();
		int last = this.one.emit(50);
		this.here.untilSure(this.one, last);
		await().until(() -> !this.one.isUp());
		bothServeTheirOwn();
		awaitDown(this.one);
		this.proxy.pass();
		awaitHealth(this.one, true);
		awaitCrossing();
	}

	@Test
	void aServerThatNeverAnswersIsNamed() throws SQLException {
		awaitCrossing();
		notify(ALIVE);
		await().until(() -> this.one.server().io().serverCount().block(Duration.ofSeconds(20)) == 3);
		CompletableFuture<?> sockets = this.one.server().io().timeout(Duration.ofMillis(300)).fetchSockets().toFuture();
		Set<String> missing = failure(MissingServersException.class, sockets).servers();
		assertThat(missing).containsExactly("deaf-1");
		CompletableFuture<?> acks = this.one.server()
			.io()
			.timeout(Duration.ofMillis(300))
			.emitWithAck("question")
			.toFuture();
		assertThat(failure(AckException.class, acks).missing()).contains("deaf-1");
		bothServeTheirOwn();
		notify(LEFT);
		await().until(() -> this.one.server().io().serverCount().block(Duration.ofSeconds(20)) == 2);
		assertThat(this.one.server().io().fetchSockets().block(Duration.ofSeconds(20))).hasSize(2);
	}

	private <E extends Throwable> E failure(Class<E> type, CompletableFuture<?> answer) {
		Throwable exception = catchThrowableOfType(CompletionException.class, () -> answer(this.one, answer));
		assertThat(exception.getCause()).isInstanceOf(type);
		return type.cast(exception.getCause());
	}

	@Test
	void rubbishIsDroppedAndLoggedOnce() throws SQLException {
		awaitCrossing();
		long before = this.one.counters().invalid();
		String event = "{\"uid\":\"n\",\"nsp\":\"/\",\"type\":3,\"data\":{\"opts\":{\"rooms\":[],\"except\":[]},"
				+ "\"packet\":{\"type\":2,\"data\":[\"rubbish\"]}}}";
		String stored = "{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"99999999\"}";
		String[] cut = IntStream.range(0, event.length())
			.mapToObj((length) -> event.substring(0, length))
			.toArray(String[]::new);
		String[] cutToo = IntStream.range(0, stored.length())
			.mapToObj((length) -> stored.substring(0, length))
			.toArray(String[]::new);
		String[] wrong = { stored, "null", "[]", "1", "\"\"", "{}", event + "x", "{".repeat(7000), "[".repeat(7000),
				event.replace("\"n\"", "{}"), event.replace(":3,", ":\"3\","), event.replace("[]", "{}"),
				event.replace("[\"rubbish\"]", "[]"), event.replace("{\"type\":2", "[{\"type\":2") };
		notify(cut);
		notify(cutToo);
		notify(wrong);
		long invalid = cut.length + cutToo.length + wrong.length;
		await().until(() -> this.one.counters().invalid() >= before + invalid);
		assertThat(this.one.counters().invalid()).isEqualTo(before + invalid);
		Random random = new Random(13);
		for (int i = 0; i < 100; i++) {
			byte[] bytes = new byte[1 + random.nextInt(64)];
			random.nextBytes(bytes);
			notify(new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' '));
			notify(new String(mutated(event, random), StandardCharsets.ISO_8859_1).replace('\0', ' '));
		}
		this.here.until(this.two, this.two.emit());
		this.there.until(this.one, this.one.emit());
		assertThat(log()).doesNotContain(" ERROR ");
	}

	private static byte[] mutated(String message, Random random) {
		byte[] bytes = message.replace("rubbish", "mutated-" + random.nextLong()).getBytes(StandardCharsets.US_ASCII);
		bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(1, 256);
		return Arrays.copyOf(bytes, bytes.length);
	}

	@Test
	void aNewerServerIsUnderstood() throws SQLException {
		awaitCrossing();
		long invalid = this.one.counters().invalid();
		notify("{\"uid\":\"newer-1\",\"nsp\":\"/\",\"type\":250,\"data\":{\"later\":[1,{}]}}",
				"{\"later\":[],\"uid\":\"newer-1\",\"nsp\":\"/\",\"type\":3,\"data\":{\"later\":1,\"opts\":{\"rooms\":[],"
						+ "\"except\":[],\"flags\":{\"later\":true},\"later\":{\"a\":[1]}},\"packet\":{\"type\":2,"
						+ "\"data\":[\"newer\"],\"later\":1}}}",
				"{\"uid\":\"newer-1\",\"nsp\":\"/\",\"type\":13}");
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
		try (FaultMember third = member("three", postgres.port()); FaultListener joined = new FaultListener(third)) {
			await().until(() -> joined.numbersOf(this.one).size() > 50);
			stopped.set(true);
			traffic.join();
			joined.until(this.one, this.one.emit());
			int first = joined.numbersOf(this.one).get(0);
			assertThat(joined.numbersOf(this.one))
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
		await().until(() -> this.one.server().io().serverCount().block(Duration.ofSeconds(20)) == 2);
	}

}
