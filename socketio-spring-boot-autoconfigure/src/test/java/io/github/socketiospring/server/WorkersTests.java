package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Workers}.
 */
class WorkersTests {

	private static final Duration NOT_AT_ALL = Duration.ZERO;

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Workers workers = new Workers(this.tasks::add);

	@Test
	void isBusyUntilTheLastTaskIsDone() throws InterruptedException {
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
		this.workers.execute(() -> {
		});
		this.workers.execute(() -> {
		});
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isFalse();
		this.tasks.remove().run();
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isFalse();
		this.tasks.remove().run();
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void aTaskThatFailsIsDone() throws InterruptedException {
		this.workers.execute(() -> {
			throw new IllegalStateException("test");
		});
		assertThatIllegalStateException().isThrownBy(() -> this.tasks.remove().run());
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void aTaskThatIsRejectedIsDone() throws InterruptedException {
		Workers rejecting = new Workers((task) -> {
			throw new RejectedExecutionException();
		});
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> rejecting.execute(() -> {
		}));
		assertThat(rejecting.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void whoWaitsLearnsOfTheEnd() throws InterruptedException {
		this.workers.execute(() -> {
		});
		Thread finisher = new Thread(this.tasks.remove());
		finisher.start();
		assertThat(this.workers.awaitIdle(Duration.ofSeconds(30))).isTrue();
		finisher.join();
	}

}
