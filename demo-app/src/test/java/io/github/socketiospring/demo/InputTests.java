package io.github.socketiospring.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InputTests {

	@Test
	void stripsWhitespace() {
		assertThat(Input.nickname("  Ann\t")).isEqualTo("Ann");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " \n" })
	void refusesNothing(String value) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Input.message(value))
			.withMessage("The message must not be empty.");
	}

	@Test
	void acceptsTheLongestRoomAndRefusesALongerOne() {
		String longest = "r".repeat(Input.MAX_ROOM);
		assertThat(Input.room(longest)).isEqualTo(longest);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Input.room(longest + "r"))
			.withMessage("The room must have at most 32 characters.");
	}

	@Test
	void acceptsSomeBytes() {
		byte[] most = new byte[Input.MAX_BYTES];
		assertThat(Input.bytes(most)).isSameAs(most);
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Input.bytes(new byte[0]));
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Input.bytes(new byte[Input.MAX_BYTES + 1]))
			.withMessage("There must be at most 1000 bytes.");
	}

	@Test
	void doesNotRepeatWhatIsNoVersion() {
		assertThat(Input.client("4.x")).isEqualTo("4.x");
		assertThat(Input.client(null)).isNull();
		assertThat(Input.client("x".repeat(Input.MAX_CLIENT + 1))).isNull();
	}

}
