package io.github.socketiospring.transport.webflux;

/**
 * Writes string literals that are safe in JavaScript, in JSON and inside a script
 * element. Stateless, so safe for use by any thread.
 */
public final class JavaScriptString {

	private JavaScriptString() {
	}

	/**
	 * Writes text as a string literal.
	 * @param text the text
	 * @return the literal, in double quotes, without line breaks and without {@code <}
	 */
	public static String quote(String text) {
		StringBuilder quoted = new StringBuilder(text.length() + 16);
		quoted.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				quoted.append('\\').append(c);
			}
			else if (c < ' ' || c == '<' || c == 0x7f || c == 0x2028 || c == 0x2029) {
				quoted.append(String.format("\\u%04x", (int) c));
			}
			else {
				quoted.append(c);
			}
		}
		return quoted.append('"').toString();
	}

}
