package io.github.socketiospring.server.event;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Workers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkersTests {

	private static final Duration NOT_AT_ALL = Duration.ZERO;

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Workers workers = new Workers(this.tasks::add, 100, NOT_AT_ALL);

	private static WorkerTask run(Runnable action) {
		return new WorkerTask() {

			@Override
			public void run() {
				action.run();
			}

			@Override
			public void rejected(RejectedExecutionException reason) {
				throw new IllegalStateException(reason);
			}

		};
	}

	private WorkerTask named(String name) {
		return run(() -> this.log.add(name));
	}

	// Busy or idle

	@Test
	void isBusyUntilTheLastTaskIsDone() throws InterruptedException {
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
		this.workers.execute(named("1"));
		this.workers.execute(run(() -> assertThatItIsBusy(this.workers)));
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isFalse();
		runAll(this.tasks);
		assertThat(this.log).containsExactly("1", "busy");
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	private void assertThatItIsBusy(Workers busy) {
		try {
			assertThat(busy.awaitIdle(NOT_AT_ALL)).isFalse();
			this.log.add("busy");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aTaskThatFailsIsDoneAndHoldsUpNobody() throws InterruptedException {
		this.workers.execute(run(() -> {
			throw new IllegalStateException("expected");
		}));
		this.workers.execute(named("next"));
		runAll(this.tasks);
		assertThat(this.log).containsExactly("next");
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void aTaskThatIsRejectedIsDone() throws InterruptedException {
		Workers rejecting = new Workers((task) -> {
			throw new RejectedExecutionException();
		}, 100, NOT_AT_ALL);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> rejecting.execute(named("lost")));
		assertThat(rejecting.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void aTaskThatFindsNoThreadIsDone() throws InterruptedException {
		Workers exhausted = new Workers((task) -> {
			throw new InternalError("unable to create native thread");
		}, 100, NOT_AT_ALL);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> exhausted.execute(named("lost")))
			.withCauseInstanceOf(InternalError.class);
		assertThat(exhausted.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void whoWaitsLearnsOfTheEnd() throws InterruptedException {
		this.workers.execute(named("done"));
		Thread finisher = new Thread(this.tasks.remove());
		finisher.start();
		assertThat(this.workers.awaitIdle(Duration.ofSeconds(30))).isTrue();
		finisher.join(Duration.ofSeconds(30).toMillis());
		assertThat(finisher.isAlive()).isFalse();
	}

	// How many threads

	@Test
	void whileTasksAreQuickOneThreadDoesThemAllAndOneMoreIsOnItsWay() {
		for (int i = 0; i < 10; i++) {
			this.workers.execute(named("task"));
		}
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove().run();
		assertThat(this.log).hasSize(10);
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove().run();
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void whileATaskBlocksAnotherThreadGoesOn() {
		this.workers.execute(run(() -> {
			this.log.add("blocks");
			// Whoever was called before this began.
			this.tasks.remove().run();
			this.log.add("goes on");
		}));
		this.workers.execute(named("next"));
		this.workers.execute(named("last"));
		this.tasks.remove().run();
		assertThat(this.log).containsExactly("blocks", "next", "last", "goes on");
	}

	@Test
	void atTheMaximumTasksWaitForThreadsThatComeBack() throws InterruptedException {
		Workers two = new Workers(this.tasks::add, 2, NOT_AT_ALL);
		for (int i = 0; i < 2; i++) {
			two.execute(run(() -> {
				this.log.add("blocks");
				runAll(this.tasks);
				this.log.add("goes on");
			}));
		}
		two.execute(named("waits"));
		this.tasks.remove().run();
		assertThat(this.log).containsExactly("blocks", "blocks", "goes on", "waits", "goes on");
		assertThat(two.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void tasksWaitForThreadsThatAreThereWhenTheSystemHasNoMore() throws InterruptedException {
		AtomicInteger calls = new AtomicInteger();
		Workers own = new Workers((task) -> {
			if (calls.incrementAndGet() > 1) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			this.tasks.add(task);
		}, 100, NOT_AT_ALL);
		own.execute(run(() -> own.execute(named("while the first runs"))));
		own.execute(named("2"));
		own.execute(named("3"));
		this.tasks.remove().run();
		assertThat(this.log).containsExactly("2", "3", "while the first runs");
		assertThat(calls).hasValueGreaterThan(2);
		assertThat(own.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void anExecutorThatRunsTasksAtOnceWillDo() throws InterruptedException {
		Workers own = new Workers(Runnable::run, 100, NOT_AT_ALL);
		List<String> running = new ArrayList<>();
		own.execute(run(() -> {
			for (int i = 0; i < 10_000; i++) {
				own.execute(run(() -> {
					running.add("nested");
					assertThat(running).hasSize(1);
					running.clear();
					this.log.add("done");
				}));
			}
		}));
		assertThat(this.log).hasSize(10_000);
		assertThat(own.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void aTasksInterruptIsNotMeantForTheNext() {
		this.workers.execute(run(() -> Thread.currentThread().interrupt()));
		this.workers.execute(run(() -> this.log.add("interrupted: " + Thread.currentThread().isInterrupted())));
		runAll(this.tasks);
		assertThat(this.log).containsExactly("interrupted: false");
		assertThat(Thread.interrupted()).isFalse();
	}

	// The end

	/** Else an application would end after twice the time that it is given. */
	@Test
	void closeDoesNotWaitAfterAWaitInVain() throws Exception {
		Workers own = new Workers(this.tasks::add, 100, Duration.ofDays(1));
		own.execute(named("stuck"));
		Thread waiting = new Thread(
				() -> assertThatExceptionOfType(InterruptedException.class).isThrownBy(own::awaitLast));
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		waiting.interrupt();
		waiting.join();
		Thread closer = new Thread(own::close);
		closer.start();
		closer.join(Duration.ofMinutes(1).toMillis());
		assertThat(closer.isAlive()).isFalse();
	}

	@Test
	void closeWaitsAgainForWhatHasComeSince() throws Exception {
		Workers own = new Workers(this.tasks::add, 100, Duration.ofDays(1));
		assertThat(own.awaitLast()).isTrue();
		own.execute(named("later"));
		Thread closer = new Thread(own::close);
		closer.start();
		await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		runAll(this.tasks);
		closer.join();
		assertThat(this.log).containsExactly("later");
	}

	@Test
	void closeWaitsForTasksAndRefusesNewOnes() throws Exception {
		Workers own = new Workers(this.tasks::add, 100, Duration.ofMinutes(1));
		own.execute(named("accepted"));
		Thread closer = new Thread(own::close);
		closer.start();
		await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> own.execute(named("late")));
		runAll(this.tasks);
		closer.join(Duration.ofMinutes(1).toMillis());
		assertThat(closer.isAlive()).isFalse();
		assertThat(this.log).containsExactly("accepted");
	}

	@Test
	void whenTheTimeIsUpThoseThatWaitAreDroppedAndThoseThatRunTakeNoMore(CapturedOutput output) {
		Workers one = new Workers(this.tasks::add, 1, NOT_AT_ALL);
		EventQueue running = queue(one, Runnable::run);
		EventQueue waiting = queue(one, Runnable::run);
		running.add(TestQueues.task(false, () -> {
			one.close();
			// As long as a handler that blocks until it is interrupted.
			LockSupport.parkNanos(2_000_000);
		}, (ex) -> this.log.add("lost")), false);
		running.add(task("running's next"), false);
		running.add(new EndTask(() -> this.log.add("running's end")), false);
		waiting.add(task("waiting"), false);
		waiting.add(task("waiting's next"), false);
		waiting.add(new EndTask(() -> this.log.add("waiting's end")), false);
		runAll(this.tasks);
		assertThat(this.log).containsExactly("waiting's end", "running's end");
		assertThat(dropped(output)).singleElement().asString().contains("WARN", "Events and jobs dropped", ": 3");

		waiting.add(task("late"), false);
		waiting.add(task("late"), true);
		waiting.add(new EndTask(() -> this.log.add("late end")), false);
		one.close();
		assertThat(this.log).containsExactly("waiting's end", "running's end", "late end");
		assertThat(dropped(output)).hasSize(1);
	}

	/** It holds no thread, and so nobody waits for it. */
	@Test
	void whatWaitsForAPublisherIsDroppedWhenThatEnds(CapturedOutput output) {
		Sinks.Empty<Void> pending = Sinks.empty();
		EventQueue queue = queue(this.workers, Runnable::run);
		queue.add(new TestQueues.Task(false, pending::asMono, (ex) -> null), false);
		queue.add(task("next"), false);
		queue.add(new EndTask(() -> this.log.add("end")), false);
		runAll(this.tasks);
		this.workers.close();
		assertThat(this.log).isEmpty();
		pending.tryEmitEmpty();
		assertThat(this.log).containsExactly("end");
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR");
	}

	/** As long as there is time, nothing is lost because another socket waits. */
	@Test
	void whileWorkersCloseASocketGoesOnWithItsTurn() throws Exception {
		Workers one = new Workers(this.tasks::add, 1, Duration.ofMinutes(1));
		EventQueue running = queue(one, Runnable::run);
		Thread closer = new Thread(one::close);
		running.add(task("running", () -> {
			closer.start();
			await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
		}), false);
		running.add(task("running's next"), false);
		queue(one, Runnable::run).add(task("waiting"), false);
		runAll(this.tasks);
		closer.join(Duration.ofMinutes(1).toMillis());
		assertThat(closer.isAlive()).isFalse();
		assertThat(this.log).containsExactly("running", "running's next", "waiting");
	}

	private static List<String> dropped(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("dropped")).toList();
	}

	@Test
	void closeThatIsInterruptedDoesNotWait(CapturedOutput output) {
		Workers own = new Workers(this.tasks::add, 100, Duration.ofMinutes(10));
		EventQueue queue = queue(own, Runnable::run);
		queue.add(task("waiting"), false);
		Thread.currentThread().interrupt();
		own.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.log).isEmpty();
		assertThat(dropped(output)).singleElement().asString().contains("Events and jobs dropped", ": 1");
	}

	// Stress

	@Test
	@Timeout(120)
	void everyTaskRunsExactlyOnce() throws Exception {
		int submitters = 4;
		int each = 20_000;
		int maxThreads = 16;
		AtomicIntegerArray runs = new AtomicIntegerArray(submitters * each);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		HandlerThreads threads = new HandlerThreads();
		Workers own = new Workers(threads, maxThreads, Duration.ofMinutes(1));
		ExecutorService loops = Executors.newFixedThreadPool(submitters);
		for (int s = 0; s < submitters; s++) {
			int first = s * each;
			loops.execute(() -> {
				for (int i = first; i < first + each; i++) {
					int number = i;
					WorkerTask task = run(() -> {
						most.accumulateAndGet(running.incrementAndGet(), Math::max);
						runs.incrementAndGet(number);
						// Most are quick, a few block, some leave an interrupt, some
						// fail.
						if (number % 401 == 0) {
							LockSupport.parkNanos(3_000_000);
						}
						if (number % 1009 == 0) {
							Thread.currentThread().interrupt();
						}
						running.decrementAndGet();
						if (number % 2003 == 0) {
							throw new IllegalStateException("expected");
						}
					});
					if (i % 4 == 0) {
						own.execute(task);
					}
					else {
						own.executeLater(task, loops);
					}
				}
			});
		}
		loops.shutdown();
		assertThat(loops.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		own.close();
		assertThat(IntStream.range(0, runs.length()).filter((i) -> runs.get(i) != 1)).isEmpty();
		assertThat(most.get()).isBetween(1, maxThreads);
		threads.shutdownNow();
		assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	@Timeout(120)
	void handlersThatBlockHoldUpNobodyWhileThereAreThreads() throws Exception {
		HandlerThreads threads = new HandlerThreads();
		Workers own = new Workers(threads, 51, Duration.ofMinutes(1));
		CountDownLatch blocked = new CountDownLatch(50);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch quick = new CountDownLatch(100);
		for (int i = 0; i < 50; i++) {
			own.execute(run(() -> {
				blocked.countDown();
				awaitLatch(release);
			}));
			own.execute(run(quick::countDown));
			own.execute(run(quick::countDown));
		}
		assertThat(quick.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
		release.countDown();
		own.close();
		threads.shutdownNow();
		assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// What arrives together

	private final Queue<Runnable> loop = new ArrayDeque<>();

	private final List<String> log = new ArrayList<>();

	private EventQueue queue(Workers workers, Executor eventLoop) {
		EventQueue queue = new EventQueue(TestQueues.connection(workers, eventLoop));
		queue.open(List.of());
		return queue;
	}

	private SocketTask task(String name) {
		return TestQueues.task(false, () -> this.log.add(name), (ex) -> this.log.add(name + " lost"));
	}

	private SocketTask task(String name, Runnable action) {
		return TestQueues.task(false, () -> {
			action.run();
			this.log.add(name);
		}, (ex) -> this.log.add(name + " lost"));
	}

	private void runAll(Queue<Runnable> waiting) {
		while (!waiting.isEmpty()) {
			waiting.remove().run();
		}
	}

	@Test
	void whatArrivesInOneTurnIsHandedOverAtOnce() throws InterruptedException {
		EventQueue a = queue(this.workers, this.loop::add);
		EventQueue b = queue(this.workers, this.loop::add);
		for (int turn = 0; turn < 2; turn++) {
			a.add(task("a1"), true);
			b.add(task("b1"), true);
			a.add(task("a2"), true);
			assertThat(this.loop).hasSize(1);
			assertThat(this.tasks).isEmpty();
			assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isFalse();
			runAll(this.loop);
			assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isFalse();
			assertThat(this.tasks).hasSize(1);
			runAll(this.tasks);
			// On a slow machine the first socket's turn may be over before its second
			// event.
			assertThat(this.log).containsExactlyInAnyOrder("a1", "a2", "b1").containsSubsequence("a1", "a2");
			assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
			this.log.clear();
		}
	}

	@Test
	void aLoopThatRunsTasksAtOnceWillDo() {
		EventQueue other = queue(this.workers, Runnable::run);
		EventQueue queue = queue(this.workers, Runnable::run);
		queue.add(TestQueues.task(false, () -> {
			this.log.add("first");
			// What runs here may itself receive.
			other.add(task("nested"), true);
		}, (ex) -> this.log.add("lost")), true);
		queue.add(task("second"), true);
		runAll(this.tasks);
		assertThat(this.log).containsExactlyInAnyOrder("first", "second", "nested")
			.containsSubsequence("first", "second");
	}

	@Test
	void whenWorkersRejectEachTaskIsLostAndTheNextGetsItsTurn() throws InterruptedException {
		RejectedExecutionException rejection = new RejectedExecutionException("test");
		rejected((task) -> {
			throw rejection;
		});
		rejected((task) -> {
			throw new InternalError("test");
		});
	}

	private void rejected(Executor rejecting) throws InterruptedException {
		this.log.clear();
		Workers own = new Workers(rejecting, 100, NOT_AT_ALL);
		EventQueue a = queue(own, this.loop::add);
		EventQueue b = queue(own, this.loop::add);
		a.add(task("a1"), true);
		a.add(task("a2"), true);
		a.add(TestQueues.task(true, () -> this.log.add("a3"), (ex) -> this.log.add("a3 lost")), true);
		b.add(task("b1"), true);
		runAll(this.loop);
		assertThat(this.log).containsExactly("a1 lost", "a2 lost", "b1 lost", "a3");
		assertThat(own.awaitIdle(NOT_AT_ALL)).isTrue();
		this.log.clear();
		a.add(task("a4"), false);
		a.add(TestQueues.task(true, () -> this.log.add("a5"), (ex) -> this.log.add("a5 lost")), true);
		assertThat(this.log).containsExactly("a4 lost", "a5");
	}

	@Test
	void whatHasArrivedIsHandedOverThoughTheLoopHasEnded() throws InterruptedException {
		EventQueue queue = queue(this.workers, (task) -> {
			throw new RejectedExecutionException("test");
		});
		for (int i = 0; i < 2; i++) {
			queue.add(task("a" + i), true);
			runAll(this.tasks);
		}
		assertThat(this.log).containsExactly("a0", "a1");
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void threadsThatLiveLongerKeepNothing() {
		WeakReference<Workers> gone = new WeakReference<>(usedOnThisThread());
		await().until(() -> {
			System.gc();
			return gone.refersTo(null);
		});
	}

	private Workers usedOnThisThread() {
		Workers own = new Workers(Runnable::run, 100, NOT_AT_ALL);
		EventQueue queue = new EventQueue(TestQueues.connection(own, Runnable::run));
		queue.open(List.of());
		queue.add(task("a"), true);
		assertThat(this.log).containsExactly("a");
		return own;
	}

}
