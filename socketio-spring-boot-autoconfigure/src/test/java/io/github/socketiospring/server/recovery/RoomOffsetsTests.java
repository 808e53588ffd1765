package io.github.socketiospring.server.recovery;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RoomOffsets}.
 */
class RoomOffsetsTests {

	private final RoomOffsets rooms = new RoomOffsets();

	@Test
	void remembersWhenRoomsWereJoined() {
		this.rooms.joined("a", "1");
		this.rooms.joined("b", "2");
		this.rooms.joined("a", "3");
		assertThat(this.rooms.of(Set.of("a", "b", "itself"), "0")).isEqualTo(Map.of("a", "1", "b", "2", "itself", "0"));
	}

	@Test
	void whoJoinsAgainHasNotBeenThereMeanwhile() {
		this.rooms.joined("a", "1");
		this.rooms.left("a");
		this.rooms.left("never joined");
		this.rooms.joined("a", "3");
		assertThat(this.rooms.of(Set.of("a"), "0")).isEqualTo(Map.of("a", "3"));
	}

	@Test
	void forgetsWhatWasNotJoined() {
		this.rooms.retain(Set.of());
		this.rooms.left("a");
		this.rooms.joined("a", "1");
		this.rooms.joined("b", "1");
		this.rooms.retain(Set.of("a", "c"));
		this.rooms.joined("b", "2");
		assertThat(this.rooms.of(Set.of("a", "b"), "0")).isEqualTo(Map.of("a", "1", "b", "2"));
	}

}
