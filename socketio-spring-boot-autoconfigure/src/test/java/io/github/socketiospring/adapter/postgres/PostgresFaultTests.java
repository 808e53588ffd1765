package io.github.socketiospring.adapter.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.PostgresServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A PostgreSQL that is away, comes back, or does not answer.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PostgresFaultTests {

	/** A silent connection is noticed soon, but a slow machine is no lost connection. */
	private static final PostgresTimes TIMES = new PostgresTimes(Duration.ofMillis(500), Duration.ofSeconds(2),
			Duration.ofSeconds(2));

	private static PostgresServer postgres;

	private FaultyProxy proxy;

	private DataSource source;

	@BeforeAll
	static void startPostgres() {
		postgres = PostgresServer.start();
	}

	@AfterAll
	static void stopPostgres() {
		postgres.close();
	}

	@BeforeEach
	void start() throws Exception {
		this.proxy = new FaultyProxy(postgres.port());
		this.source = PostgresFactories.source(PostgresServer.jdbcUrl(this.proxy.port()));
	}

	@AfterEach
	void stop() throws Exception {
		this.proxy.close();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

	private Peer peer(String id) {
		return new Peer(id, this.source, PostgresFactories.options()).open();
	}

	private Peer watchful(String id) {
		PostgresOptions options = PostgresFactories.options();
		return new Peer(id, options, "/", new PostgresConnections(this.source, options, TIMES)).open();
	}

	private static PostgresOptions options(boolean failFast) {
		return new PostgresOptions("socket.io", "socket_io_attachments", true, 8000, Duration.ofSeconds(30),
				ClusterOptions.DEFAULTS, 1_000_000, 1_000_000, failFast, Duration.ofSeconds(1));
	}

	private static boolean hasLostAll(Peer peer) {
		String description = peer.connections().health().description();
		return description.contains("to send") && description.contains("to listen");
	}

	private static void awaitPath(Peer sender, Peer receiver) {
		await().until(() -> sender.isUp() && receiver.isUp());
		sender.emit("back");
		await().untilAsserted(() -> assertThat(receiver.next()).isEqualTo("back"));
		assertThat(receiver.hasNone()).isTrue();
	}

	@Test
	void afterARestartAllIsAsBefore() throws Exception {
		try (Peer sender = peer("a"); Peer receiver = peer("b")) {
			sender.emit("before");
			assertThat(receiver.next()).isEqualTo("before");
			postgres.kill();
			await().until(() -> !sender.isUp() && !receiver.isUp() && !sender.emit("lost"));
			assertThat(sender.channel().health().description()).contains("no connection to PostgreSQL since");
			assertThat(sender.connections().unsent().count()).isPositive();
			assertThat(sender.connections().publisher().counts().pendingBytes()).isZero();
			postgres.restart();
			awaitPath(sender, receiver);
		}
	}

	@Test
	void connectionsThatAreCutAreReplaced() throws Exception {
		try (Peer sender = peer("a"); Peer receiver = peer("b")) {
			this.proxy.refuse();
			this.proxy.reset();
			await().until(() -> !sender.isUp() && !receiver.isUp() && !sender.emit("lost"));
			this.proxy.pass();
			awaitPath(sender, receiver);
		}
	}

	@Test
	void whatWaitsForASlowServerIsBounded() throws Exception {
		try (Peer sender = peer("a"); Peer receiver = peer("b")) {
			this.proxy.stall(FaultyProxy.Direction.values());
			String argument = "x".repeat(5000);
			int accepted = 0;
			while (sender.emit("waits", argument)) {
				accepted++;
			}
			assertThat(accepted).isBetween(100, 200);
			assertThat(sender.connections().publisher().counts().pendingBytes()).isBetween(900_000L, 1_000_000L);
			this.proxy.pass();
			for (int i = 0; i < accepted; i++) {
				assertThat(receiver.next()).isEqualTo("waits");
			}
			await().until(() -> sender.connections().publisher().counts().pendingBytes() == 0);
			assertThat(sender.emit("fast again")).isTrue();
			assertThat(receiver.next()).isEqualTo("fast again");
		}
	}

	@Test
	void aServerThatSaysNothingAnyMoreIsGivenUp() throws Exception {
		try (Peer sender = watchful("a"); Peer receiver = watchful("b")) {
			this.proxy.lose(FaultyProxy.Direction.values());
			// What connects now would wait for as long as TCP does.
			this.proxy.refuse();
			await().until(() -> hasLostAll(sender) && hasLostAll(receiver) && !sender.emit("lost"));
			this.proxy.pass();
			awaitPath(sender, receiver);
		}
	}

	@Test
	void theStartFailsIfNobodyAnswers(CapturedOutput output) throws Exception {
		int before = output.getAll().length();
		this.proxy.refuse();
		try (Peer peer = new Peer("a", this.source, options(true))) {
			assertThatExceptionOfType(PostgresFailureException.class).isThrownBy(peer::open)
				.withMessageContaining("refused")
				.satisfies((ex) -> assertThat(ex.action()).contains("socketio.adapter.fail-fast"));
		}
		// Nobody waits any more when the connections are closed.
		assertThat(output.getAll().substring(before)).doesNotContain("onErrorDropped", "\tat ");
	}

	@Test
	void theStartMaySucceedWithout() throws Exception {
		this.proxy.refuse();
		try (Peer sender = new Peer("a", this.source, options(false)).open();
				Peer receiver = new Peer("b", this.source, options(false)).open()) {
			assertThat(sender.isUp()).isFalse();
			assertThat(sender.emit("lost")).isFalse();
			this.proxy.pass();
			awaitPath(sender, receiver);
		}
	}

	private HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(PostgresServer.jdbcUrl(this.proxy.port()));
		pool.setMaximumPoolSize(3);
		pool.setMinimumIdle(0);
		pool.setConnectionTimeout(1000);
		return pool;
	}

	private void loseAndClose(DataSource pool) throws Exception {
		try (Peer sender = new Peer("a", pool, PostgresFactories.options()).open(); Peer receiver = peer("b")) {
			this.proxy.refuse();
			this.proxy.reset();
			await().until(() -> !sender.isUp() && !receiver.isUp() && !sender.emit("lost"));
			this.proxy.pass();
			awaitPath(sender, receiver);
		}
	}

	@Test
	void thePoolIsToldOfConnectionsThatDoNotComeBack(CapturedOutput output) throws Exception {
		int before = output.getAll().length();
		try (HikariDataSource pool = pool()) {
			loseAndClose(pool);
			await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		}
		assertThat(output.getAll().substring(before)).doesNotContain("marked as broken");
	}

	@Test
	void anUnknownPoolFindsOutByItself(CapturedOutput output) throws Exception {
		int before = output.getAll().length();
		try (HikariDataSource pool = pool()) {
			DataSource unknown = mock(DataSource.class);
			given(unknown.getConnection()).willAnswer((call) -> pool.getConnection());
			loseAndClose(unknown);
			await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		}
		assertThat(output.getAll().substring(before)).contains("marked as broken");
	}

}
