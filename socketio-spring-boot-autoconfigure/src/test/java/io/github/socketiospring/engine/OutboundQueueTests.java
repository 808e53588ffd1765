package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutboundQueue}.
 */
class OutboundQueueTests {

	/** Holds three messages of together ten bytes of text, and not a byte more. */
	private final OutboundQueue queue = new OutboundQueue(size("12345", "123", "45"), false, null);

	private static long size(String... texts) {
		return Stream.of(texts).map(EngineMessage::text).mapToLong(EngineMessage::retainedSize).sum();
	}

	@Test
	void givesMessagesInTheirOrder() {
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.poll()).isNull();
		offer("a");
		offer("b", "c");
		assertThat(this.queue.isEmpty()).isFalse();
		assertThat(this.queue.poll()).hasToString("a");
		offer("d");
		assertThat(rest()).containsExactly("b", "c", "d");
		assertThat(this.queue.isEmpty()).isTrue();
	}

	@Test
	void refusesWhatDoesNotFitAndKeepsWhatIsThere() {
		assertThat(offer("12345")).isEqualTo(SendResult.ACCEPTED);
		assertThat(offer("123", "45")).isEqualTo(SendResult.ACCEPTED);
		assertThat(offer("1")).isEqualTo(SendResult.OVERFLOW);
		assertThat(rest()).containsExactly("12345", "123", "45");
	}

	@Test
	void refusesAUnitThatDoesNotFitAsAWhole() {
		offer("12345");
		assertThat(offer("1", "12345")).isEqualTo(SendResult.OVERFLOW);
		assertThat(rest()).containsExactly("12345");
	}

	@Test
	void whatWasCollectedMustFitEvenWhenEmpty() {
		EngineMessage[] tooMuch = { EngineMessage.text("12345"), EngineMessage.text("123"), EngineMessage.text("456") };
		assertThat(this.queue.offerCollected(tooMuch)).isEqualTo(SendResult.OVERFLOW);
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.offerCollected(Arrays.copyOf(tooMuch, 2))).isEqualTo(SendResult.ACCEPTED);
		assertThat(rest()).containsExactly("12345", "123");
	}

	@Test
	void acceptsAnythingWhenEmpty() {
		String large = "x".repeat(1_000);
		assertThat(offer(large)).isEqualTo(SendResult.ACCEPTED);
		assertThat(offer("1")).isEqualTo(SendResult.OVERFLOW);
		assertThat(rest()).hasSize(1);
		assertThat(offer(large, large)).isEqualTo(SendResult.ACCEPTED);
	}

	@Test
	void takingMakesRoomHoweverItIsDone() {
		for (int i = 0; i < 100; i++) {
			assertThat(offer("12345", "67890")).isEqualTo(SendResult.ACCEPTED);
			assertThat(offer("1")).isEqualTo(SendResult.OVERFLOW);
			this.queue.poll();
			assertThat(offer("12345")).isEqualTo(SendResult.ACCEPTED);
			assertThat(offer("1")).isEqualTo(SendResult.OVERFLOW);
			assertThat(drain(100, 1_000)).containsExactly("67890", "12345");
		}
	}

	@Test
	void manySmallMessagesCountWithTheMemoryTheyHold() {
		OutboundQueue small = new OutboundQueue(1_000, false, null);
		int accepted = 0;
		while (small.offer(EngineMessage.text("")) == SendResult.ACCEPTED) {
			accepted++;
		}
		assertThat(accepted).isBetween(5, 20);
	}

	@Test
	void drainsUpToAsManyMessagesAsWanted() {
		offer("1", "2", "3", "4", "5");
		assertThat(drain(2, 1_000)).containsExactly("1", "2");
		assertThat(drain(2, 1_000)).containsExactly("3", "4");
		assertThat(drain(2, 1_000)).containsExactly("5");
		assertThat(drain(2, 1_000)).isEmpty();
	}

	@Test
	void drainsUpToAsManyBytesAsWantedButAlwaysOneMessage() {
		offer("12345", "678", "9", "0");
		assertThat(drain(100, 2)).containsExactly("12345");
		assertThat(drain(100, 4)).containsExactly("678", "9");
		assertThat(drain(100, 0)).containsExactly("0");
	}

	@Test
	void afterItsEndWhatIsThereMayStillBeTaken() {
		offer("a");
		this.queue.end();
		assertThat(offer("b")).isEqualTo(SendResult.ENDED);
		assertThat(this.queue.isFinished()).isFalse();
		assertThat(rest()).containsExactly("a");
		assertThat(this.queue.isFinished()).isTrue();
	}

	@Test
	void isNotFinishedOnlyBecauseItIsEmpty() {
		assertThat(this.queue.isFinished()).isFalse();
		this.queue.end();
		assertThat(this.queue.isFinished()).isTrue();
	}

	@Test
	void clearForgetsWhatIsThereAndLetsNothingIn() {
		offer("a");
		this.queue.clear();
		assertThat(offer("b")).isEqualTo(SendResult.ENDED);
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.isFinished()).isTrue();
		assertThat(this.queue.poll()).isNull();
		assertThat(drain(10, 10)).isEmpty();
	}

	@Test
	void unitsOfManyThreadsStayTogetherAndNothingIsLost() throws Exception {
		OutboundQueue large = new OutboundQueue(Long.MAX_VALUE, false, null);
		int producers = 4;
		int units = 2_000;
		AtomicInteger running = new AtomicInteger(producers);
		List<Callable<List<String>>> tasks = new ArrayList<>();
		for (int producer = 0; producer < producers; producer++) {
			String name = "p" + producer;
			tasks.add(() -> {
				for (int i = 0; i < units; i++) {
					large.offer(EngineMessage.text(name + " " + i + " head"),
							EngineMessage.text(name + " " + i + " mid"), EngineMessage.text(name + " " + i + " tail"));
				}
				running.decrementAndGet();
				return List.of();
			});
		}
		tasks.add(() -> {
			List<EngineMessage> taken = new ArrayList<>();
			while (running.get() > 0 || !large.isEmpty()) {
				large.drainTo(taken, taken.size() + 7, 1_000);
				EngineMessage one = large.poll();
				if (one != null) {
					taken.add(one);
				}
			}
			return taken.stream().map(EngineMessage::toString).toList();
		});
		List<String> taken = new ArrayList<>();
		ExecutorService executor = Executors.newFixedThreadPool(producers + 1);
		try {
			for (Future<List<String>> result : executor.invokeAll(tasks)) {
				taken.addAll(result.get());
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(taken).hasSize(3 * producers * units);
		int[] next = new int[producers];
		for (int i = 0; i < taken.size(); i += 3) {
			int producer = taken.get(i).charAt(1) - '0';
			String unit = "p" + producer + " " + next[producer]++;
			assertThat(taken.subList(i, i + 3)).containsExactly(unit + " head", unit + " mid", unit + " tail");
		}
	}

	private static OutboundQueue retaining(String... texts) {
		OutboundQueue queue = new OutboundQueue(size("12345", "123", "45"), true, null);
		assertThat(offer(queue, texts)).isEqualTo(SendResult.ACCEPTED);
		return queue;
	}

	@Test
	void onlyARetainingQueueKeepsWhatWasTaken() {
		assertThat(this.queue.isRetaining()).isFalse();
		offer("a", "b");
		rest();
		this.queue.confirm(1, this.queue.generation());
		this.queue.restore();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.generation()).isZero();
		assertThat(retaining("a").isRetaining()).isTrue();
	}

	@Test
	void whatWasNotConfirmedComesFirstAgainInItsOrder() {
		OutboundQueue queue = retaining("1", "2", "3");
		assertThat(queue.poll()).hasToString("1");
		assertThat(drain(queue, 1, 1_000)).containsExactly("2");
		offer(queue, "4");
		queue.restore();
		assertThat(drain(queue, 100, 1_000)).containsExactly("1", "2", "3", "4");
		queue.restore();
		assertThat(drain(queue, 100, 1_000)).containsExactly("1", "2", "3", "4");
	}

	@Test
	void confirmedMessagesAreForgottenTheOldestFirst() {
		OutboundQueue queue = retaining("1", "2", "3");
		assertThat(drain(queue, 100, 1_000)).hasSize(3);
		queue.confirm(2, queue.generation());
		queue.restore();
		assertThat(drain(queue, 100, 1_000)).containsExactly("3");
		queue.confirm(1, queue.generation());
		queue.restore();
		assertThat(queue.isEmpty()).isTrue();
		queue.confirm(5, queue.generation());
		queue.confirm(0, queue.generation());
		assertThat(offer(queue, "4")).isEqualTo(SendResult.ACCEPTED);
		assertThat(drain(queue, 100, 1_000)).containsExactly("4");
	}

	@Test
	void aConfirmationFromBeforeMessagesWerePutBackMeansNothing() {
		OutboundQueue queue = retaining("1", "2");
		int before = queue.generation();
		drain(queue, 100, 1_000);
		queue.restore();
		assertThat(queue.generation()).isNotEqualTo(before);
		assertThat(queue.poll()).hasToString("1");
		queue.confirm(2, before);
		queue.restore();
		assertThat(drain(queue, 100, 1_000)).containsExactly("1", "2");
	}

	@Test
	void whatIsTakenMakesRoomAndWhatIsPutBackNeedsIt() {
		OutboundQueue queue = retaining("12345", "123", "45");
		assertThat(offer(queue, "1")).isEqualTo(SendResult.OVERFLOW);
		assertThat(drain(queue, 2, 1_000)).containsExactly("12345", "123");
		queue.restore();
		assertThat(offer(queue, "1")).isEqualTo(SendResult.OVERFLOW);
		drain(queue, 2, 1_000);
		queue.confirm(1, queue.generation());
		queue.restore();
		assertThat(offer(queue, "12345")).isEqualTo(SendResult.ACCEPTED);
		assertThat(offer(queue, "1")).isEqualTo(SendResult.OVERFLOW);
		assertThat(drain(queue, 100, 1_000)).containsExactly("123", "45", "12345");
		queue.confirm(3, queue.generation());
		queue.restore();
		assertThat(offer(queue, "12345", "123", "45")).isEqualTo(SendResult.ACCEPTED);
	}

	@Test
	void moreThanFitsIsPutBackWithoutLoss() {
		OutboundQueue queue = retaining("12345", "123", "45");
		drain(queue, 100, 1_000);
		assertThat(offer(queue, "67890", "678", "90")).isEqualTo(SendResult.ACCEPTED);
		queue.restore();
		assertThat(offer(queue, "1")).isEqualTo(SendResult.OVERFLOW);
		assertThat(drain(queue, 3, 1_000)).containsExactly("12345", "123", "45");
		assertThat(offer(queue, "1")).as("full by itself").isEqualTo(SendResult.OVERFLOW);
		queue.confirm(3, queue.generation());
		assertThat(drain(queue, 100, 1_000)).containsExactly("67890", "678", "90");
		queue.confirm(3, queue.generation());
		assertThat(offer(queue, "12345", "123", "45")).as("nothing is counted twice").isEqualTo(SendResult.ACCEPTED);
	}

	@Test
	void anEndedQueueTakesBackWhatItHadGivenAway() {
		OutboundQueue queue = retaining("a", "b");
		drain(queue, 100, 1_000);
		queue.end();
		assertThat(queue.isFinished()).isTrue();
		queue.restore();
		assertThat(queue.isFinished()).isFalse();
		assertThat(offer(queue, "c")).isEqualTo(SendResult.ENDED);
		assertThat(drain(queue, 100, 1_000)).containsExactly("a", "b");
		assertThat(queue.isFinished()).isTrue();
	}

	@Test
	void clearForgetsWhatMightHaveComeBack() {
		OutboundQueue queue = retaining("a", "b");
		queue.poll();
		queue.clear();
		queue.restore();
		assertThat(queue.isEmpty()).isTrue();
		assertThat(queue.isFinished()).isTrue();
	}

	@Test
	void burstIsPutBackWhole() {
		OutboundQueue queue = new OutboundQueue(Long.MAX_VALUE, true, null);
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			expected.add("m" + i);
			offer(queue, "m" + i);
		}
		assertThat(drain(queue, 10_000, Long.MAX_VALUE)).isEqualTo(expected);
		queue.confirm(10, queue.generation());
		offer(queue, "last");
		queue.restore();
		expected.subList(0, 10).clear();
		expected.add("last");
		assertThat(drain(queue, 10_000, Long.MAX_VALUE)).isEqualTo(expected);
	}

	private SendResult offer(String... texts) {
		return offer(this.queue, texts);
	}

	private static SendResult offer(OutboundQueue queue, String... texts) {
		return queue.offer(Arrays.stream(texts).map(EngineMessage::text).toArray(EngineMessage[]::new));
	}

	private List<String> drain(int maxMessages, long maxBytes) {
		return drain(this.queue, maxMessages, maxBytes);
	}

	private static List<String> drain(OutboundQueue queue, int maxMessages, long maxBytes) {
		List<EngineMessage> target = new ArrayList<>();
		queue.drainTo(target, maxMessages, maxBytes);
		return target.stream().map(EngineMessage::toString).collect(Collectors.toList());
	}

	private List<String> rest() {
		return drain(Integer.MAX_VALUE, Long.MAX_VALUE);
	}

}
