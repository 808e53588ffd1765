package io.github.socketiospring.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * What the in-memory adapter remembers for clients that come back.
 */
class InMemoryAdapterTests {

	private static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 3,
			10, 1_000, 2);

	private final AdapterNamespace namespace = mock(AdapterNamespace.class);

	private final List<@Nullable String> offsets = new ArrayList<>();

	private final AtomicInteger flushes = new AtomicInteger();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final InMemoryAdapter adapter = new InMemoryAdapter(this.namespace, LIMITS, () -> this.now,
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
		this.adapter
			.persist(() -> session(id, Set.of(rooms).stream().collect(Collectors.toMap((room) -> room, (room) -> ""))));
	}

	private static SavedSession session(String id, Map<String, String> rooms) {
		return new SavedSession("private " + id, id, null, "", rooms, null, Duration.ZERO, text("data"));
	}

	/**
	 * Lets a socket in that is in the rooms it was in.
	 */
	private static class TestEntrance implements Entrance {

		private final Map<String, String> rooms;

		private final Consumer<List<MissedEvent>> entered;

		private boolean gone;

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

	private @Nullable List<String> restore(String id, String offset) {
		List<MissedEvent> missed = missed(id, offset);
		return (missed != null) ? missed.stream().map(MissedEvent::event).toList() : null;
	}

	private @Nullable List<MissedEvent> missed(String id, String offset) {
		SavedSession session = this.adapter.restore(new ReturningSocket("private " + id, offset, null)).block();
		if (session == null) {
			return null;
		}
		assertThat(session.socketId()).isEqualTo(id);
		List<MissedEvent> missed = new ArrayList<>();
		assertThat(this.adapter.resume(session, offset, new TestEntrance(session, missed::addAll)).block()).isTrue();
		return missed;
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
	void anotherUserLearnsNothingAndChangesNothing() {
		String last = emit("last", "", Selection.ALL);
		this.adapter.persist(() -> new SavedSession("private id", "id", "alice", "", Map.of("id", ""), null,
				Duration.ZERO, text("data")));
		for (String user : new String[] { "bob", null, "" }) {
			assertThat(this.adapter.restore(new ReturningSocket("private id", last, user)).block()).isNull();
		}
		assertThat(this.adapter.restore(new ReturningSocket("private id", last, "alice")).block()).isNotNull();
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
	void whatIsEmittedWhileASocketIsLetInIsDeliveredAfterwards() throws InterruptedException {
		String last = emit("last", "", Selection.ALL);
		emit("missed", "", Selection.ALL);
		persist("id");
		SavedSession session = this.adapter.restore(new ReturningSocket("private id", last, null)).block();
		Thread emitter = new Thread(() -> emit("delivered", "", Selection.ALL));
		List<String> order = new CopyOnWriteArrayList<>();
		this.adapter.resume(session, last, new TestEntrance(session, (missed) -> {
			emitter.start();
			while (emitter.getState() != Thread.State.BLOCKED) {
				Thread.onSpinWait();
			}
			missed.forEach((event) -> order.add(event.event()));
			order.add("in after " + this.offsets.size());
		})).block();
		emitter.join();
		assertThat(order).containsExactly("missed", "in after 2");
		assertThat(this.offsets).hasSize(3);
	}

	@Test
	void whoCannotBeLetInIsTold() {
		String last = emit("last", "", Selection.ALL);
		persist("id");
		SavedSession session = this.adapter.restore(new ReturningSocket("private id", last, null)).block();
		for (int i = 0; i < 11; i++) {
			emit("event", "", Selection.ALL);
		}
		assertThat(this.adapter.resume(session, last, new TestEntrance(session, (missed) -> {
			throw new AssertionError("let in");
		})).block()).isFalse();
	}

	@Test
	void whoIsDisconnectedWhileAwayDoesNotComeBack() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "room");
		persist("two", "two");
		this.adapter.send(new Command.Disconnect(room("room"), false));
		assertThat(restore("one", last)).isNull();
		assertThat(restore("two", last)).isEmpty();
	}

	@Test
	void whoIsPutOutOfARoomWhileAwayIsNotInIt() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "room");
		persist("two", "two", "room");
		emit("before", "", room("room"));
		this.adapter.send(new Command.Leave(Selection.socket("one"), Set.of("room")));
		this.adapter.send(new Command.Join(new Selection(Set.of(), Set.of("two"), false), Set.of("other", "one")));
		emit("after", "", room("room"));
		emit("other", "", room("other"));
		SavedSession one = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
		assertThat(one).isNotNull();
		assertThat(one.rooms()).containsOnlyKeys("one", "other");
		this.adapter.abandon(one);
		assertThat(restore("one", last)).containsExactly("other");
		assertThat(restore("two", last)).containsExactly("before", "after");
	}

	/** Its own room is none of them. */
	@Test
	void whoIsAwayJoinsNoMoreRoomsThanItMay() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "a");
		this.adapter.send(new Command.Join(Selection.socket("one"), Set.of("a", "b")));
		this.adapter.send(new Command.Join(Selection.socket("one"), Set.of("c")));
		SavedSession one = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
		assertThat(one).isNotNull();
		assertThat(one.rooms()).containsOnlyKeys("one", "a", "b");
	}

	@Test
	void whoLeavesItsOwnRoomWhileAwayIsStillInIt() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one");
		this.adapter.send(new Command.Leave(Selection.ALL, Set.of("one")));
		emit("for one", "", room("one"));
		assertThat(restore("one", last)).containsExactly("for one");
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
	void whatIsDoneToASocketOnItsWayBackIsDone() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "secret");
		SavedSession session = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
		assertThat(session).isNotNull();
		assertThat(this.adapter.restore(new ReturningSocket("private one", last, null)).blockOptional()).isEmpty();
		emit("secret", "", room("secret"));
		this.adapter.send(new Command.Leave(Selection.socket("one"), Set.of("secret")));
		this.adapter.send(new Command.Join(Selection.socket("one"), Set.of("open")));
		emit("open", "", room("open"));
		List<MissedEvent> missed = new ArrayList<>();
		assertThat(this.adapter.resume(session, last, new TestEntrance(session, missed::addAll)).block()).isTrue();
		assertThat(missed).extracting(MissedEvent::event).containsExactly("open");
		assertThat(this.adapter.memory()).isZero();
	}

	@Test
	void whoIsDisconnectedOnItsWayBackIsNotLetIn() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "room");
		SavedSession session = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
		assertThat(session).isNotNull();
		this.adapter.send(new Command.Disconnect(room("room"), false));
		assertThat(this.adapter.resume(session, last, new TestEntrance(session, (missed) -> {
			throw new AssertionError("let in");
		})).block()).isFalse();
		this.adapter.abandon(session);
		assertThat(restore("one", last)).isNull();
	}

	@Test
	void whatIsDoneWhileEventsAreEncodedIsDone() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "secret");
		emit("secret", "", room("secret"));
		emit("all", "", Selection.ALL);
		SavedSession session = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
		assertThat(session).isNotNull();
		List<MissedEvent> prepared = new ArrayList<>();
		List<MissedEvent> missed = new ArrayList<>();
		TestEntrance entrance = new TestEntrance(session, missed::addAll) {

			@Override
			public boolean prepare(List<MissedEvent> events) {
				prepared.addAll(events);
				// Another thread needs the lock.
				Thread other = new Thread(() -> InMemoryAdapterTests.this.adapter
					.send(new Command.Leave(Selection.socket("one"), Set.of("secret"))));
				other.start();
				try {
					other.join(20_000);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				assertThat(other.isAlive()).isFalse();
				emit("late", "", Selection.ALL);
				return true;
			}

		};
		assertThat(this.adapter.resume(session, last, entrance).block()).isTrue();
		assertThat(prepared).extracting(MissedEvent::event).containsExactly("secret", "all");
		assertThat(missed).extracting(MissedEvent::event).containsExactly("all", "late");
		assertThat(missed.get(0)).isSameAs(prepared.get(1));
	}

	@Test
	void whoHasGoneAgainIsNotLetInAndMayTryAgain() {
		String last = emit("last", "", Selection.ALL);
		persist("one", "one", "room");
		SavedSession session = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
		assertThat(session).isNotNull();
		TestEntrance entrance = new TestEntrance(session, (missed) -> {
			throw new AssertionError("let in");
		});
		entrance.gone = true;
		this.adapter.send(new Command.Leave(Selection.socket("one"), Set.of("room")));
		emit("room", "", room("room"));
		this.adapter.abandon(session);
		assertThat(this.adapter.resume(session, last, entrance).block()).isFalse();
		assertThat(restore("one", last)).isEmpty();
	}

	@Test
	void aReturnThatComesToNothingDoesNotMakeTheAbsenceShorter() {
		String last = emit("last", "", Selection.ALL);
		persist("one");
		for (int i = 0; i < 2; i++) {
			this.now = this.now.plusSeconds(59);
			SavedSession session = this.adapter.restore(new ReturningSocket("private one", last, null)).block();
			assertThat(session).isNotNull();
			this.adapter.abandon(session);
		}
		this.now = this.now.plusSeconds(3);
		assertThat(restore("one", last)).isNull();
	}

	@Test
	void whatIsDoneWhileASocketGoesIsDone() throws InterruptedException {
		String last = emit("last", "", Selection.ALL);
		Thread leaver = new Thread(() -> this.adapter.send(new Command.Leave(Selection.socket("one"), Set.of("room"))));
		this.adapter.persist(() -> {
			leaver.start();
			while (leaver.getState() != Thread.State.BLOCKED) {
				Thread.onSpinWait();
			}
			return session("one", Map.of("one", "", "room", ""));
		});
		leaver.join();
		emit("room", "", room("room"));
		assertThat(restore("one", last)).isEmpty();
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

	@Test
	void whatAClientCannotTakeIsNotSentAndTheSocketIsForgotten() {
		String last = emit("last", "", Selection.ALL);
		persist("id", "id");
		SavedSession session = this.adapter.restore(new ReturningSocket("private id", last, null)).block();
		assertThat(session).isNotNull();
		TestEntrance entrance = new TestEntrance(session, (missed) -> {
			throw new AssertionError("let in");
		}) {

			@Override
			public boolean prepare(List<MissedEvent> missed) {
				return false;
			}

		};
		assertThat(this.adapter.resume(session, last, entrance).block()).isFalse();
		assertThat(this.adapter.restore(new ReturningSocket("private id", last, null)).block()).isNull();
	}

	@Test
	void whoComesBackWhileAllAreDisconnectedIsDisconnectedOrNotLetIn() {
		String last = emit("last", "", Selection.ALL);
		persist("id", "id");
		SavedSession session = this.adapter.restore(new ReturningSocket("private id", last, null)).block();
		assertThat(session).isNotNull();
		List<Boolean> letIn = new ArrayList<>();
		// Those that are connected are disconnected; it is not one of them yet.
		willAnswer((invocation) -> letIn.add(this.adapter.resume(session, last, new TestEntrance(session, (missed) -> {
		})).block())).given(this.namespace).disconnect(any(), anyBoolean());
		this.adapter.send(new Command.Disconnect(Selection.ALL, false));
		assertThat(letIn).containsExactly(false);
	}

	@Test
	void whatASocketMaySendMayBeChangedWhileItIsAwayAndOnItsWayBack() {
		String last = emit("last", "", Selection.ALL);
		persist("id", "id");
		this.adapter.allow("private id", Set.of("away"));
		this.adapter.allow("private unknown", Set.of("away"));
		SavedSession session = this.adapter.restore(new ReturningSocket("private id", last, null)).block();
		assertThat(session).isNotNull();
		assertThat(session.allowed()).containsExactly("away");
		List<@Nullable Set<String>> told = new ArrayList<>();
		TestEntrance entrance = new TestEntrance(session, (missed) -> {
		}) {

			@Override
			public void allow(@Nullable Set<String> events) {
				told.add(events);
			}

		};
		this.adapter.allow("private id", Set.of("on its way"));
		assertThat(this.adapter.resume(session, last, entrance).block()).isTrue();
		assertThat(told).containsExactly(Set.of("on its way"));
	}

}
