package io.github.socketiospring.transport.webflux;

/**
 * Writes string literals that are safe in JavaScript, in JSON and inside a script
 * element. Stateless, so safe for use by any thread.
 */
public final class JavaScriptString {

	private static final char LAST_ASCII = 0x7e;

	private JavaScriptString() {
	}

	/**
	 * Writes text as a string literal.
	 * @param text the text
	 * @return the literal, in double quotes, without line breaks and without {@code <}
	 */
	public static String quote(String text) {
		return quote(text, Character.MAX_VALUE);
	}

	/**
	 * Writes text as a string literal of ASCII alone, for browsers that do not believe
	 * what they are told of a script's encoding: Internet Explorer 7.
	 * @param text the text
	 * @return the literal, as {@link #quote(String)} writes it, with escapes for all
	 * characters that are not ASCII
	 */
	public static String quoteAscii(String text) {
		return quote(text, LAST_ASCII);
	}

	private static String quote(String text, char last) {
		StringBuilder quoted = new StringBuilder(text.length() + 16);
		quoted.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				quoted.append('\\').append(c);
			}
			else if (c < ' ' || c == '<' || c == 0x7f || c == 0x2028 || c == 0x2029 || c > last) {
				escape(quoted, c);
			}
			else {
				quoted.append(c);
			}
		}
		return quoted.append('"').toString();
	}

	private static void escape(StringBuilder quoted, char c) {
		quoted.append("\\u");
		for (int shift = 12; shift >= 0; shift -= 4) {
			quoted.append(Character.forDigit((c >> shift) & 0xf, 16));
		}
	}

}
