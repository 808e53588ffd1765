package io.github.socketiospring.transport.polling;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.transport.webflux.JavaScriptString;
import io.github.socketiospring.transport.webflux.JsonpForm;
import io.github.socketiospring.transport.webflux.PollFraming;
import org.jspecify.annotations.Nullable;

/**
 * JSONP: a response is a script that calls {@code ___eio[j]}, a request is the field
 * {@code d} of a form.
 *
 * @param index the client's callback index, digits only
 */
record JsonpFraming(String index) implements PollFraming {

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
		String text = JsonpForm.field(body);
		return (text != null) ? restoreNewlines(text).getBytes(StandardCharsets.UTF_8) : null;
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
