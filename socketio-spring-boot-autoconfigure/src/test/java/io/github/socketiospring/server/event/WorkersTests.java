package io.github.socketiospring.server.event;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

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

	@Test
	void aTaskThatFindsNoThreadIsDone() throws InterruptedException {
		Workers exhausted = new Workers((task) -> {
			throw new InternalError("unable to create native thread");
		});
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> exhausted.execute(() -> {
		})).withCauseInstanceOf(InternalError.class);
		assertThat(exhausted.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	// What arrives together

	private final Queue<Runnable> loop = new ArrayDeque<>();

	private final List<String> log = new ArrayList<>();

	private final List<Integer> batches = new ArrayList<>();

	private final BatchExecutor batching = new BatchExecutor() {

		@Override
		public void execute(Runnable task) {
			WorkersTests.this.tasks.add(task);
		}

		@Override
		public void executeAll(List<? extends Runnable> all) {
			WorkersTests.this.batches.add(all.size());
			WorkersTests.this.tasks.addAll(all);
		}

	};

	private EventQueue queue(Workers workers, Executor eventLoop) {
		EventQueue queue = new EventQueue(TestQueues.connection(workers, eventLoop));
		queue.open(List.of());
		return queue;
	}

	private SocketTask task(String name) {
		return TestQueues.task(false, () -> this.log.add(name), (ex) -> this.log.add(name + " lost"));
	}

	private void runAll(Queue<Runnable> waiting) {
		while (!waiting.isEmpty()) {
			waiting.remove().run();
		}
	}

	@Test
	void whatArrivesInOneTurnIsHandedOverAtOnce() throws InterruptedException {
		Workers own = new Workers(this.batching);
		EventQueue a = queue(own, this.loop::add);
		EventQueue b = queue(own, this.loop::add);
		for (int turn = 0; turn < 2; turn++) {
			a.add(task("a1"), true);
			b.add(task("b1"), true);
			a.add(task("a2"), true);
			assertThat(this.loop).hasSize(1);
			assertThat(this.tasks).isEmpty();
			assertThat(own.awaitIdle(NOT_AT_ALL)).isFalse();
			runAll(this.loop);
			assertThat(own.awaitIdle(NOT_AT_ALL)).isFalse();
			runAll(this.tasks);
			assertThat(this.log).containsExactly("a1", "a2", "b1");
			assertThat(own.awaitIdle(NOT_AT_ALL)).isTrue();
			this.log.clear();
		}
		assertThat(this.batches).containsExactly(2, 2);
	}

	@Test
	void anyExecutorWillDo() throws InterruptedException {
		EventQueue a = queue(this.workers, this.loop::add);
		EventQueue b = queue(this.workers, this.loop::add);
		a.add(task("a"), true);
		b.add(task("b"), true);
		runAll(this.loop);
		runAll(this.tasks);
		assertThat(this.log).containsExactly("a", "b");
		assertThat(this.workers.awaitIdle(NOT_AT_ALL)).isTrue();
	}

	@Test
	void aLoopThatRunsTasksAtOnceWillDo() {
		Workers own = new Workers(this.batching);
		EventQueue other = queue(own, Runnable::run);
		EventQueue queue = queue(own, Runnable::run);
		queue.add(TestQueues.task(false, () -> {
			this.log.add("first");
			// What runs here may itself receive.
			other.add(task("nested"), true);
		}, (ex) -> this.log.add("lost")), true);
		queue.add(task("second"), true);
		runAll(this.tasks);
		assertThat(this.log).containsExactly("first", "second", "nested");
	}

	@Test
	void whenWorkersRejectEachTaskIsLostAndTheNextGetsItsTurn() throws InterruptedException {
		RejectedExecutionException rejection = new RejectedExecutionException("test");
		rejected((task) -> {
			throw rejection;
		});
		rejected(new BatchExecutor() {

			@Override
			public void execute(Runnable task) {
				throw rejection;
			}

			@Override
			public void executeAll(List<? extends Runnable> all) {
				throw rejection;
			}

		});
		rejected(new BatchExecutor() {

			@Override
			public void execute(Runnable task) {
				throw new InternalError("test");
			}

			@Override
			public void executeAll(List<? extends Runnable> all) {
				throw new InternalError("test");
			}

		});
	}

	private void rejected(Executor rejecting) throws InterruptedException {
		this.log.clear();
		Workers own = new Workers(rejecting);
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
		Workers own = new Workers(this.batching);
		EventQueue queue = queue(own, (task) -> {
			throw new RejectedExecutionException("test");
		});
		for (int i = 0; i < 2; i++) {
			queue.add(task("a" + i), true);
			runAll(this.tasks);
		}
		assertThat(this.log).containsExactly("a0", "a1");
		assertThat(own.awaitIdle(NOT_AT_ALL)).isTrue();
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
		Workers own = new Workers(Runnable::run);
		EventQueue queue = new EventQueue(TestQueues.connection(own, Runnable::run));
		queue.open(List.of());
		queue.add(task("a"), true);
		assertThat(this.log).containsExactly("a");
		return own;
	}

}
