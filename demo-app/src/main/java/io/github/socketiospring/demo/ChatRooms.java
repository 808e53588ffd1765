package io.github.socketiospring.demo;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Who is in which room. A room exists while somebody is in it. Safe for use by any
 * thread.
 */
@Component
class ChatRooms {

	static final int MAX_ROOMS = 100;

	static final int MAX_MEMBERS = 50;

	private final Map<String, Map<String, Member>> rooms = new TreeMap<>();

	private final Map<String, Seat> seats = new HashMap<>();

	/**
	 * Gives a client a seat, in place of the one it had.
	 * @param id the client's socket id
	 * @param nickname what the client wants to be called
	 * @param room where it wants to be
	 * @return the seat
	 * @throws RefusedException if there is no such seat, and the client stays where it is
	 */
	synchronized Seat enter(String id, @Nullable String nickname, @Nullable String room) {
		Seat seat = new Seat(Input.room(room), new Member(id, Input.nickname(nickname)));
		check(seat);
		leave(id);
		this.rooms.computeIfAbsent(seat.room(), (name) -> new LinkedHashMap<>()).put(id, seat.member());
		this.seats.put(id, seat);
		return seat;
	}

	private void check(Seat seat) {
		Map<String, Member> members = this.rooms.get(seat.room());
		if (members == null) {
			if (this.rooms.size() >= MAX_ROOMS) {
				throw new RefusedException("There are too many rooms, please choose an open one.");
			}
			return;
		}
		if (members.size() >= MAX_MEMBERS && !members.containsKey(seat.member().id())) {
			throw new RefusedException("This room is full.");
		}
		if (members.values().stream().anyMatch(seat.member()::clashesWith)) {
			throw new RefusedException("Somebody in this room has this nickname already.");
		}
	}

	/**
	 * Frees a client's seat.
	 * @param id the client's socket id
	 * @return the seat, if it had one
	 */
	synchronized Optional<Seat> leave(String id) {
		Seat seat = this.seats.remove(id);
		if (seat != null) {
			this.rooms.computeIfPresent(seat.room(), (name, members) -> {
				members.remove(id);
				return members.isEmpty() ? null : members;
			});
		}
		return Optional.ofNullable(seat);
	}

	synchronized Optional<Seat> find(String id) {
		return Optional.ofNullable(this.seats.get(id));
	}

	synchronized List<Member> members(String room) {
		return List.copyOf(this.rooms.getOrDefault(room, Map.of()).values());
	}

	synchronized List<Room> open() {
		return this.rooms.entrySet().stream().map((room) -> new Room(room.getKey(), room.getValue().size())).toList();
	}

	record Member(String id, String nickname) {

		private boolean clashesWith(Member other) {
			return !this.id.equals(other.id) && this.nickname.equalsIgnoreCase(other.nickname);
		}

	}

	record Seat(String room, Member member) {
	}

	record Room(String name, int members) {
	}

}
