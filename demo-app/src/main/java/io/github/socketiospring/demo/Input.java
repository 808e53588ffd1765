package io.github.socketiospring.demo;

import org.jspecify.annotations.Nullable;

/**
 * Checks what clients send before anything is kept or passed on.
 */
final class Input {

	static final int MAX_NICKNAME = 24;

	static final int MAX_ROOM = 32;

	static final int MAX_MESSAGE = 500;

	static final int MAX_CLIENT = 10;

	static final int MAX_BYTES = 1000;

	private Input() {
	}

	static String nickname(@Nullable String value) {
		return text("nickname", value, MAX_NICKNAME);
	}

	static String room(@Nullable String value) {
		return text("room", value, MAX_ROOM);
	}

	static String message(@Nullable String value) {
		return text("message", value, MAX_MESSAGE);
	}

	static @Nullable String client(@Nullable String value) {
		return (value != null && value.length() <= MAX_CLIENT) ? value : null;
	}

	static byte[] bytes(byte @Nullable [] value) {
		if (value == null || value.length == 0) {
			throw new RefusedException("There must be at least one byte.");
		}
		if (value.length > MAX_BYTES) {
			throw new RefusedException("There must be at most " + MAX_BYTES + " bytes.");
		}
		return value;
	}

	private static String text(String what, @Nullable String value, int maxLength) {
		String text = (value != null) ? value.strip() : "";
		if (text.isEmpty()) {
			throw new RefusedException("The " + what + " must not be empty.");
		}
		if (text.length() > maxLength) {
			throw new RefusedException("The " + what + " must have at most " + maxLength + " characters.");
		}
		return text;
	}

}
