package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventRing}.
 */
class EventRingTests {

	private final EventRing ring = new EventRing();

	private void add() {
		long number = this.ring.next();
		this.ring.add(new EventRing.Entry(number, 0, Selection.ALL, new MissedEvent("event",
				Payload.of("[]".getBytes(StandardCharsets.UTF_8), List.of()), Long.toString(number), true), 0));
	}

	private List<Long> from(long number) {
		return Arrays.stream(this.ring.from(number)).map(EventRing.Entry::number).toList();
	}

	@Test
	void isEmptyAtFirst() {
		assertThat(this.ring.isEmpty()).isTrue();
		assertThat(this.ring.peek()).isNull();
		assertThat(from(0)).isEmpty();
		assertThat(from(1)).isEmpty();
		assertThat(from(100)).isEmpty();
	}

	@Test
	void findsEventsByTheirNumber() {
		for (int i = 0; i < 20; i++) {
			add();
		}
		assertThat(from(18)).containsExactly(18L, 19L, 20L);
		assertThat(from(21)).isEmpty();
		assertThat(from(0)).hasSize(20);
	}

	@Test
	void keepsItsOrderHoweverItGrowsAndShrinks() {
		Random random = new Random(1);
		Deque<Long> expected = new ArrayDeque<>();
		for (int round = 0; round < 2_000; round++) {
			boolean growing = (round / 250) % 2 == 0;
			if (random.nextInt(10) < (growing ? 8 : 2)) {
				expected.add(this.ring.next());
				add();
			}
			else if (!expected.isEmpty()) {
				expected.remove();
				this.ring.remove();
			}
			assertThat(this.ring.size()).isEqualTo(expected.size());
			assertThat(from(0)).containsExactlyElementsOf(expected);
		}
	}

	@Test
	void numbersGoOnAfterAClear() {
		add();
		add();
		this.ring.clear();
		assertThat(this.ring.isEmpty()).isTrue();
		add();
		assertThat(from(0)).containsExactly(3L);
	}

}
