package io.github.socketiospring.codec.text;

import java.util.Arrays;
import java.util.Base64;

/**
 * Binary data of clients that cannot send bytes.
 */
public final class Base64Payload {

	private Base64Payload() {
	}

	/**
	 * Decodes base64. Line breaks are skipped: the Java client for Android writes them.
	 * @param data holds the text
	 * @param from where it begins
	 * @param to where it ends
	 * @return the bytes
	 * @throws IllegalArgumentException if this is no base64; the message names none of
	 * the input
	 */
	public static byte[] decode(byte[] data, int from, int to) {
		try {
			return Base64.getDecoder().decode(withoutLineBreaks(data, from, to));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("invalid base64");
		}
	}

	/**
	 * Encodes bytes.
	 * @param data holds the bytes
	 * @param from where they begin
	 * @param to where they end
	 * @return the base64
	 */
	public static String encode(byte[] data, int from, int to) {
		return Base64.getEncoder().encodeToString(Arrays.copyOfRange(data, from, to));
	}

	private static byte[] withoutLineBreaks(byte[] data, int from, int to) {
		byte[] text = new byte[to - from];
		int length = 0;
		for (int i = from; i < to; i++) {
			if (data[i] != '\n' && data[i] != '\r') {
				text[length++] = data[i];
			}
		}
		return (length == text.length) ? text : Arrays.copyOf(text, length);
	}

}
