package io.github.socketiospring.testkit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RedisServer}, {@link RedisCluster} and {@link RedisConnection}.
 */
class RedisServerTests {

	@Test
	void startsAgainOnTheSamePort() {
		try (RedisServer redis = RedisServer.start()) {
			int port = redis.port();
			assertThat(redis.text("SET", "key", "value")).isEqualTo("OK");
			assertThat(redis.text("GET", "key")).isEqualTo("value");
			redis.stop();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(redis::connect);
			redis.restart();
			assertThat(redis.port()).isEqualTo(port);
			assertThat(redis.call("GET", "key")).isNull();
			redis.kill();
			redis.restart();
			assertThat(redis.text("PING")).isEqualTo("PONG");
			assertThatIllegalStateException().isThrownBy(redis::restart);
		}
	}

	@Test
	void runsOutOfMemory() {
		try (RedisServer redis = RedisServer.start("--maxmemory", "4mb")) {
			assertThat(redis.text("SET", "key", "value")).isEqualTo("OK");
			redis.configure("maxmemory", "1");
			assertThatIllegalStateException().isThrownBy(() -> redis.call("SET", "key", "value"))
				.withMessageStartingWith("OOM");
			redis.configure("maxmemory", "0");
			assertThat(redis.text("SET", "key", "value")).isEqualTo("OK");
		}
	}

	@Test
	void answersNobodyWhileItIsFrozen() {
		try (RedisServer redis = RedisServer.start(); RedisConnection connection = redis.connect()) {
			redis.freeze();
			connection.send("PING");
			assertThat(connection.waiting()).isFalse();
			redis.thaw();
			assertThat(connection.next()).isEqualTo("PONG");
			redis.freeze();
		}
	}

	@Test
	void carriesAnyBytes() {
		byte[] bytes = { 0, '\r', '\n', (byte) 0xff, '$' };
		try (RedisServer redis = RedisServer.start(); RedisConnection subscriber = redis.connect()) {
			subscriber.call("SUBSCRIBE", "channel");
			assertThat(redis.call("PUBLISH", "channel", bytes)).isEqualTo(1L);
			List<?> message = (List<?>) subscriber.next();
			assertThat(message).hasSize(3);
			assertThat(message.get(1)).isEqualTo("channel".getBytes(StandardCharsets.UTF_8));
			assertThat(message.get(2)).isEqualTo(bytes);
		}
	}

	@Test
	void threeNodesAreOneCluster() {
		try (RedisCluster cluster = RedisCluster.start()) {
			assertThat(cluster.nodes()).hasSize(3);
			assertThat(cluster.addresses()).matches("127.0.0.1:\\d+,127.0.0.1:\\d+,127.0.0.1:\\d+");
			List<?> slots = (List<?>) cluster.nodes().get(2).call("CLUSTER", "SLOTS");
			assertThat(slots).hasSize(3);
			// Slot 12182, which the third has.
			assertThat(cluster.nodes().get(2).text("SET", "foo", "bar")).isEqualTo("OK");
			assertThatIllegalStateException().isThrownBy(() -> cluster.nodes().get(0).call("SET", "foo", "bar"))
				.withMessage("MOVED 12182 127.0.0.1:" + cluster.nodes().get(2).port());
			cluster.nodes().get(0).kill();
			cluster.awaitState("fail");
		}
	}

}
