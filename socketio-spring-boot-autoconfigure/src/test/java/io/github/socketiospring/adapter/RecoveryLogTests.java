package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * What is remembered is forgotten in time, even if nothing happens.
 */
class RecoveryLogTests {

	private static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45),
			1_000, 1_000, 1_000_000, 10);

	private final AdapterNamespace namespace = mock(AdapterNamespace.class);

	private final List<Scheduled> scheduled = new ArrayList<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final RecoveryLog log = new RecoveryLog(this.namespace, LIMITS, () -> this.now, new RecoveryBudget(LIMITS));

	/** What the log wants to do later. */
	private record Scheduled(Instant time, Runnable task) {
	}

	@BeforeEach
	void answer() {
		willReturn((Runnable) () -> {
		}).given(this.namespace).queue(any(), any());
		willAnswer((invocation) -> schedule(invocation.getArgument(0), invocation.getArgument(1))).given(this.namespace)
			.schedule(any(), any());
	}

	private Disposable schedule(Duration delay, Runnable task) {
		Scheduled later = new Scheduled(this.now.plus(delay), task);
		this.scheduled.add(later);
		return () -> this.scheduled.remove(later);
	}

	private void letPass(Duration duration) {
		Instant end = this.now.plus(duration);
		while (true) {
			Scheduled next = this.scheduled.stream().min(Comparator.comparing(Scheduled::time)).orElse(null);
			if (next == null || next.time().isAfter(end)) {
				this.now = end;
				return;
			}
			this.scheduled.remove(next);
			this.now = next.time();
			next.task().run();
		}
	}

	private void emit() {
		this.log.append(new Command.Broadcast(Selection.ALL, "event",
				Payload.of("[1]".getBytes(StandardCharsets.UTF_8), List.of()), false, true));
	}

	private void persist(String id) {
		this.log.persist(() -> new SavedSession(id, id, null, "", Map.of(), null, Duration.ZERO,
				Payload.of("[{}]".getBytes(StandardCharsets.UTF_8), List.of())));
	}

	@Test
	void nothingIsPlannedWhileThereIsNothing() {
		assertThat(this.log.memory()).isZero();
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void oneTaskForgetsEverything() {
		for (int i = 0; i < 100; i++) {
			emit();
			persist("session " + i);
			assertThat(this.scheduled).hasSize(1);
		}
		assertThat(this.log.size()).isEqualTo(200);
		letPass(Duration.ofSeconds(165));
		assertThat(this.log.size()).as("not too old").isGreaterThanOrEqualTo(100);
		letPass(Duration.ofSeconds(1));
		assertThat(this.log.size()).isZero();
		assertThat(this.scheduled).as("nothing is planned any more").isEmpty();
	}

	@Test
	void whatComesLaterIsForgottenLater() {
		emit();
		letPass(Duration.ofSeconds(100));
		persist("session");
		emit();
		letPass(Duration.ofSeconds(66));
		assertThat(this.log.size()).isEqualTo(2);
		letPass(Duration.ofSeconds(55));
		assertThat(this.log.size()).isEqualTo(1);
		letPass(Duration.ofSeconds(46));
		assertThat(this.log.size()).isZero();
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void aStopLeavesNoTaskBehind() {
		emit();
		Runnable running = this.scheduled.get(0).task();
		this.log.stop();
		assertThat(this.log.size()).isZero();
		assertThat(this.scheduled).isEmpty();
		running.run();
		assertThat(this.scheduled).isEmpty();
		this.log.start();
		emit();
		assertThat(this.scheduled).hasSize(1);
		letPass(Duration.ofMinutes(10));
		assertThat(this.log.size()).isZero();
		assertThat(this.scheduled).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "10, 1000000, 80", "1000, 30, 80", "1000, 4, 10" })
	void allNamespacesTogetherRememberSoMuch(int maxEvents, int maxBytes, int expected) {
		RecoveryLimits limits = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 4, maxEvents,
				maxBytes, 10);
		RecoveryBudget budget = new RecoveryBudget(limits);
		List<RecoveryLog> logs = Stream.generate(() -> new RecoveryLog(this.namespace, limits, () -> this.now, budget))
			.limit(50)
			.toList();
		for (int round = 0; round < 2; round++) {
			for (RecoveryLog next : logs) {
				for (int i = 0; i < 20; i++) {
					next.append(new Command.Broadcast(Selection.ALL, "event",
							Payload.of("[1]".getBytes(StandardCharsets.UTF_8), List.of()), false, true));
				}
			}
			assertThat(logs.stream().mapToInt(RecoveryLog::size).sum()).isEqualTo(expected);
			letPass(Duration.ofMinutes(3));
			assertThat(logs.stream().mapToInt(RecoveryLog::size).sum()).isZero();
		}
	}

}
