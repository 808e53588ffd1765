package io.github.socketiospring.codec.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Escapes the two characters that JSON allows in strings and old JavaScript does not.
 */
final class LineSeparatorEscapes extends CharacterEscapes {

	private static final long serialVersionUID = 1L;

	private static final int[] ASCII = standardAsciiEscapesForJSON();

	private static final SerializedString LINE = new SerializedString("\\u2028");

	private static final SerializedString PARAGRAPH = new SerializedString("\\u2029");

	@Override
	public int[] getEscapeCodesForAscii() {
		return ASCII;
	}

	@Override
	public @Nullable SerializableString getEscapeSequence(int c) {
		return switch (c) {
			case 0x2028 -> LINE;
			case 0x2029 -> PARAGRAPH;
			default -> null;
		};
	}

}
