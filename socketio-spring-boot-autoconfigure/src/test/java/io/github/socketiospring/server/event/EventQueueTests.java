package io.github.socketiospring.server.event;

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
import java.util.stream.IntStream;

import io.github.socketiospring.server.event.TestQueues.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EventQueue}.
 */
@Timeout(120)
class EventQueueTests {

	private static final int QUEUES = 20;

	private static final int EACH = 3_000;

	private final List<ExecutorService> executors = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	@AfterEach
	void shutDown() throws InterruptedException {
		for (ExecutorService executor : this.executors) {
			executor.shutdownNow();
			assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	private ExecutorService executor(int threads) {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		this.executors.add(executor);
		return executor;
	}

	private static Workers workers(Executor executor) {
		return new Workers(executor, 4, Duration.ZERO);
	}

	private static EventQueue open(Workers workers, Executor eventLoop) {
		EventQueue queue = new EventQueue(TestQueues.connection(workers, eventLoop));
		queue.open(List.of());
		return queue;
	}

	// Order

	@Test
	void theOrderOfEachOfManyQueuesIsKept() throws Exception {
		ExecutorService loop = executor(1);
		runInOrder(loop, loop);
	}

	/** As polling does, whose requests come on connections of their own. */
	@Test
	void theOrderIsKeptThoughClientsSendAndReceiveOnDifferentLoops() throws Exception {
		runInOrder(executor(1), executor(1));
	}

	private void runInOrder(Executor receiving, Executor sending) throws Exception {
		Workers workers = workers(executor(4));
		CountDownLatch done = new CountDownLatch(QUEUES * EACH);
		List<List<Integer>> seen = new ArrayList<>();
		List<EventQueue> queues = new ArrayList<>();
		AtomicInteger overlaps = new AtomicInteger();
		List<AtomicInteger> running = new ArrayList<>();
		for (int q = 0; q < QUEUES; q++) {
			seen.add(new ArrayList<>());
			running.add(new AtomicInteger());
			queues.add(open(workers, sending));
		}
		for (int turn = 0; turn < EACH / 3; turn++) {
			int first = 3 * turn;
			receiving.execute(() -> {
				for (int q = 0; q < QUEUES; q++) {
					for (int i = first; i < first + 3; i++) {
						int number = i;
						int queue = q;
						queues.get(q).add(task(number, () -> {
							if (running.get(queue).incrementAndGet() != 1) {
								overlaps.incrementAndGet();
							}
							// Not thread-safe, which is the point.
							seen.get(queue).add(number);
							running.get(queue).decrementAndGet();
							done.countDown();
						}), true);
					}
				}
			});
		}
		assertThat(done.await(100, TimeUnit.SECONDS)).as("waiting: " + done.getCount()).isTrue();
		assertThat(overlaps).hasValue(0);
		List<Integer> sent = IntStream.range(0, EACH).boxed().toList();
		assertThat(seen).allMatch(sent::equals);
	}

	/** Mostly plain, some on the loop, some that complete elsewhere, some that fail. */
	private static SocketTask task(int number, Runnable action) {
		return new Task(number % 7 == 3, () -> {
			if (number % 11 == 5) {
				return Mono.fromRunnable(action).subscribeOn(Schedulers.parallel());
			}
			action.run();
			if (number % 13 == 8) {
				throw new IllegalStateException("expected");
			}
			return null;
		}, (ex) -> null);
	}

	@Test
	void nothingIsLostBetweenTwoLoops() throws Exception {
		int events = 200_000;
		Workers workers = workers(Runnable::run);
		EventConnection connection = TestQueues.connection(workers, executor(1));
		CountDownLatch done = new CountDownLatch(events);
		for (int i = 0; i < events; i++) {
			EventQueue queue = new EventQueue(connection);
			queue.open(List.of());
			queue.add(TestQueues.task(false, done::countDown, (ex) -> {
			}), true);
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).as("lost: " + done.getCount()).isTrue();
	}

	// Fairness

	/** There is one thread, and one socket that always has something to do. */
	@Test
	void aSocketThatFloodsTheServerLetsOthersHaveTheirTurn() {
		Queue<Runnable> thread = new ArrayDeque<>();
		Workers workers = new Workers(thread::add, 1, Duration.ZERO);
		EventQueue flooding = open(workers, Runnable::run);
		EventQueue other = open(workers, Runnable::run);
		AtomicInteger flood = new AtomicInteger();
		flooding.add(flood(flooding, flood), false);
		other.add(task(false, () -> flood.set(Integer.MAX_VALUE)), false);
		while (!thread.isEmpty()) {
			thread.remove().run();
		}
		assertThat(this.log).as("how often the flooding socket came first").hasSizeBetween(1, 100);
	}

	private SocketTask flood(EventQueue queue, AtomicInteger number) {
		return task(false, () -> {
			if (number.get() < 10_000) {
				number.incrementAndGet();
				this.log.add("flood");
				queue.add(flood(queue, number), false);
			}
		});
	}

	private static SocketTask task(boolean onEventLoop, Runnable action) {
		return TestQueues.task(onEventLoop, action, (ex) -> {
		});
	}

	@Test
	void aSocketThatIsAloneNeedsNoTurns() {
		List<Runnable> thread = new ArrayList<>();
		EventQueue queue = open(new Workers(thread::add, 1, Duration.ZERO), Runnable::run);
		for (int i = 0; i < 1_000; i++) {
			queue.add(task(false, () -> this.log.add("event")), false);
		}
		assertThat(thread).hasSize(1);
		thread.get(0).run();
		assertThat(this.log).hasSize(1_000);
		assertThat(thread).hasSize(1);
	}

	// Rejections

	@Test
	void manyTasksMayBeRejected() {
		Workers workers = workers((task) -> {
			throw new RejectedExecutionException("test");
		});
		List<Runnable> loop = new ArrayList<>();
		EventQueue queue = open(workers, loop::add);
		AtomicInteger lost = new AtomicInteger();
		for (int i = 0; i < 100_000; i++) {
			queue.add(new Task(false, () -> null, (ex) -> {
				lost.incrementAndGet();
				return null;
			}), true);
		}
		loop.forEach(Runnable::run);
		assertThat(lost).hasValue(100_000);
	}

	@Test
	void theNextTaskWaitsUntilTheLossOfOneIsDealtWith() {
		Workers workers = workers((task) -> {
			throw new RejectedExecutionException("test");
		});
		EventQueue queue = open(workers, Runnable::run);
		Sinks.Empty<Void> dealtWith = Sinks.empty();
		queue.add(failing(dealtWith.asMono()), true);
		queue.add(TestQueues.task(true, () -> this.log.add("next"), (ex) -> this.log.add("lost")), true);
		assertThat(this.log).isEmpty();
		dealtWith.tryEmitEmpty();
		assertThat(this.log).containsExactly("next");
	}

	private static SocketTask failing(Publisher<?> handling) {
		return new Task(false, () -> null, (ex) -> handling);
	}

	@Test
	void aLoopThatHasEndedHoldsNothingUp() {
		Workers workers = workers(Runnable::run);
		EventQueue queue = open(workers, (task) -> {
			throw new RejectedExecutionException("test");
		});
		queue.add(TestQueues.task(false, () -> this.log.add("1"), (ex) -> this.log.add("1 lost")), true);
		queue.add(TestQueues.task(true, () -> this.log.add("2"), (ex) -> this.log.add("2 lost")), false);
		queue.add(TestQueues.task(false, () -> this.log.add("3"), (ex) -> this.log.add("3 lost")), true);
		assertThat(this.log).containsExactly("1", "2 lost", "3");
	}

	@Test
	void whatIsDiscardedHoldsUpTheConnectionNoMore() {
		List<Boolean> suspended = new ArrayList<>();
		EventConnection connection = mock(EventConnection.class);
		given(connection.maxPendingEvents()).willReturn(2);
		willAnswer((invocation) -> suspended.add(invocation.getArgument(0))).given(connection)
			.suspendReading(anyBoolean());
		EventQueue queue = new EventQueue(connection);
		for (int i = 0; i < 3; i++) {
			queue.add(TestQueues.task(true, () -> this.log.add("run"), (ex) -> this.log.add("failed")), true);
		}
		assertThat(suspended).containsExactly(true);
		queue.discard();
		queue.discard();
		assertThat(suspended).containsExactly(true, false);
		assertThat(this.log).isEmpty();
	}

}
