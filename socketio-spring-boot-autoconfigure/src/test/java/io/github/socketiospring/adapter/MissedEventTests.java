package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;

/**
 * Which events the in-memory adapter remembers, and who has missed them.
 */
class MissedEventTests extends InMemoryAdapterFixture {

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
		SavedSession session = this.adapter.restore(new ReturningSocket("private id", last, null)).block();
		assertThat(session).isNotNull();
		assertThat(session.rooms()).containsOnlyKeys("id", "room");
		this.adapter.abandon(session);
		List<MissedEvent> missed = missed("id", last);
		assertThat(missed).extracting(MissedEvent::event).containsExactly("all", "room", "self", "local");
		assertThat(missed).extracting(MissedEvent::offset)
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
		for (String offset : new String[] { "", "x", "12345678-0", last + "1", last + "!",
				new MissedEventTests().started() }) {
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
		assertThat(restore("id", first)).as("its last event is forgotten, none after it").hasSize(10);
		persist("id");
		emit("another", "", Selection.ALL);
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
		assertThat(restore("id", first)).containsExactly("second", "third");
		persist("id");
		emit("fourth", "x".repeat(400), Selection.ALL);
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
		this.now = this.now.plusSeconds(106);
		persist("id");
		emit("third", "", Selection.ALL);
		assertThat(restore("id", first)).as("events").containsExactly("third");
		persist("id");
		this.now = this.now.plusSeconds(120);
		assertThat(restore("id", second)).as("a quiet namespace").containsExactly("third");
		persist("id");
		emit("fourth", "", Selection.ALL);
		this.now = this.now.plusSeconds(121);
		assertThat(restore("id", this.offsets.get(3))).as("sessions").isNull();
	}

	@Test
	void anEventThatClientsMayHaveMissedIsNotTooOld() {
		String first = emit("first", "", Selection.ALL);
		emit("sent to a dead connection", "", Selection.ALL);
		this.now = this.now.plusSeconds(45);
		persist("id");
		this.now = this.now.plusSeconds(120);
		assertThat(restore("id", first)).containsExactly("sent to a dead connection");
	}

	/** As when the connection was not read for long. */
	@Test
	void whatIsTooOldMayHaveBeenMissedByAClientThatWasSilentForLonger() {
		String first = emit("first", "", Selection.ALL);
		emit("sent to a dead connection", "", Selection.ALL);
		this.now = this.now.plusSeconds(200);
		for (Duration silence : List.of(Duration.ofSeconds(200), Duration.ofSeconds(199))) {
			this.adapter.persist(() -> new SavedSession("private id", "id", null, "", Map.of("id", ""), null, silence,
					text("data")));
			String last = emit("forgets the others", "", room("other"));
			List<String> missed = restore("id", first);
			if (silence.toSeconds() == 200) {
				assertThat(missed).isNull();
				this.adapter.persist(() -> new SavedSession("private id", "id", null, "", Map.of("id", ""), null,
						silence, text("data")));
				assertThat(restore("id", last)).as("has received later ones").isEmpty();
			}
			else {
				assertThat(missed).isEmpty();
			}
		}
	}

	@Test
	void whatIsForgottenForLackOfRoomMayHaveBeenMissed() {
		String first = emit("first", "", Selection.ALL);
		persist("id");
		for (int i = 0; i < 11; i++) {
			emit("event", "", room("other"));
		}
		assertThat(restore("id", first)).isNull();
	}

	@Test
	void nothingIsMissedFromBeforeTheSocketWasThere() {
		String first = emit("first", "", Selection.ALL);
		emit("before", "", Selection.ALL);
		String joined = this.adapter.newestOffset();
		emit("after", "", Selection.ALL);
		this.adapter.persist(() -> new SavedSession("private id", "id", null, joined, Map.of("id", joined), null,
				Duration.ZERO, text("data")));
		assertThat(restore("id", first)).containsExactly("after");
	}

	@Test
	void nothingIsMissedOfARoomFromBeforeItWasJoined() {
		String first = emit("first", "", Selection.ALL);
		emit("before", "", room("room"));
		emit("not in it yet", "", new Selection(Set.of(), Set.of("room"), false));
		String joined = this.adapter.newestOffset();
		emit("after", "", room("room"));
		emit("in it", "", new Selection(Set.of(), Set.of("room"), false));
		this.adapter.persist(() -> session("id", Map.of("id", "", "room", joined)));
		assertThat(restore("id", first)).containsExactly("not in it yet", "after");
	}

	@Test
	void onlyTheSocketItselfIsMeant() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one");
		persist("two", "two", "one");
		emit("for one", "", Selection.socket("one"));
		emit("for the room", "", room("one"));
		assertThat(restore("two", last)).containsExactly("for the room");
		assertThat(restore("one", last)).containsExactly("for one", "for the room");
		persist("one", "one");
		persist("two", "two", "one");
		this.adapter.send(new Command.Disconnect(Selection.socket("one"), false));
		assertThat(restore("two", last)).isNotNull();
		assertThat(restore("one", last)).isNull();
	}

	@Test
	void whatTheApplicationChangesLaterIsMissedAsItWas() {
		byte[] bytes = { 1, 2, 3 };
		String last = emit("last", "", Selection.ALL);
		this.adapter.send(new Command.Broadcast(Selection.ALL, "bytes",
				Payload.of("[{\"_placeholder\":true,\"num\":0}]".getBytes(StandardCharsets.UTF_8), List.of(bytes)),
				false, true));
		bytes[0] = 9;
		persist("one");
		List<MissedEvent> missed = missed("one", last);
		assertThat(missed).isNotNull();
		assertThat(missed.get(0).arguments().written().attachments().get(0)).containsExactly(1, 2, 3);
	}

	@Test
	void whatIsQueuedIsSentOnce() {
		emit("one", "", Selection.ALL);
		emit("two", "", Selection.ALL);
		assertThat(this.flushes).hasValue(2);
	}

	@Test
	void whatCannotBeWrittenHasNoOffset() {
		Payload unwritable = Payload.of(List.of("x"), (values) -> {
			throw new IllegalStateException("unwritable");
		});
		assertThatIllegalStateException().isThrownBy(
				() -> this.adapter.send(new Command.Broadcast(Selection.ALL, "event", unwritable, false, true)));
		assertThat(this.offsets).isEmpty();
	}

	@Test
	void theNewestOffsetIsThatOfAnEventThatIsOnItsWay() {
		String first = emit("first", "", Selection.ALL);
		List<String> newest = new ArrayList<>();
		willAnswer((invocation) -> {
			newest.add(this.adapter.newestOffset());
			return (Runnable) () -> {
			};
		}).given(this.namespace).queue(any(), any());
		this.adapter.send(new Command.Broadcast(Selection.ALL, "second", text(""), false, true));
		assertThat(newest).containsExactly(first);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whetherAnEventMayBeCompressedIsRemembered(boolean compress) {
		String last = emit("last", "", Selection.ALL);
		persist("id", "id");
		this.adapter.send(new Command.Broadcast(Selection.ALL, "event", text(""), false, compress));
		assertThat(missed("id", last)).extracting(MissedEvent::compress).containsExactly(compress);
	}

}
