package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * How soon a connection that says nothing counts as lost. Time is virtual.
 */
class RedisLinkTests {

	private static final RedisTimes TIMES = new RedisTimes(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofHours(1));

	private final EmbeddedChannel time = new EmbeddedChannel();

	private final StatefulRedisConnection<byte[], byte[]> connection = mock();

	private int asked;

	private final RedisLink<StatefulRedisConnection<byte[], byte[]>> link = new RedisLink<>("tests", new LinkReports(),
			this.time.eventLoop(), TIMES, () -> CompletableFuture.completedFuture(this.connection),
			new RedisLink.Handler<>() {
				@Override
				public void connected(StatefulRedisConnection<byte[], byte[]> opened) {
					// It is used by nobody.
				}

				@Override
				public CompletionStage<?> ask(StatefulRedisConnection<byte[], byte[]> current) {
					RedisLinkTests.this.asked++;
					return new CompletableFuture<>();
				}
			});

	@BeforeEach
	void connect() {
		this.time.freezeTime();
		given(this.connection.isOpen()).willReturn(true);
		given(this.connection.closeAsync()).willReturn(CompletableFuture.completedFuture(null));
		this.link.start();
		pass(0);
		assertThat(this.link.connection()).isNotNull();
	}

	private void pass(int seconds) {
		this.time.runPendingTasks();
		this.time.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.time.runPendingTasks();
	}

	@Test
	void aDoubtDoesNotPutOffTheAnswerThatIsDue() {
		pass(5);
		assertThat(this.asked).isEqualTo(1);
		pass(4);
		this.link.doubt();
		pass(0);
		assertThat(this.link.health().connected()).isFalse();
		pass(1);
		assertThat(this.link.connection()).isNull();
		assertThat(this.asked).isEqualTo(1);
	}

	@Test
	void aDoubtAsksAgainWhoHasSaidSomething() {
		pass(5);
		pass(4);
		this.link.heard();
		this.link.doubt();
		pass(1);
		assertThat(this.link.connection()).isNotNull();
		assertThat(this.asked).isEqualTo(2);
		pass(4);
		assertThat(this.link.connection()).isNull();
	}

	@Test
	void aDoubtAsksAtOnce() {
		this.link.doubt();
		pass(0);
		assertThat(this.asked).isEqualTo(1);
		pass(5);
		assertThat(this.link.connection()).isNull();
	}

}
