package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Text that came from a client, as {@code toString()} shows it, since that is what
 * applications log: short, and without line breaks or other control characters.
 */
final class LoggedText {

	private static final int MAX_LENGTH = 100;

	private LoggedText() {
	}

	static String of(@Nullable Object value) {
		String text = String.valueOf(value);
		StringBuilder safe = new StringBuilder();
		text.chars()
			.limit(MAX_LENGTH)
			.forEach((c) -> safe.append((Character.isISOControl(c) || c == 0x2028 || c == 0x2029) ? '?' : (char) c));
		return (text.length() > MAX_LENGTH) ? safe.append('…').toString() : safe.toString();
	}

}
