package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimerWheel}.
 */
class TimerWheelTests {

	private static final Duration TURN = Duration.ofMillis(40_960);

	private final VirtualTime time = new VirtualTime();

	private final TimerWheel wheel = this.time.timers();

	private final List<String> ran = new ArrayList<>();

	@Test
	void runsATimerOnceAndNotBeforeItsTime() {
		schedule("a", 100);
		this.time.advanceMillis(99);
		assertThat(this.ran).isEmpty();
		this.time.advanceMillis(1);
		assertThat(this.ran).containsExactly("a");
		assertThat(this.wheel.isEmpty()).isTrue();
		this.time.advanceMillis(100_000);
		assertThat(this.ran).containsExactly("a");
	}

	@Test
	void timerBetweenTwoTicksRunsAtTheSecond() {
		this.time.advanceMillis(3);
		schedule("a", 14);
		this.time.advanceMillis(14);
		assertThat(this.ran).isEmpty();
		this.time.advanceMillis(3);
		assertThat(this.ran).containsExactly("a");
	}

	@Test
	void timerWithoutDelayRunsAtTheNextTick() {
		schedule("a", 0);
		this.time.timers().advance();
		assertThat(this.ran).isEmpty();
		this.time.advanceMillis(10);
		assertThat(this.ran).containsExactly("a");
	}

	@Test
	void timersRunInTheOrderOfTheirTimes() {
		schedule("c", 300);
		schedule("a", 100);
		schedule("d", 30_000);
		schedule("b", 200);
		this.time.jump(Duration.ofSeconds(40));
		assertThat(this.ran).containsExactly("a", "b", "c", "d");
	}

	@Test
	void timerIsSetAnew() {
		TimerWheel.Timer timer = timer("a");
		this.wheel.schedule(timer, Duration.ofMillis(100));
		this.time.advanceMillis(90);
		this.wheel.schedule(timer, Duration.ofMillis(100));
		this.time.advanceMillis(90);
		assertThat(this.ran).isEmpty();
		this.wheel.schedule(timer, Duration.ofMillis(10));
		this.time.advanceMillis(10);
		assertThat(this.ran).containsExactly("a");
		assertThat(this.wheel.isEmpty()).isTrue();
	}

	@Test
	void timerMaySetItselfAgain() {
		this.wheel.schedule(new TimerWheel.Timer() {
			@Override
			protected void run() {
				TimerWheelTests.this.ran.add("a");
				TimerWheelTests.this.wheel.schedule(this, Duration.ofMillis(100));
			}
		}, Duration.ofMillis(100));
		this.time.advanceMillis(1_000);
		assertThat(this.ran).hasSize(10);
	}

	@Test
	void cancelledTimerDoesNotRun() {
		TimerWheel.Timer first = this.wheel.schedule(Duration.ofMillis(100), () -> this.ran.add("first"));
		TimerWheel.Timer second = this.wheel.schedule(Duration.ofMillis(100), () -> this.ran.add("second"));
		TimerWheel.Timer third = this.wheel.schedule(Duration.ofMillis(100), () -> this.ran.add("third"));
		this.wheel.cancel(second);
		this.wheel.cancel(second);
		this.time.advanceMillis(100);
		assertThat(this.ran).containsExactlyInAnyOrder("first", "third");
		this.wheel.cancel(first);
		this.wheel.cancel(third);
		assertThat(this.wheel.isEmpty()).isTrue();
	}

