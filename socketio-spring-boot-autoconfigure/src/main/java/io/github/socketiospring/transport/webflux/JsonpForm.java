package io.github.socketiospring.transport.webflux;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.codec.text.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a JSONP request that every protocol has in common: the index of a
 * callback, and a form whose field {@code d} holds the payload.
 */
public final class JsonpForm {

	private static final int MAX_DIGITS = 10;

	private static final int MAX_FIELDS = 10;

	private static final String FIELD = "d=";

	private JsonpForm() {
	}

	/**
	 * Tells whether a query parameter is the index of a callback, which is safe to be
	 * written into a script.
	 * @param value the parameter's value
	 * @return {@code true} if it has digits only, and not too many of them
	 */
	public static boolean isIndex(String value) {
		return !value.isEmpty() && value.length() <= MAX_DIGITS && value.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	/**
	 * Reads the field of a form that holds the payload.
	 * @param body the form
	 * @return the field's value, or {@code null} if there is none or it is not UTF-8
	 */
	public static @Nullable String field(byte[] body) {
		String form = new String(body, StandardCharsets.ISO_8859_1);
		for (String field : form.split("&", MAX_FIELDS)) {
			if (field.startsWith(FIELD)) {
				return decode(field.substring(FIELD.length()));
			}
		}
		return null;
	}

	/** Byte for byte: the decoder itself would replace what is not UTF-8. */
	private static @Nullable String decode(String value) {
		try {
			byte[] bytes = URLDecoder.decode(value, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
			return PlainText.isUtf8(bytes, 0, bytes.length) ? new String(bytes, StandardCharsets.UTF_8) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
