package io.github.socketiospring.adapter;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The sockets of one namespace that may come back, within limits, those that went first
 * before the others. Not safe for use by more than one thread.
 */
final class AwaySockets {

	private final RecoveryLimits limits;

	private final RecoveryBudget.Share budget;

	private final Map<String, Away> all = new LinkedHashMap<>();

	/** When the last was added; it may have been removed since. */
	private long newest;

	/** Their secrets by their ids. */
	private final Map<String, String> privateIds = new HashMap<>();

	AwaySockets(RecoveryLimits limits, RecoveryBudget.Share budget) {
		this.limits = limits;
		this.budget = budget;
	}

	/**
	 * A socket that may come back.
	 *
	 * @param session what it was when it went, and what was done to it since
	 * @param since when it went, in milliseconds; however often it has tried to come back
	 * @param told what the socket knows of all this that is on its way back; {@code null}
	 * while none is
	 */
	record Away(SavedSession session, long since, @Nullable SavedSession told) {

		boolean isReturning() {
			return this.told != null;
		}

		/** When its client was heard of last, in milliseconds. */
		long heard() {
			return this.since - this.session.silence().toMillis();
		}

		/** The rooms that it was put out of, and the socket does not know it. */
		Set<String> left() {
			Set<String> left = new HashSet<>();
			if (this.told != null) {
				left.addAll(this.told.rooms().keySet());
				left.removeAll(this.session.rooms().keySet());
			}
			return left;
		}

		/** The rooms that it was made a member of, and the socket does not know it. */
		Map<String, String> joined() {
			Map<String, String> joined = new HashMap<>();
			if (this.told != null) {
				joined.putAll(this.session.rooms());
				joined.keySet().removeAll(this.told.rooms().keySet());
			}
			return joined;
		}

		/** Whether the socket does not know what it may send. */
		boolean isAllowedOther() {
			return this.told != null && !Objects.equals(this.told.allowed(), this.session.allowed());
		}

		private boolean isSelected(Selection selection) {
			if (selection.socket() != null) {
				return selection.socket().equals(this.session.socketId());
			}
			Set<String> rooms = this.session.rooms().keySet();
			return (selection.rooms().isEmpty() || !Collections.disjoint(selection.rooms(), rooms))
					&& Collections.disjoint(selection.except(), rooms);
		}

	}

	int size() {
		return this.all.size();
	}

	/**
	 * Returns for how much longer any may come back, at most: if the one that went last
	 * is back, the others may be forgotten earlier.
	 * @return the time in milliseconds; 0 if none may
	 */
	long remaining(long now) {
		forget(now);
		// Only what is older than its age is forgotten.
		return this.all.isEmpty() ? 0 : this.newest + this.limits.maxAge().toMillis() + 1 - now;
	}

	void clear() {
		this.all.clear();
		this.privateIds.clear();
		account();
	}

	private void account() {
		this.budget.sessions(this.all.size());
	}

	/** Returns the one that went first, or {@code null} if there is none. */
	@Nullable Away first() {
		return this.all.isEmpty() ? null : this.all.values().iterator().next();
	}

	@Nullable Away get(String privateId) {
		return this.all.get(privateId);
	}

	/** Adds a socket that has just gone. */
	void add(SavedSession session, long now) {
		remove(session.privateId());
		this.all.put(session.privateId(), new Away(session, now, null));
		this.privateIds.put(session.socketId(), session.privateId());
		this.newest = now;
		account();
		forget(now);
	}

	/** A socket on its way back knows what it is now. */
	void told(Away away) {
		SavedSession session = away.session();
		this.all.put(session.privateId(), new Away(session, away.since(), session));
	}

	/** A socket on its way back is not on its way any more, and may try again. */
	void abandoned(Away away) {
		this.all.put(away.session().privateId(), new Away(away.session(), away.since(), null));
	}

	void remove(String privateId) {
		Away away = this.all.remove(privateId);
		if (away != null) {
			this.privateIds.remove(away.session().socketId(), privateId);
			account();
		}
	}

	/** Forgets those that went too long ago, and those over the limit. */
	void forget(long now) {
		long oldest = now - this.limits.maxAge().toMillis();
		Iterator<Away> each = this.all.values().iterator();
		while (each.hasNext()) {
			Away first = each.next();
			if (this.all.size() <= this.limits.maxSessions() && first.since() >= oldest
					&& !this.budget.hasTooManySessions()) {
				return;
			}
			each.remove();
			this.privateIds.remove(first.session().socketId(), first.session().privateId());
			account();
		}
	}

	// What is done to them

	void disconnect(Selection selection) {
		if (selection.socket() != null) {
			String privateId = this.privateIds.get(selection.socket());
			if (privateId != null) {
				remove(privateId);
			}
			return;
		}
		this.all.values().removeIf((away) -> {
			boolean selected = away.isSelected(selection);
			if (selected) {
				this.privateIds.remove(away.session().socketId(), away.session().privateId());
			}
			return selected;
		});
		account();
	}

	void leave(Selection selection, Set<String> names) {
		change(selection, (id, rooms) -> {
			for (String name : names) {
				if (!name.equals(id)) {
					rooms.remove(name);
				}
			}
		});
	}

	/**
	 * They join rooms, as many as sockets may be in.
	 */
	void join(Selection selection, Set<String> names, String offset) {
		change(selection, (id, rooms) -> {
			long max = this.limits.maxRooms() + rooms.keySet().stream().filter((room) -> isFree(id, room)).count();
			for (String name : names) {
				if (rooms.size() < max) {
					rooms.putIfAbsent(name, offset);
				}
			}
		});
	}

	void allow(String privateId, @Nullable Set<String> events) {
		this.all.computeIfPresent(privateId,
				(key, away) -> new Away(away.session().withAllowed(events), away.since(), away.told()));
	}

	/** Whether a room is one that a socket is always in, and that is not counted. */
	private static boolean isFree(String id, String room) {
		return room.equals(id) || IdentityRoom.matches(room);
	}

	private void change(Selection selection, BiConsumer<String, Map<String, String>> change) {
		if (selection.socket() == null) {
			this.all.replaceAll((privateId, away) -> changed(away, selection, change));
			return;
		}
		String privateId = this.privateIds.get(selection.socket());
		if (privateId != null) {
			this.all.computeIfPresent(privateId, (key, away) -> changed(away, selection, change));
		}
	}

	private static Away changed(Away away, Selection selection, BiConsumer<String, Map<String, String>> change) {
		if (!away.isSelected(selection)) {
			return away;
		}
		SavedSession session = away.session();
		Map<String, String> rooms = new HashMap<>(session.rooms());
		change.accept(session.socketId(), rooms);
		return rooms.equals(session.rooms()) ? away : new Away(session.withRooms(rooms), away.since(), away.told());
	}

}
