package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * What the in-memory adapter remembers for clients that come back.
 */
class InMemoryAdapterTests {

	private static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), 3, 10, 1_000);

	private final AdapterNamespace namespace = mock(AdapterNamespace.class);

	private final List<@Nullable String> offsets = new ArrayList<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final InMemoryAdapter adapter = new InMemoryAdapter(this.namespace, LIMITS, () -> this.now);

	@BeforeEach
	void deliver() {
		willAnswer((invocation) -> this.offsets.add(invocation.getArgument(1))).given(this.namespace)
			.deliver(any(), any());
	}

	private static Payload text(String text) {
		return Payload.of(("[\"" + text + "\"]").getBytes(StandardCharsets.UTF_8), List.of());
	}

	/** Emits an event and returns its offset. */
	private @Nullable String emit(String event, String text, Selection selection) {
		this.adapter.send(new Command.Broadcast(selection, event, text(text), false, true));
		return this.offsets.get(this.offsets.size() - 1);
	}

	private static Selection room(String room) {
		return new Selection(Set.of(room), Set.of(), false);
	}

	private void persist(String id, String... rooms) {
		this.adapter.persist(new SavedSession("private " + id, id, Set.of(rooms), text("data")));
	}

	private @Nullable List<String> restore(String id, @Nullable String offset) {
		RestoredSession restored = this.adapter.restore("private " + id, offset).block();
		if (restored == null) {
			return null;
		}
		assertThat(restored.session().socketId()).isEqualTo(id);
		return restored.missed().stream().map(RestoredSession.MissedEvent::event).toList();
	}

	@Test
	void whatWasMissedIsRestored() {
		emit("before", "", Selection.ALL);
		String last = emit("last", "", Selection.ALL);
		persist("id", "id", "room");
		emit("all", "", Selection.ALL);
		emit("room", "", room("room"));
		emit("self", "", room("id"));
		emit("other", "", room("other"));
		emit("except", "", new Selection(Set.of(), Set.of("room"), false));
		emit("local", "", new Selection(Set.of(), Set.of(), true));
		assertThat(this.offsets).doesNotContainNull().doesNotHaveDuplicates();
		RestoredSession restored = this.adapter.restore("private id", last).block();
		assertThat(restored).isNotNull();
		assertThat(restored.session().rooms()).containsExactlyInAnyOrder("id", "room");
		assertThat(restored.missed()).extracting(RestoredSession.MissedEvent::event)
			.containsExactly("all", "room", "self", "local");
		assertThat(restored.missed()).extracting(RestoredSession.MissedEvent::offset)
			.containsExactly(this.offsets.get(2), this.offsets.get(3), this.offsets.get(4), this.offsets.get(7));
		assertThat(restore("id", last)).as("once").isNull();
	}

	@Test
	void nothingMissedIsRestoredToo() {
		String last = emit("last", "", Selection.ALL);
		persist("id");
		assertThat(restore("id", last)).isEmpty();
	}

	@Test
	void volatileEventsHaveNoOffset() {
		this.adapter.send(new Command.Broadcast(Selection.ALL, "volatile", text(""), true, true));
		assertThat(this.offsets).containsOnlyNulls();
	}

	@Test
	void whatIsNotKnownIsNotRestored() {
		String last = emit("last", "", Selection.ALL);
		assertThat(restore("unknown", last)).isNull();
		for (String offset : new String[] { null, "", "x", "12345678-0", last + "1", last + "!",
				new InMemoryAdapterTests().started() }) {
			persist("id");
			assertThat(restore("id", offset)).as("%s", offset).isNull();
		}
	}

	private @Nullable String started() {
		deliver();
		return emit("first", "", Selection.ALL);
	}

	@Test
	void onlySoManyEventsAreRemembered() {
		String first = emit("first", "", Selection.ALL);
		for (int i = 0; i < 9; i++) {
			emit("event", "", Selection.ALL);
		}
		persist("id");
		assertThat(restore("id", first)).hasSize(9);
		persist("id");
		emit("one more", "", Selection.ALL);
		assertThat(restore("id", first)).isNull();
	}

	@Test
	void onlySoManyBytesAreRemembered() {
		String first = emit("first", "x".repeat(400), Selection.ALL);
		persist("id");
		emit("second", "x".repeat(400), Selection.ALL);
		assertThat(restore("id", first)).containsExactly("second");
		persist("id");
		emit("third", "x".repeat(400), Selection.ALL);
		assertThat(restore("id", first)).isNull();
		emit("too much", "x".repeat(4_000), Selection.ALL);
		persist("id");
		assertThat(restore("id", this.offsets.get(3))).isNull();
	}

	@Test
	void nothingIsRememberedForLong() {
		String first = emit("first", "", Selection.ALL);
		persist("id");
		this.now = this.now.plusSeconds(60);
		String second = emit("second", "", Selection.ALL);
		this.now = this.now.plusSeconds(60);
		assertThat(restore("id", first)).containsExactly("second");
		persist("id");
		this.now = this.now.plusSeconds(1);
		assertThat(restore("id", first)).as("events").isNull();
		persist("id");
		this.now = this.now.plusSeconds(59);
		assertThat(restore("id", second)).isEmpty();
		persist("id");
		emit("third", "", Selection.ALL);
		this.now = this.now.plusSeconds(121);
		assertThat(restore("id", this.offsets.get(2))).as("sessions").isNull();
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
		plain.persist(new SavedSession("private id", "id", Set.of(), text("data")));
		assertThat(plain.restore("private id", null).blockOptional()).isEmpty();
	}

}
