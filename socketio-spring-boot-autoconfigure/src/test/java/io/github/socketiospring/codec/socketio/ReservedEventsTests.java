package io.github.socketiospring.codec.socketio;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReservedEvents}.
 */
class ReservedEventsTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" })
	void reservesTheNamesOfTheReference(String name) {
		assertThat(ReservedEvents.contains(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "error", "connection", "Connect", "message", "ping", "*", "__proto__" })
	void leavesAllOthersToTheApplication(String name) {
		assertThat(ReservedEvents.contains(name)).isFalse();
	}

}
