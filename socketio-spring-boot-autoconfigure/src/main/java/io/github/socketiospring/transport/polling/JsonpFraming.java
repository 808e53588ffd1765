package io.github.socketiospring.transport.polling;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.transport.webflux.JavaScriptString;
import io.github.socketiospring.transport.webflux.PollFraming;
import io.github.socketiospring.transport.webflux.RequestReader;
import org.jspecify.annotations.Nullable;

/**
 * JSONP: a response is a script that calls {@code ___eio[j]}, a request is the field
 * {@code d} of a form.
 *
 * @param index the client's callback index, digits only
 */
public record JsonpFraming(String index) implements PollFraming {

	private static final int MAX_DIGITS = 10;

	private static final String FIELD = "d=";

	/**
	 * Checks the query parameter that asks for JSONP.
	 * @param j its value
	 * @return the framing, or {@code null} if that is no callback index
	 */
	public static @Nullable JsonpFraming of(String j) {
		boolean digits = !j.isEmpty() && j.length() <= MAX_DIGITS && j.chars().allMatch((c) -> c >= '0' && c <= '9');
		return digits ? new JsonpFraming(j) : null;
	}

	/** Node says {@code text/plain}, which browsers refuse to run under "nosniff". */
	@Override
	public String contentType(boolean binary) {
		return "text/javascript; charset=UTF-8";
	}

	@Override
	public byte[] wrap(byte[] payload) {
		String text = new String(payload, StandardCharsets.UTF_8);
		return ("___eio[" + this.index + "](" + JavaScriptString.quote(text) + ");").getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public byte @Nullable [] unwrap(byte[] body) {
		String text = field(body);
		return (text != null) ? restoreNewlines(text).getBytes(StandardCharsets.UTF_8) : null;
	}

	/**
	 * Reads the field of a form that holds the payload.
	 * @param body the form
	 * @return the field's value, or {@code null} if there is none or it is not UTF-8
	 */
	public static @Nullable String field(byte[] body) {
		String form = new String(body, StandardCharsets.ISO_8859_1);
		for (String field : form.split("&", 10)) {
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
			return RequestReader.isUtf8(bytes) ? new String(bytes, StandardCharsets.UTF_8) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Forms change newlines, so clients send {@code \n} for one, and {@code \\n} for what
	 * was a backslash and an "n" before.
	 */
	private static String restoreNewlines(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder restored = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			if (text.startsWith("\\\\n", i)) {
				restored.append("\\n");
				i += 2;
			}
			else if (text.startsWith("\\n", i)) {
				restored.append('\n');
				i++;
			}
			else {
				restored.append(text.charAt(i));
			}
		}
		return restored.toString();
	}

}
