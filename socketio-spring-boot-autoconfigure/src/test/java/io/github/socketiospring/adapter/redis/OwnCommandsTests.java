package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server has added to the stream, and has not read there yet.
 */
class OwnCommandsTests {

	private final OwnCommands own = new OwnCommands();

	private final List<String> done = new ArrayList<>();

	private OwnCommands.Own add(String name) {
		return this.own.add((id) -> this.done.add(name + " " + id));
	}

	@Test
	void whatHasFailedWaitsForWhatIsBeforeItOnly() {
		OwnCommands.Own first = add("first");
		OwnCommands.Own second = add("second");
		OwnCommands.Own third = add("third");
		OwnCommands.Own fourth = add("fourth");
		assertThat(this.own.failed(second)).isEmpty();
		assertThat(this.own.failed(third)).isEmpty();
		this.own.read(first.number(), "1-0").forEach(Runnable::run);
		assertThat(this.done).containsExactly("first 1-0", "second null", "third null");
		this.own.read(fourth.number(), "2-0").forEach(Runnable::run);
		assertThat(this.done).endsWith("fourth 2-0");
		assertThat(this.own.isEmpty()).isTrue();
	}

	@Test
	void whatWasDoneBeforeItIsReadIsLate() {
		OwnCommands.Own first = add("first");
		this.own.failed(first).forEach(Runnable::run);
		assertThat(this.own.isLate(first.number())).isTrue();
		assertThat(this.own.read(first.number(), "1-0")).isEmpty();
		assertThat(this.done).containsExactly("first null");
	}

	@Test
	void whatCannotBeReadIsGivenUpInOrder() {
		add("first");
		OwnCommands.Own second = add("second");
		long newest = this.own.newest();
		OwnCommands.Own third = add("third");
		this.own.failedUpTo(newest).forEach(Runnable::run);
		assertThat(this.done).containsExactly("first null", "second null");
		assertThat(this.own.isLate(second.number())).isTrue();
		this.own.read(third.number(), "1-0").forEach(Runnable::run);
		assertThat(this.done).endsWith("third 1-0");
	}

	@Test
	void theOldestIsNotWaitedForWhenTooMuchWaits() {
		OwnCommands.Own first = add("first");
		OwnCommands.Own second = add("second");
		int more = 0;
		while (this.own.overdue() == null) {
			this.own.add((id) -> {
			});
			assertThat(++more).isLessThan(200_000);
		}
		assertThat(this.own.overdue()).isSameAs(first);
		this.own.failed(first).forEach(Runnable::run);
		assertThat(this.done).containsExactly("first null");
		assertThat(this.own.overdue()).isNull();
		assertThat(this.own.isLate(first.number())).isTrue();
		assertThat(this.own.isLate(second.number())).isFalse();
	}

}
