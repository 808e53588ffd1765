package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlerThreads}.
 */
@Timeout(60)
class HandlerThreadsTests {

	private final Set<String> threads = ConcurrentHashMap.newKeySet();

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	@Test
	void growsToItsMaximumBeforeTasksWait() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(5, 2, Duration.ofSeconds(10))) {
			CountDownLatch running = new CountDownLatch(5);
			for (int i = 0; i < 5; i++) {
				executor.execute(() -> block(running));
			}
			running.await();
			assertThat(this.threads).hasSize(5).allMatch((name) -> name.startsWith("socketio-handler-"));

			CountDownLatch queued = new CountDownLatch(100);
			for (int i = 0; i < 100; i++) {
				executor.execute(queued::countDown);
			}
			assertThat(queued.getCount()).isEqualTo(100);
			this.release.countDown();
			queued.await();
		}
	}

	@Test
	void reusesIdleThreads() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(100, 2, Duration.ofSeconds(10))) {
			for (int i = 0; i < 50; i++) {
				CountDownLatch done = new CountDownLatch(1);
				executor.execute(() -> {
					this.threads.add(Thread.currentThread().getName());
					done.countDown();
				});
				done.await();
				Awaitility.await()
					.pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.until(() -> waitingThreads() > 0);
			}
			assertThat(this.threads).hasSizeLessThanOrEqualTo(2);
		}
	}

	private static long waitingThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("socketio-handler-"))
			.filter((thread) -> thread.getState() != Thread.State.RUNNABLE)
			.count();
	}

	@Test
	void survivesTasksThatThrow() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(1, 2, Duration.ofSeconds(10))) {
			CountDownLatch running = new CountDownLatch(1);
			executor.execute(() -> block(running));
			running.await();
			executor.execute(() -> {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
				});
				throw new IllegalStateException("expected");
			});
			CountDownLatch after = new CountDownLatch(1);
			executor.execute(after::countDown);
			this.release.countDown();
			after.await();
		}
	}

	@Test
	void closeWaitsForTasksAndRefusesNewOnes() throws Exception {
		HandlerThreads executor = new HandlerThreads(1, 2, Duration.ofMinutes(10));
		CountDownLatch queued = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		executor.execute(() -> block(running));
		executor.execute(queued::countDown);
		running.await();
		Thread closer = closeLater(executor);
		Awaitility.await().until(() -> rejects(executor));
		assertThat(queued.getCount()).isEqualTo(1);
		this.release.countDown();
		closer.join();
		assertThat(queued.getCount()).isZero();
	}

	private static boolean rejects(HandlerThreads executor) {
		try {
			executor.execute(() -> {
			});
			return false;
		}
		catch (RejectedExecutionException ex) {
			return true;
		}
	}

	@Test
	void closeInterruptsTasksWhenTheTimeIsUp() throws Exception {
		HandlerThreads executor = new HandlerThreads(1, 2, Duration.ZERO);
		CountDownLatch running = new CountDownLatch(1);
		executor.execute(() -> block(running));
		running.await();
		executor.close();
		this.interrupted.await();
	}

	@Test
	void closedExecutorRejectsTasks() throws Exception {
		HandlerThreads executor = new HandlerThreads(2, 2, Duration.ZERO);
		executor.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
		}));
	}

	private static Thread closeLater(HandlerThreads executor) {
		Thread closer = new Thread(executor::close);
		closer.start();
		return closer;
	}

	private void block(CountDownLatch running) {
		this.threads.add(Thread.currentThread().getName());
		running.countDown();
		try {
			this.release.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
		}
	}

}
