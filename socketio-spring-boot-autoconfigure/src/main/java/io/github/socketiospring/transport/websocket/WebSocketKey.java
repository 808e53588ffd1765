package io.github.socketiospring.transport.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Checks the header {@code Sec-WebSocket-Key} of a handshake.
 */
final class WebSocketKey {

	/** 16 bytes are 22 characters of base64 and two of padding. */
	private static final int DIGITS = 22;

	private static final String PADDING = "==";

	private WebSocketKey() {
	}

	/**
	 * Tells whether a key is "a base64-encoded value that, when decoded, is 16 bytes in
	 * length" (RFC 6455, 4.2.1). The four bits of the last digit that no byte uses may
	 * have any value, as in the reference.
	 * @param key the key, without blanks around it, or {@code null}
	 * @return {@code true} if the handshake may be answered
	 */
	static boolean isValid(@Nullable String key) {
		if (key == null || key.length() != DIGITS + PADDING.length() || !key.endsWith(PADDING)) {
			return false;
		}
		for (int i = 0; i < DIGITS; i++) {
			if (!isDigit(key.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDigit(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
	}

}
