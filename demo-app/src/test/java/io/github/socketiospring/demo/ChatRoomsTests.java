package io.github.socketiospring.demo;

import io.github.socketiospring.demo.ChatRooms.Member;
import io.github.socketiospring.demo.ChatRooms.Room;
import io.github.socketiospring.demo.ChatRooms.Seat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChatRoomsTests {

	private final ChatRooms rooms = new ChatRooms();

	@Test
	void entersARoom() {
		Seat seat = this.rooms.enter("1", " Ann ", " lobby ");
		assertThat(seat).isEqualTo(new Seat("lobby", new Member("1", "Ann")));
		assertThat(this.rooms.find("1")).contains(seat);
		assertThat(this.rooms.members("lobby")).containsExactly(seat.member());
	}

	@Test
	void listsMembersInOrderOfArrivalAndRoomsByName() {
		this.rooms.enter("1", "Zoe", "b");
		this.rooms.enter("2", "Ann", "b");
		this.rooms.enter("3", "Bob", "a");
		assertThat(this.rooms.members("b")).extracting(Member::nickname).containsExactly("Zoe", "Ann");
		assertThat(this.rooms.open()).containsExactly(new Room("a", 1), new Room("b", 2));
	}

	@Test
	void moves() {
		this.rooms.enter("1", "Ann", "a");
		this.rooms.enter("1", "Anna", "b");
		assertThat(this.rooms.open()).containsExactly(new Room("b", 1));
		assertThat(this.rooms.members("b")).containsExactly(new Member("1", "Anna"));
	}

	@Test
	void forgetsWhoLeaves() {
		Seat seat = this.rooms.enter("1", "Ann", "lobby");
		assertThat(this.rooms.leave("1")).contains(seat);
		assertThat(this.rooms.leave("1")).isEmpty();
		assertThat(this.rooms.find("1")).isEmpty();
		assertThat(this.rooms.members("lobby")).isEmpty();
		assertThat(this.rooms.open()).isEmpty();
	}

	@Test
	void refusesANicknameThatIsTakenInTheRoom() {
		this.rooms.enter("1", "Ann", "lobby");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.rooms.enter("2", "ANN", "lobby"))
			.withMessageContaining("nickname");
		assertThat(this.rooms.enter("2", "ANN", "kitchen").room()).isEqualTo("kitchen");
		assertThat(this.rooms.enter("1", "ann", "lobby").member().nickname()).isEqualTo("ann");
	}

	@Test
	void keepsTheSeatOfAClientItRefuses() {
		Seat seat = this.rooms.enter("1", "Ann", "lobby");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.rooms.enter("1", "Ann", " "));
		assertThat(this.rooms.find("1")).contains(seat);
	}

	@Test
	void refusesToFillARoomBeyondItsBound() {
		for (int i = 0; i < ChatRooms.MAX_MEMBERS; i++) {
			this.rooms.enter("id" + i, "name" + i, "lobby");
		}
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.rooms.enter("x", "x", "lobby"))
			.withMessageContaining("full");
		assertThat(this.rooms.enter("id0", "renamed", "lobby").room()).isEqualTo("lobby");
	}

	@Test
	void refusesToOpenRoomsBeyondTheirBound() {
		for (int i = 0; i < ChatRooms.MAX_ROOMS; i++) {
			this.rooms.enter("id" + i, "name" + i, "room" + i);
		}
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> this.rooms.enter("x", "x", "new"))
			.withMessageContaining("too many rooms");
		assertThat(this.rooms.enter("x", "x", "room0").room()).isEqualTo("room0");
	}

}
