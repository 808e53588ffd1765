package io.github.socketiospring.server.event;

import org.jspecify.annotations.Nullable;

/**
 * Text that came from a client, made fit for a log: short, and without line breaks or
 * other control characters. Stateless, so safe for use by any thread.
 */
public final class LogText {

	private static final int MAX_LENGTH = 100;

	private LogText() {
	}

	/**
	 * Makes text fit for a log.
	 * @param text the text, or {@code null} for none
	 * @return its first 100 characters
	 */
	public static String of(@Nullable String text) {
		return of(text, MAX_LENGTH);
	}

	static String of(@Nullable String text, int maxLength) {
		if (text == null) {
			return "";
		}
		int length = Math.min(text.length(), maxLength);
		StringBuilder safe = new StringBuilder(length + 1);
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			safe.append((Character.isISOControl(c) || c == 0x2028 || c == 0x2029) ? '?' : c);
		}
		return (text.length() > length) ? safe.append('…').toString() : safe.toString();
	}

}
