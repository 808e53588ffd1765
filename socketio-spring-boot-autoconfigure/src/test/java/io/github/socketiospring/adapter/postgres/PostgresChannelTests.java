package io.github.socketiospring.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.testkit.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Answers;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Messages by way of a PostgreSQL that works, from whoever may send them.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PostgresChannelTests {

	private static final String LARGE = "x".repeat(9000);

	private static final byte[] BYTES = { 1, 2, 3 };

	private static PostgresServer postgres;

	private static DataSource source;

	@BeforeAll
	static void start() {
		postgres = PostgresServer.start();
		source = PostgresFactories.source(postgres.jdbcUrl());
	}

	@AfterAll
	static void stop() {
		postgres.close();
	}

	private static Peer peer(String id) {
		return new Peer(id, source, PostgresFactories.options()).open();
	}

	private static PostgresOptions options(String table, boolean create, Duration cleanupInterval) {
		return new PostgresOptions("socket.io", table, create, 8000, cleanupInterval, ClusterOptions.DEFAULTS,
				1_000_000, 1_000_000, true, Duration.ofSeconds(30));
	}

	private static void notify(String payload) throws SQLException {
		try (Connection connection = source.getConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT pg_notify('socket.io#/', ?)")) {
			statement.setString(1, payload);
			statement.execute();
		}
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static long count(String table) throws SQLException {
		try (Connection connection = source.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
			result.next();
			return result.getLong(1);
		}
	}

	@Test
	void messagesKeepTheirOrderWhateverTheirForm() throws Exception {
		try (Peer sender = peer("a"); Peer receiver = peer("b")) {
			List<String> sent = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				String event = "e" + i;
				sent.add(event);
				assertThat(switch (i % 5) {
					case 3 -> sender.emit(event, LARGE);
					case 4 -> sender.emit(event, BYTES);
					default -> sender.emit(event, i);
				}).isTrue();
			}
			for (String event : sent) {
				assertThat(receiver.next()).isEqualTo(event);
			}
			assertThat(sender.hasNone()).isTrue();
			await().until(() -> sender.connections().publisher().counts().pendingBytes() == 0);
		}
	}

	@Test
	void aMessageThatIsSentTwiceArrivesTwice() throws Exception {
		try (Peer sender = peer("a"); Peer receiver = peer("b")) {
			for (int i = 0; i < 50; i++) {
				sender.emit("same");
			}
			sender.emit("end");
			for (int i = 0; i < 50; i++) {
				assertThat(receiver.next()).isEqualTo("same");
			}
			assertThat(receiver.next()).isEqualTo("end");
		}
	}

	@Test
	void nodeKnowsTheForm() throws Exception {
		try (Peer sender = peer("a"); Connection connection = source.getConnection()) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("LISTEN \"socket.io#/\"");
			}
			sender.emit("small", 1);
			sender.emit("large", LARGE);
			PGConnection listener = connection.unwrap(PGConnection.class);
			List<String> payloads = new ArrayList<>();
			while (payloads.size() < 2) {
				for (PGNotification notification : listener.getNotifications(30_000)) {
					payloads.add(notification.getParameter());
				}
			}
			assertThat(payloads.get(0))
				.startsWith("{\"uid\":\"a\",\"nsp\":\"/\",\"type\":9,\"data\":{\"packet\":[\"small\",1]");
			assertThat(payloads.get(1)).matches("\\{\"uid\":\"a\",\"type\":9,\"attachmentId\":\"\\d+\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "{}", "[1]", "{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"x\"}",
			"{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"1;DROP TABLE socket_io_attachments\"}",
			"{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"99999999\"}",
			"{\"uid\":\"n\",\"type\":3,\"attachmentId\":99999999}",
			"{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"9223372036854775808\"}",
			"{\"uid\":\"n\",\"type\":3,\"attachmentId\":null}", "{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"1\"",
			"{\"attachmentId\":\"99999999\",\"attachmentId\":\"1\"}" })
	void rubbishIsDroppedAndCounted(String payload) throws Exception {
		try (Peer sender = peer("a"); Peer receiver = peer("b")) {
			notify(payload);
			notify("{\"uid\":\"n\",\"nsp\":\"/\",\"type\":9,\"data\":{\"packet\":[\"\\\"attachmentId\\\"\"]}}");
			assertThat(receiver.next()).isEqualTo("\"attachmentId\"");
			assertThat(receiver.connections().invalid().count()).isEqualTo(1);
			sender.emit("good");
			assertThat(receiver.next()).isEqualTo("good");
		}
	}

	@Test
	void storedMessagesHaveALimit() throws Exception {
		try (Peer receiver = peer("b")) {
			long id;
			try (Connection connection = source.getConnection();
					PreparedStatement statement = connection
						.prepareStatement("INSERT INTO socket_io_attachments (payload) VALUES (?) RETURNING id")) {
				statement.setBytes(1, new byte[1_000_001]);
				try (ResultSet result = statement.executeQuery()) {
					result.next();
					id = result.getLong(1);
				}
			}
			notify("{\"uid\":\"n\",\"type\":3,\"attachmentId\":\"" + id + "\"}");
			await().until(() -> receiver.connections().invalid().count() == 1);
		}
	}

	@Test
	void oldMessagesAreDeleted() throws Exception {
		try (Peer sender = new Peer("a", source, options("old_messages", true, Duration.ofMillis(100))).open()) {
			sender.emit("large", LARGE);
			await().until(() -> sender.connections().publisher().counts().pendingBytes() == 0);
			await().until(() -> count("old_messages") == 0);
		}
		assertThat(count("old_messages")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a\"b; LISTEN x", "/ü%?'", "/\0",
			"/a-name-that-is-far-too-long-for-postgresql-which-has-a-limit-of-sixty-three-bytes" })
	void namespacesMayHaveAnyName(String namespace) throws Exception {
		try (Peer sender = new Peer("a", source, PostgresFactories.options(), namespace).open();
				Peer receiver = new Peer("b", source, PostgresFactories.options(), namespace).open();
				Peer other = new Peer("c", source, PostgresFactories.options(), namespace + "2").open()) {
			sender.emit("event");
			assertThat(receiver.next()).isEqualTo("event");
			assertThat(other.hasNone()).isTrue();
		}
	}

	@Test
	void whoeverMayNotMakeTheTableIsToldTheSql() throws Exception {
		execute("CREATE ROLE guest LOGIN");
		DataSource guest = PostgresFactories.source(postgres.jdbcUrl().replace("user=postgres", "user=guest"));
		try (Peer peer = new Peer("a", guest, options("guests", true, Duration.ofSeconds(30)))) {
			assertThatExceptionOfType(PostgresFailureException.class).isThrownBy(peer::open)
				.withMessageContaining("permission denied")
				.satisfies((ex) -> assertThat(ex.action())
					.contains("CREATE TABLE IF NOT EXISTS guests (id bigserial UNIQUE,"));
		}
	}

	@Test
	void theTableIsNotMadeIfItMustNot() {
		try (Peer peer = new Peer("a", source, options("nobodys", false, Duration.ofSeconds(30)))) {
			assertThatExceptionOfType(PostgresFailureException.class).isThrownBy(peer::open)
				.withMessageContaining("There is no table nobodys");
			assertThat(peer.isUp()).isFalse();
		}
	}

	@Test
	void anotherDatabaseWillNotDo() throws Exception {
		DataSource other = mock(DataSource.class);
		Connection connection = mock(Connection.class, Answers.RETURNS_DEEP_STUBS);
		given(other.getConnection()).willReturn(connection);
		given(connection.getMetaData().getDatabaseProductName()).willReturn("H2");
		try (Peer peer = new Peer("a", other, PostgresFactories.options())) {
			assertThatExceptionOfType(PostgresFailureException.class).isThrownBy(peer::open)
				.withMessageContaining("H2")
				.satisfies((ex) -> assertThat(ex.action()).contains("spring.datasource.url"));
		}
	}

	@Test
	void aPoolGetsNoConnectionBackThatListens() throws Exception {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(postgres.jdbcUrl());
			pool.setMaximumPoolSize(3);
			pool.setAutoCommit(false);
			try (Peer sender = new Peer("a", pool, PostgresFactories.options()).open(); Peer receiver = peer("b")) {
				sender.emit("event");
				assertThat(receiver.next()).isEqualTo("event");
				assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(2);
			}
			await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
			for (int i = 0; i < 3; i++) {
				try (Connection connection = pool.getConnection();
						Statement statement = connection.createStatement();
						ResultSet result = statement.executeQuery("SELECT count(*) FROM pg_listening_channels()")) {
					assertThat(result.next()).isTrue();
					assertThat(result.getInt(1)).isZero();
				}
			}
		}
	}

}
