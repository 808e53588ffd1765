package io.github.socketiospring.demo;

import org.jspecify.annotations.Nullable;

/**
 * Checks what clients send before anything is kept or passed on.
 */
final class Input {

	static final int MAX_NICKNAME = 24;

	static final int MAX_ROOM = 32;

	static final int MAX_MESSAGE = 500;

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
