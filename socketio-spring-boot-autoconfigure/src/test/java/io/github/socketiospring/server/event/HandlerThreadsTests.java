package io.github.socketiospring.server.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlerThreads}.
 */
@Timeout(120)
class HandlerThreadsTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	// How many threads

	@Test
	void growsToItsMaximumBeforeTasksWait() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(5, 2, LONG)) {
			block(executor, 5);
			assertThat(this.threads).hasSize(5).allMatch((thread) -> thread.getName().startsWith("socketio-handler-"));

			CountDownLatch queued = new CountDownLatch(100);
			for (int i = 0; i < 100; i++) {
				executor.execute(queued::countDown);
			}
			assertThat(queued.getCount()).isEqualTo(100);
			this.release.countDown();
			queued.await();
			assertThat(number(executor, "created")).isEqualTo(5);
		}
	}

	@Test
	void whileTasksAreQuickAsManyThreadsAreAwakeAsThereAreProcessors() throws Exception {
		try (HandlerThreads executor = unwatched(2)) {
			settle(executor);
			CountDownLatch done = new CountDownLatch(8 * 10);
			List<Thread> submitters = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				submitters.add(start(() -> executor.executeAll(Collections.nCopies(10, () -> {
					await(this.release);
					done.countDown();
				}))));
			}
			join(submitters);
			assertThat(awake(executor)).isEqualTo(2);
			this.release.countDown();
			done.await();
		}
	}

	@Test
	void tasksThatBlockGetAThreadEachAlthoughThereIsOneProcessor() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(100, 1, LONG)) {
			block(executor, 50);
			assertThat(this.threads).hasSize(50);
			this.release.countDown();
		}
	}

	@Test
	void quickTasksPassOneThatBlocksAlthoughThereIsOneProcessor() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(100, 1, LONG)) {
			settle(executor);
			block(executor, 1);
			for (int i = 0; i < 100; i++) {
				runAndWait(executor);
			}
			this.release.countDown();
		}
	}

	@Test
	void aTaskMayWaitForOneThatCameLater() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(100, 1, LONG)) {
			CountDownLatch done = new CountDownLatch(1);
			CountDownLatch later = new CountDownLatch(1);
			executor.executeAll(List.of(() -> {
				await(later);
				done.countDown();
			}, later::countDown));
			done.await();
		}
	}

	@Test
	void fewThreadsAreAwakeWhenSlowTasksHaveGone() throws Exception {
		try (HandlerThreads executor = unwatched(1)) {
			for (int i = 0; i < 5; i++) {
				executor.execute(() -> LockSupport.parkNanos(1_000_000));
			}
			awaitAsleep(executor);
			block(executor, 20);
			assertThat(awake(executor)).isEqualTo(20);
			this.release.countDown();
			awaitAsleep(executor);

			settle(executor);
			CountDownLatch held = new CountDownLatch(1);
			executor.executeAll(Collections.nCopies(10, () -> await(held)));
			assertThat(awake(executor)).isOne();
			held.countDown();
		}
	}

	@Test
	void noThreadIsTakenForHeldUpWhenItsTaskIsDone() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(10, 1, LONG)) {
			CountDownLatch done = new CountDownLatch(2000);
			for (int i = 0; i < 2000; i++) {
				long nanos = (i % 8 == 0) ? 1_000_000 : 1_000;
				executor.execute(() -> {
					LockSupport.parkNanos(nanos);
					done.countDown();
				});
			}
			done.await();
			awaitAsleep(executor);
			assertThat(number(executor, "heldUp")).isZero();
			assertThat(number(executor, "busy")).isZero();
		}
	}

	@Test
	void reusesIdleThreads() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(100, 2, LONG)) {
			for (int i = 0; i < 50; i++) {
				runAndWait(executor);
				awaitAsleep(executor);
			}
			assertThat(number(executor, "created")).isOne();
		}
	}

	@Test
	void goesOnWhenTheSystemHasNoMoreThreads() throws Exception {
		AtomicBoolean exhausted = new AtomicBoolean(true);
		AtomicInteger refused = new AtomicInteger();
		HandlerThreads executor = new HandlerThreads(10, 2, LONG) {
			@Override
			void start(Thread thread) {
				if (exhausted.get() && !thread.isDaemon()) {
					refused.incrementAndGet();
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start(thread);
			}
		};
		try (executor) {
			CountDownLatch done = new CountDownLatch(3);
			executor.execute(done::countDown);
			executor.executeAll(List.of(done::countDown, done::countDown));
			Awaitility.await().until(() -> refused.get() > 5);
			exhausted.set(false);
			done.await();
			awaitAsleep(executor);
		}
	}

	// What tasks leave behind

	@Test
	void survivesTasksThatThrow() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(1, 2, LONG)) {
			AtomicReference<Throwable> reported = new AtomicReference<>();
			executor.execute(() -> {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> reported.set(ex));
				throw new IllegalStateException("expected");
			});
			runAndWait(executor);
			assertThat(reported.get()).hasMessage("expected");
			assertThat(number(executor, "created")).isOne();
		}
	}

	@Test
	void survivesExceptionHandlersThatThrow() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(1, 1, LONG)) {
			executor.execute(() -> {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
					throw new StackOverflowError("expected, too");
				});
				throw new AssertionError("expected");
			});
			runAndWait(executor);
			assertThat(number(executor, "created")).isOne();
			awaitAsleep(executor);
		}
	}

	@Test
	void aTasksInterruptIsNotMeantForTheNext() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(1, 1, LONG)) {
			AtomicBoolean leaked = new AtomicBoolean();
			CountDownLatch done = new CountDownLatch(1);
			executor.executeAll(List.of(() -> Thread.currentThread().interrupt(), () -> {
				leaked.set(Thread.currentThread().isInterrupted());
				done.countDown();
			}));
			done.await();
			assertThat(leaked).isFalse();
		}
	}

	@Test
	void aThreadThatIsInterruptedInItsSleepSleepsOn() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(1, 1, LONG)) {
			runAndWait(executor);
			awaitAsleep(executor);
			Thread sleeper = this.threads.iterator().next();
			sleeper.interrupt();
			Awaitility.await().until(() -> !sleeper.isInterrupted());
			Awaitility.await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
			runAndWait(executor);
			assertThat(this.threads).containsExactly(sleeper);
		}
	}

	@Test
	void theWatcherSurvivesInterrupts() throws Exception {
		try (HandlerThreads executor = new HandlerThreads(10, 1, LONG)) {
			block(executor, 2);
			Thread watcher = (Thread) ReflectionTestUtils.getField(executor, HandlerThreads.class, "watcher");
			assertThat(watcher).isNotNull();
			for (int i = 0; i < 2; i++) {
				Awaitility.await().until(() -> watcher.getState() == Thread.State.WAITING);
				watcher.interrupt();
				Awaitility.await().until(() -> !watcher.isInterrupted());
			}
			block(executor, 2);
			assertThat(this.threads).hasSize(4);
			this.release.countDown();
		}
	}

	@Test
	void threadsInheritNothingFromWhoSubmits() throws Exception {
		InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		try (HandlerThreads executor = new HandlerThreads(1, 1, LONG)) {
			AtomicReference<Object> seen = new AtomicReference<>("nothing yet");
			AtomicReference<ClassLoader> seenLoader = new AtomicReference<>();
			CountDownLatch done = new CountDownLatch(1);
			Thread submitter = new Thread(() -> {
				local.set("secret");
				executor.execute(() -> {
					seen.set(local.get());
					seenLoader.set(Thread.currentThread().getContextClassLoader());
					done.countDown();
				});
			});
			submitter.setContextClassLoader(null);
			submitter.start();
			done.await();
			submitter.join();
			assertThat(seen.get()).isNull();
			assertThat(seenLoader.get()).isSameAs(loader);
		}
	}

	// The end

	@Test
	void closeWaitsForTasksAndRefusesNewOnes() throws Exception {
		HandlerThreads executor = new HandlerThreads(1, 2, LONG);
		CountDownLatch queued = new CountDownLatch(1);
		block(executor, 1);
		executor.execute(queued::countDown);
		Thread closer = start(executor::close);
		Awaitility.await().until(() -> rejects(executor));
		assertThat(queued.getCount()).isEqualTo(1);
		this.release.countDown();
		closer.join();
		assertThat(queued.getCount()).isZero();
		awaitNoThreads(executor);
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
		block(executor, 1);
		AtomicBoolean ran = new AtomicBoolean();
		executor.execute(() -> ran.set(true));
		executor.close();
		this.interrupted.await();
		awaitNoThreads(executor);
		assertThat(ran).isFalse();
	}

	@Test
	void closeThatIsInterruptedDoesNotWait() throws Exception {
		HandlerThreads executor = new HandlerThreads(2, 2, LONG);
		block(executor, 2);
		AtomicBoolean stillInterrupted = new AtomicBoolean();
		Thread closer = start(() -> {
			Thread.currentThread().interrupt();
			executor.close();
			stillInterrupted.set(Thread.currentThread().isInterrupted());
		});
		closer.join();
		assertThat(stillInterrupted).isTrue();
		this.interrupted.await();
		awaitNoThreads(executor);
	}

	@Test
	void closeEndsThreadsThatSleepAndTheWatcher() throws Exception {
		HandlerThreads executor = new HandlerThreads(20, 1, LONG);
		block(executor, 10);
		this.release.countDown();
		awaitAsleep(executor);
		executor.close();
		awaitNoThreads(executor);
		executor.close();
	}

	@Test
	void closedExecutorRejectsTasks() {
		HandlerThreads executor = new HandlerThreads(2, 2, Duration.ZERO);
		executor.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
		}));
	}

	// Stress

	@Test
	void everyTaskRunsExactlyOnce() throws Exception {
		int submitters = 4;
		int each = 20_000;
		AtomicIntegerArray runs = new AtomicIntegerArray(submitters * each);
		HandlerThreads executor = new HandlerThreads(16, 2, LONG);
		List<Thread> running = new ArrayList<>();
		for (int s = 0; s < submitters; s++) {
			int first = s * each;
			running.add(start(() -> {
				for (int i = first; i < first + each; i += 4) {
					executor.execute(task(runs, i));
					executor.executeAll(List.of(task(runs, i + 1), task(runs, i + 2), task(runs, i + 3)));
					if (i % 500 == 0) {
						// Let threads fall asleep now and then.
						LockSupport.parkNanos(200_000);
					}
				}
			}));
		}
		join(running);
		executor.close();
		assertThat(IntStream.range(0, runs.length()).filter((i) -> runs.get(i) != 1)).isEmpty();
		awaitNoThreads(executor);
		assertThat(number(executor, "heldUp")).isZero();
		assertThat(number(executor, "busy")).isZero();
	}

	/** Most are quick, a few block, some fail, and some leave an interrupt. */
	private static Runnable task(AtomicIntegerArray runs, int number) {
		return () -> {
			runs.incrementAndGet(number);
			if (number % 401 == 0) {
				LockSupport.parkNanos(3_000_000);
			}
			if (number % 1009 == 0) {
				Thread.currentThread().interrupt();
			}
			if (number % 2003 == 0) {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
				});
				throw new IllegalStateException("expected");
			}
		};
	}

	// Tools

	/** Whose threads are not replaced, however long they are held up. */
	private static HandlerThreads unwatched(int processors) {
		return new HandlerThreads(100, processors, LONG) {
			@Override
			void start(Thread thread) {
				if (thread.isDaemon()) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start(thread);
			}
		};
	}

	private static Thread start(Runnable action) {
		Thread thread = new Thread(action);
		thread.start();
		return thread;
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/** Returns when that many tasks block. */
	private void block(HandlerThreads executor, int tasks) throws InterruptedException {
		CountDownLatch running = new CountDownLatch(tasks);
		for (int i = 0; i < tasks; i++) {
			executor.execute(() -> {
				this.threads.add(Thread.currentThread());
				running.countDown();
				await(this.release);
			});
		}
		running.await();
	}

	private void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
		}
	}

	private void runAndWait(HandlerThreads executor) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		executor.execute(() -> {
			this.threads.add(Thread.currentThread());
			done.countDown();
		});
		done.await();
	}

	/** Until the pool has seen that tasks are quick. */
	private void settle(HandlerThreads executor) throws InterruptedException {
		while (number(executor, "score") > 0) {
			runAndWait(executor);
		}
		awaitAsleep(executor);
	}

	private static void awaitAsleep(HandlerThreads executor) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.until(() -> size(executor, "tasks") == 0 && awake(executor) == 0);
	}

	private static int awake(HandlerThreads executor) {
		synchronized (executor) {
			return size(executor, "workers") - size(executor, "asleep");
		}
	}

	private static void awaitNoThreads(HandlerThreads executor) {
		Awaitility.await().until(() -> size(executor, "workers") == 0);
		Thread watcher = (Thread) ReflectionTestUtils.getField(executor, HandlerThreads.class, "watcher");
		Awaitility.await().until(() -> watcher == null || !watcher.isAlive());
	}

	private static int size(HandlerThreads executor, String collection) {
		synchronized (executor) {
			return ((Collection<?>) field(executor, collection)).size();
		}
	}

	private static int number(HandlerThreads executor, String name) {
		synchronized (executor) {
			return (int) field(executor, name);
		}
	}

	private static Object field(HandlerThreads executor, String name) {
		Object value = ReflectionTestUtils.getField(executor, HandlerThreads.class, name);
		return Objects.requireNonNull(value);
	}

}
