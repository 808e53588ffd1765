package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * How long, and whether at all, the in-memory adapter remembers.
 */
class InMemoryAdapterTests extends InMemoryAdapterFixture {

	@Test
	void afterAStopNothingIsKnown() {
		String last = emit("last", "", Selection.ALL);
		persist("id");
		assertThat(this.adapter.memory()).isPositive();
		this.adapter.stop().block();
		assertThat(this.adapter.memory()).isZero();
		persist("id");
		assertThat(this.adapter.memory()).isZero();
		this.adapter.start().block();
		assertThat(restore("id", last)).isNull();
		persist("id");
		assertThat(restore("id", last)).isNull();
		String next = emit("next", "", Selection.ALL);
		persist("id");
		assertThat(restore("id", next)).isEmpty();
	}

	@Test
	void onlySoManySocketsAreRemembered() {
		String last = emit("last", "", Selection.ALL);
		for (String id : List.of("1", "2", "3", "4")) {
			persist(id);
		}
		assertThat(restore("1", last)).isNull();
		assertThat(restore("2", last)).isEmpty();
	}

	@Test
	void withoutRecoveryNothingIsWritten() {
		InMemoryAdapter plain = new InMemoryAdapter(this.namespace);
		Payload unwritten = Payload.of(List.of("x"), (values) -> {
			throw new IllegalStateException("written");
		});
		Command.Broadcast broadcast = new Command.Broadcast(Selection.ALL, "event", unwritten, false, true);
		plain.send(broadcast);
		then(this.namespace).should().deliver(broadcast, null);
		plain.persist(() -> session("id", Map.of()));
		assertThat(plain.restore(new ReturningSocket("private id", "", null)).blockOptional()).isEmpty();
		assertThat(plain.recovers()).isFalse();
		assertThat(plain.memory()).isZero();
		assertThat(plain.newestOffset()).isEmpty();
	}

	@Test
	void anEmptyNamespaceIsKeptWhileSomebodyMayComeBackToIt() {
		String last = emit("last", "", Selection.ALL);
		assertThat(this.adapter.memory()).isZero();
		persist("first");
		assertThat(this.adapter.memory()).isEqualTo(Duration.ofMinutes(2).plusMillis(1));
		this.now = this.now.plusSeconds(60);
		persist("second");
		assertThat(restore("first", last)).isEmpty();
		assertThat(this.adapter.memory()).isPositive();
		this.now = this.now.plus(this.adapter.memory());
		assertThat(this.adapter.memory()).isZero();
		persist("third");
		assertThat(this.adapter.memory()).isPositive();
		this.adapter.stop().block();
		assertThat(this.adapter.memory()).isZero();
		assertThat(new InMemoryAdapter(this.namespace).memory()).isZero();
	}

	@Test
	void anEmptyNamespaceIsKeptNoLongerThanForTheLastThatMayComeBack() {
		persist("first");
		this.now = this.now.plusSeconds(60);
		persist("second");
		assertThat(this.adapter.memory()).isEqualTo(Duration.ofSeconds(120).plusMillis(1));
		this.now = this.now.plusSeconds(59);
		// Whoever leaves now does not matter.
		assertThat(this.adapter.memory()).isEqualTo(Duration.ofSeconds(61).plusMillis(1));
		this.now = this.now.plusSeconds(61);
		assertThat(this.adapter.memory()).isEqualTo(Duration.ofMillis(1));
		this.now = this.now.plusMillis(1);
		assertThat(this.adapter.memory()).isZero();
	}

	@Test
	void aFamilyRemembersNothing() {
		given(this.namespace.isFamily()).willReturn(true);
		Adapter family = InMemoryAdapter.recovering(LIMITS, () -> this.now).create(this.namespace);
		Command.Broadcast broadcast = new Command.Broadcast(Selection.ALL, "event", text("x"), false, true);
		family.send(broadcast);
		then(this.namespace).should().deliver(broadcast, null);
		assertThat(family.recovers()).isFalse();
		assertThat(family.memory()).isZero();
	}

	@Test
	void allThatOneFactoryMakesRememberSoManySocketsTogether() {
		AdapterFactory factory = InMemoryAdapter.recovering(LIMITS, () -> this.now);
		List<InMemoryAdapter> all = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			InMemoryAdapter next = (InMemoryAdapter) factory.create(this.namespace);
			next.persist(() -> session("1", Map.of()));
			next.persist(() -> session("2", Map.of()));
			all.add(next);
		}
		assertThat(all.stream().map(InMemoryAdapter::memory).filter((memory) -> !memory.isZero())).hasSize(12);
		// What is released may be taken by others.
		all.get(0).stop().block();
		all.get(19).persist(() -> session("1", Map.of()));
		assertThat(all.get(19).memory()).isPositive();
	}

}