	@Test
	void neighboursInABucketMayBeCancelledInAnyOrder() {
		for (int[] order : new int[][] { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 0, 2 }, { 1, 2, 0 } }) {
			List<TimerWheel.Timer> timers = new ArrayList<>();
			for (String name : List.of("a", "b", "c")) {
				TimerWheel.Timer timer = timer(name);
				this.wheel.schedule(timer, Duration.ofMillis(50));
				timers.add(timer);
			}
			for (int index : order) {
				assertThat(this.wheel.isEmpty()).isFalse();
				this.wheel.cancel(timers.get(index));
			}
			assertThat(this.wheel.isEmpty()).isTrue();
		}
		this.time.advanceMillis(100);
		assertThat(this.ran).isEmpty();
	}

	@Test
	void timerBeyondOneTurnWaitsForItsTurn() {
		this.wheel.schedule(timer("late"), TURN.multipliedBy(3).plusMillis(50));
		schedule("early", 50);
		this.time.advance(TURN.multipliedBy(3).plusMillis(40));
		assertThat(this.ran).containsExactly("early");
		this.time.advanceMillis(10);
		assertThat(this.ran).containsExactly("early", "late");
	}

	@Test
	void afterALongPauseAllThatIsDueRunsOnceAndNothingElse() {
		for (int i = 1; i <= 1_000; i++) {
			schedule("t" + i, i * 100L);
		}
		this.time.jump(Duration.ofMillis(90_000));
		assertThat(this.ran).hasSize(900).doesNotHaveDuplicates().contains("t1", "t409", "t410", "t900");
		this.time.jump(Duration.ofDays(40));
		assertThat(this.ran).hasSize(1_000).doesNotHaveDuplicates();
		schedule("after", 30);
		this.time.advanceMillis(30);
		assertThat(this.ran).hasSize(1_001).endsWith("after");
	}

	@Test
	void timerSetAfterALongIdleTimeIsNotLate() {
		this.time.advance(Duration.ofHours(1));
		schedule("a", 100);
		this.time.advanceMillis(100);
		assertThat(this.ran).containsExactly("a");
	}

	@Test
	void failingTimerStopsNoOther() {
		this.wheel.schedule(Duration.ofMillis(10), () -> {
			throw new IllegalStateException("exception of a timer");
		});
		this.wheel.schedule(Duration.ofMillis(20), () -> {
			throw new AssertionError("error of a timer");
		});
		schedule("after", 30);
		this.time.jump(Duration.ofMillis(100));
		assertThat(this.ran).containsExactly("after");
	}

	@Test
	void closeForgetsAllTimers() {
		TimerWheel.Timer timer = timer("a");
		this.wheel.schedule(timer, Duration.ofMillis(100));
		schedule("b", 200);
		this.wheel.close();
		assertThat(this.wheel.isEmpty()).isTrue();
		this.time.advanceMillis(1_000);
		assertThat(this.ran).isEmpty();
		this.wheel.cancel(timer);
		this.wheel.schedule(timer, Duration.ofMillis(100));
		this.time.advanceMillis(100);
		assertThat(this.ran).containsExactly("a");
	}

	@Test
	void behavesAsASimpleListOfTimersWouldDo() {
		Random random = new Random(5);
		List<TimerWheel.Timer> timers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			timers.add(timer(Integer.toString(i)));
		}
		Map<Integer, Long> due = new HashMap<>();
		long now = 0;
		for (int round = 0; round < 5_000; round++) {
			int index = random.nextInt(timers.size());
			switch (random.nextInt(4)) {
				case 0, 1 -> {
					long delay = 10L * (1 + random.nextInt(random.nextBoolean() ? 50 : 9_000));
					this.wheel.schedule(timers.get(index), Duration.ofMillis(delay));
					due.put(index, now + delay);
				}
				case 2 -> {
					this.wheel.cancel(timers.get(index));
					due.remove(index);
				}
				default -> {
					long pause = 10L * random.nextInt(random.nextInt(20) == 0 ? 10_000 : 100);
					now += pause;
					this.ran.clear();
					this.time.jump(Duration.ofMillis(pause));
					List<String> expected = new ArrayList<>();
					long until = now;
					due.forEach((timer, at) -> {
						if (at <= until) {
							expected.add(timer.toString());
						}
					});
					due.values().removeIf((at) -> at <= until);
					assertThat(this.ran).containsExactlyInAnyOrderElementsOf(expected);
				}
			}
			assertThat(this.wheel.isEmpty()).isEqualTo(due.isEmpty());
		}
	}

	@Test
	void threadTurnsTheWheelUntilItIsClosedAndAgainAfterwards() throws InterruptedException {
		try (TimerWheel real = new TimerWheel()) {
			for (int i = 0; i < 2; i++) {
				real.start();
				real.start();
				CountDownLatch latch = new CountDownLatch(2);
				real.schedule(Duration.ofMillis(1), () -> {
					latch.countDown();
					throw new AssertionError("error of a timer");
				});
				real.schedule(Duration.ofMillis(30), latch::countDown);
				assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
				real.close();
			}
		}
	}

	private void schedule(String name, long millis) {
		this.wheel.schedule(timer(name), Duration.ofMillis(millis));
	}

	private TimerWheel.Timer timer(String name) {
		return new TimerWheel.Timer() {
			@Override
			protected void run() {
				TimerWheelTests.this.ran.add(name);
			}
		};
	}

}
