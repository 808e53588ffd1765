package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.willAnswer;

/**
 * What happens to sockets that the in-memory adapter remembers, and to those on their way
 * back.
 */
class AwaySocketTests extends InMemoryAdapterFixture {

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
				Thread other = new Thread(() -> AwaySocketTests.this.adapter
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
