package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.List;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RedisServer;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What servers know of each other is in Redis.
 */
class RedisServerDirectoryTests {

	private static final Duration VALIDITY = Duration.ofSeconds(60);

	private static RedisServer redis;

	private TestServer server;

	private ServerDirectory directory;

	@BeforeAll
	static void startRedis() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@BeforeEach
	void start() {
		redis.call("FLUSHALL");
		this.server = server();
		this.directory = this.server.context().getBean(ServerDirectory.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static TestServer server() {
		return TestServer.builder()
			.properties("socketio.adapter.type=redis", "socketio.adapter.prefix=app",
					"spring.data.redis.url=" + redis.url(), "socketio.adapter.sticky-sessions=false",
					"socketio.adapter.internal-address=127.0.0.1")
			.start();
	}

	private List<String> ids() {
		return this.directory.servers().map(ServerRecord::id).sort().collectList().block();
	}

	@Test
	void aServerIsThereWhileItRuns() {
		List<ServerRecord> alone = this.directory.servers().collectList().block();
		assertThat(alone).hasSize(1);
		assertThat(alone.get(0).address()).isEqualTo("127.0.0.1:" + this.server.port());
		TestServer other = server();
		assertThat(ids()).hasSize(2);
		other.close();
		assertThat(this.directory.servers().collectList().block()).isEqualTo(alone);
	}

	@Test
	void keysBelongToTheApplicationAndVanish() {
		this.directory.announce(new ServerRecord("ABC", "127.0.0.1:1", "secret"), VALIDITY).block();
		assertThat(redis.text("GET", "app-server:ABC")).isEqualTo("127.0.0.1:1\nsecret");
		assertThat((Long) redis.call("PTTL", "app-server:ABC")).isBetween(1L, VALIDITY.toMillis());
		assertThat(redis.call("SISMEMBER", "app-servers", "ABC")).isEqualTo(1L);
		assertThat(ids()).contains("ABC");
	}

	@Test
	void aServerThatIsNotAnnouncedAnyMoreIsForgotten() {
		this.directory.announce(new ServerRecord("ABC", "127.0.0.1:1", "secret"), VALIDITY).block();
		redis.call("DEL", "app-server:ABC");
		assertThat(ids()).doesNotContain("ABC");
		assertThat(redis.call("SISMEMBER", "app-servers", "ABC")).isEqualTo(0L);
		this.directory.announce(new ServerRecord("ABC", "127.0.0.1:1", "secret"), VALIDITY).block();
		assertThat(ids()).contains("ABC");
	}

	@Test
	void rubbishIsNoServer() {
		redis.call("SADD", "app-servers", "a", "b", "c", "", "\u0000");
		redis.call("SET", "app-server:a", "x");
		redis.call("SET", "app-server:b", "1\n2\n3");
		redis.call("SET", "app-server:c", "x\n" + "y".repeat(2000));
		assertThat(ids()).hasSize(1);
	}

	@Test
	void requestsReachTheOwnerThroughIt() {
		TestServer other = server();
		PollingSession here = PollingSession.joined(this.server);
		assertThat(new PollingSession(other, here.sid(), here.socketId()).post("3").body()).isEqualTo("ok");
		other.close();
	}

	/** Who knows a server needs Redis no more to reach it. */
	@Test
	void requestsReachTheOwnerWithoutRedis() {
		TestServer other = server();
		PollingSession here = PollingSession.joined(this.server);
		PollingSession there = new PollingSession(other, here.sid(), here.socketId());
		assertThat(there.post("3").body()).isEqualTo("ok");
		redis.stop();
		try {
			assertThat(there.post("3").body()).isEqualTo("ok");
			assertThat(new PollingSession(other, "0123456789abcdefghijNOBODY99", "").get().body())
				.contains("Session ID unknown");
		}
		finally {
			redis.restart();
		}
		other.close();
	}

	/** As after a restart of a Redis that keeps nothing. */
	@Test
	void aServerComesBackByItself() {
		redis.call("FLUSHALL");
		await().until(() -> ids().size() == 1);
	}

}
