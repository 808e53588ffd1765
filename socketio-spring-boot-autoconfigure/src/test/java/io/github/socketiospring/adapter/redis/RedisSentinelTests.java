package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.Programs;
import io.github.socketiospring.testkit.RedisConnection;
import io.github.socketiospring.testkit.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static io.github.socketiospring.adapter.redis.TestClients.PATIENT;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Redis whose Sentinel makes a replica the primary.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RedisSentinelTests {

	@TempDir
	Path directory;

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private Process startSentinel(int port, int primary) throws Exception {
		Path file = this.directory.resolve("sentinel.conf");
		Files.writeString(file, """
				port %d
				bind 127.0.0.1
				dir %s
				sentinel monitor chat 127.0.0.1 %d 1
				sentinel down-after-milliseconds chat 60000
				""".formatted(port, this.directory, primary));
		Path program = Programs.findOrInstall(List.of("redis-server"), "redis-server").orElseThrow();
		Process process = new ProcessBuilder(program.toString(), file.toString(), "--sentinel")
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		return process;
	}

	private static String ask(int port, Object... words) {
		try (RedisConnection connection = new RedisConnection(port)) {
			return connection.text(words);
		}
		catch (RuntimeException ex) {
			// It is not there yet, not ready for that, or ends all connections.
			return "";
		}
	}

	private static boolean publishesTo(RedisServer server, RedisPublisher publisher) {
		try {
			return join(publisher.command(bytes(""), 0, (commands) -> commands.info("server")))
				.contains("tcp_port:" + server.port());
		}
		catch (CompletionException ex) {
			// It is between two connections.
			return false;
		}
	}

	@Test
	void connectionsFollowThePrimary() throws Exception {
		int port = freePort();
		// Otherwise it waits for more replicas.
		try (RedisServer first = RedisServer.start("--repl-diskless-sync-delay", "0");
				RedisServer second = RedisServer.start("--replicaof", "127.0.0.1 " + first.port());
				TestClients clients = new TestClients()) {
			// What is there when the Sentinel starts, it knows at once.
			await().until(() -> second.text("INFO", "replication").contains("master_link_status:up"));
			Process sentinel = startSentinel(port, first.port());
			try {
				RedisClients redis = clients
					.clients(new RedisSentinelConfiguration().master("chat").sentinel("127.0.0.1", port), PATIENT);
				RedisPublisher publisher = clients.publisher(redis);
				RedisSubscriber subscriber = clients.subscriber(redis);
				join(publisher.start());
				join(subscriber.start());
				Heard heard = new Heard();
				join(subscriber.subscribe(bytes("a"), heard));
				join(publisher.publish(bytes("a"), bytes("1")));
				assertThat(heard.next()).isEqualTo("1");
				assertThat(first.call("PUBLISH", "a", "first")).isEqualTo(1L);
				assertThat(heard.next()).isEqualTo("first");
				// By default the old primary is told after eight seconds. Redis 6 has no
				// other.
				await().until(() -> !ask(port, "PING").isEmpty());
				ask(port, "SENTINEL", "DEBUG", "PUBLISH-PERIOD", "100", "INFO-PERIOD", "100");
				// It refuses as long as it does not know the replica.
				await().until(() -> ask(port, "SENTINEL", "FAILOVER", "chat").equals("OK"));
				await().until(() -> ask(second.port(), "INFO", "replication").contains("role:master"));
				await().until(() -> ask(second.port(), "PUBSUB", "NUMSUB", "a").endsWith(", 1]"));
				await().until(() -> publishesTo(second, publisher));
				join(publisher.publish(bytes("a"), bytes("2")));
				assertThat(heard.next()).isEqualTo("2");
			}
			finally {
				sentinel.destroyForcibly().waitFor();
			}
		}
	}

}
