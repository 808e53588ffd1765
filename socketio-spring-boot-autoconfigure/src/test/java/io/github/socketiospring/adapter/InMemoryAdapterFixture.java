package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.Disposables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * Sets up an in-memory adapter that remembers, and what stands for its namespace.
 */
abstract class InMemoryAdapterFixture {

	static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 3, 10, 1_000,
			2);

	final AdapterNamespace namespace = mock(AdapterNamespace.class);

	final List<@Nullable String> offsets = new ArrayList<>();

	final AtomicInteger flushes = new AtomicInteger();

	Instant now = Instant.parse("2026-01-01T00:00:00Z");

	final InMemoryAdapter adapter = new InMemoryAdapter(this.namespace, LIMITS, () -> this.now,
			new RecoveryBudget(LIMITS));

	@BeforeEach
	void deliver() {
		willAnswer((invocation) -> this.offsets.add(invocation.getArgument(1))).given(this.namespace)
			.deliver(any(), any());
		willAnswer((invocation) -> {
			this.offsets.add(invocation.getArgument(1));
			return (Runnable) this.flushes::incrementAndGet;
		}).given(this.namespace).queue(any(), any());
		willReturn(Disposables.disposed()).given(this.namespace).schedule(any(), any());
	}

	static Payload text(String text) {
		return Payload.of(("[\"" + text + "\"]").getBytes(StandardCharsets.UTF_8), List.of());
	}

	/** Emits an event and returns its offset. */
	@Nullable String emit(String event, String text, Selection selection) {
		this.adapter.send(new Command.Broadcast(selection, event, text(text), false, true));
		return this.offsets.get(this.offsets.size() - 1);
	}

	static Selection room(String room) {
		return new Selection(Set.of(room), Set.of(), false);
	}

	void persist(String id, String... rooms) {
		this.adapter
			.persist(() -> session(id, Set.of(rooms).stream().collect(Collectors.toMap((room) -> room, (room) -> ""))));
	}

	static SavedSession session(String id, Map<String, String> rooms) {
		return new SavedSession("private " + id, id, null, "", rooms, null, Duration.ZERO, text("data"));
	}

	/**
	 * Lets a socket in that is in the rooms it was in.
	 */
	static class TestEntrance implements Entrance {

		private final Map<String, String> rooms;

		private final Consumer<List<MissedEvent>> entered;

		boolean gone;

		TestEntrance(SavedSession session, Consumer<List<MissedEvent>> entered) {
			this.rooms = new HashMap<>(session.rooms());
			this.entered = entered;
		}

		@Override
		public @Nullable Map<String, String> settle(Set<String> left, Map<String, String> joined) {
			if (this.gone) {
				return null;
			}
			this.rooms.keySet().removeAll(left);
			this.rooms.putAll(joined);
			return Map.copyOf(this.rooms);
		}

		@Override
		public boolean enter(List<MissedEvent> missed) {
			this.entered.accept(missed);
			return true;
		}

	}

	@Nullable List<String> restore(String id, String offset) {
		List<MissedEvent> missed = missed(id, offset);
		return (missed != null) ? missed.stream().map(MissedEvent::event).toList() : null;
	}

	@Nullable List<MissedEvent> missed(String id, String offset) {
		SavedSession session = this.adapter.restore(new ReturningSocket("private " + id, offset, null)).block();
		if (session == null) {
			return null;
		}
		assertThat(session.socketId()).isEqualTo(id);
		List<MissedEvent> missed = new ArrayList<>();
		assertThat(this.adapter.resume(session, offset, new TestEntrance(session, missed::addAll)).block()).isTrue();
		return missed;
	}

}
