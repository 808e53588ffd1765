package io.github.socketiospring.server;

/**
 * Which names clients may choose for namespaces of a family. Names are part of logs, of
 * socket ids and of the channels between servers, where these characters have a meaning.
 */
final class ChosenName {

	private static final String RESERVED = "*?#{}[]\\";

	private ChosenName() {
	}

	static boolean isPossible(String name) {
		if (name.length() < 2 || name.charAt(0) != '/') {
			return false;
		}
		for (int i = 1; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
			if (!isPossible(name.codePointAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPossible(int c) {
		return RESERVED.indexOf(c) < 0 && c != 0xfffd && switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				false;
			default -> true;
		};
	}

}
