package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestGate}.
 */
class RequestGateTests {

	private final RequestGate gate = new RequestGate();

	private final List<String> events = new ArrayList<>();

	private final Runnable first = () -> this.events.add("first aborted");

	private final Runnable second = () -> this.events.add("second aborted");

	private Disposable answer(String name) {
		return this.gate.taken().subscribe(null, null, () -> this.events.add(name));
	}

	@Test
	void letsOneInAtATime() {
		assertThat(this.gate.enter(this.first)).isTrue();
		assertThat(this.gate.enter(this.second)).isFalse();
		assertThat(this.gate.enter(this.first)).isFalse();
		this.gate.leave(this.first);
		assertThat(this.gate.enter(this.second)).isTrue();
		assertThat(this.events).isEmpty();
	}

	@Test
	void onlyWhoIsInCanLeave() {
		this.gate.enter(this.first);
		this.gate.leave(this.second);
		assertThat(this.gate.enter(this.second)).isFalse();
		this.gate.leave(this.first);
		this.gate.leave(this.first);
		assertThat(this.gate.enter(this.second)).isTrue();
		this.gate.leave(this.first);
		assertThat(this.gate.enter(this.first)).isFalse();
	}

	@Test
	void answersAtOnceUnlessReadingIsSuspended() {
		answer("one");
		assertThat(this.events).containsExactly("one");
		this.gate.suspend(true);
		answer("two");
		assertThat(this.events).containsExactly("one");
		this.gate.suspend(true);
		assertThat(this.events).containsExactly("one");
		this.gate.suspend(false);
		assertThat(this.events).containsExactly("one", "two");
		this.gate.suspend(false);
		answer("three");
		assertThat(this.events).containsExactly("one", "two", "three");
	}

	@Test
	void aCancelledAnswerHoldsUpNobody() {
		this.gate.suspend(true);
		answer("gone").dispose();
		answer("next");
		this.gate.suspend(false);
		assertThat(this.events).containsExactly("next");
	}

	@Test
	void closesOnlyWhenNobodyIsIn() {
		this.gate.enter(this.first);
		assertThat(this.gate.closeIfEmpty()).isFalse();
		this.gate.leave(this.first);
		assertThat(this.gate.enter(this.second)).isTrue();
		this.gate.leave(this.second);
		assertThat(this.gate.closeIfEmpty()).isTrue();
		assertThat(this.gate.enter(this.first)).isFalse();
		assertThat(this.gate.closeIfEmpty()).isTrue();
	}

	@Test
	void abortEndsWhoIsInAndLetsNobodyIn() {
		this.gate.enter(this.first);
		this.gate.abort();
		assertThat(this.events).containsExactly("first aborted");
		this.gate.leave(this.first);
		assertThat(this.gate.enter(this.second)).isFalse();
	}

	@Test
	void abortReleasesAHeldAnswer() {
		this.gate.enter(this.first);
		this.gate.suspend(true);
		answer("held");
		this.gate.abort();
		assertThat(this.events).containsExactly("first aborted", "held");
	}

	@Test
	void afterAnAbortNoAnswerIsHeld() {
		this.gate.enter(this.first);
		this.gate.abort();
		this.gate.suspend(true);
		answer("late");
		assertThat(this.events).containsExactly("first aborted", "late");
	}

}
