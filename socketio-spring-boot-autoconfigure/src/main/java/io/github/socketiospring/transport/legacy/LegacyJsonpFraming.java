package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.transport.webflux.JavaScriptString;
import io.github.socketiospring.transport.webflux.JsonpForm;
import io.github.socketiospring.transport.webflux.PollFraming;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSONP of protocol 1: a response is a script that calls {@code io.j[i]}, a request is a
 * form whose field {@code d} holds the payload as a JSON string.
 *
 * @param index the client's callback index, digits only
 */
record LegacyJsonpFraming(String index) implements PollFraming {

	private static final ObjectReader STRING = JsonMapper.shared().readerFor(String.class);

	/**
	 * Checks the query parameter that names the callback.
	 * @param i its value, or {@code null} if there is none
	 * @return the framing, or {@code null} if that is no callback index
	 */
	static @Nullable LegacyJsonpFraming of(@Nullable String i) {
		return (i != null && JsonpForm.isIndex(i)) ? new LegacyJsonpFraming(i) : null;
	}

	@Override
	public String contentType(boolean binary) {
		return "text/javascript; charset=UTF-8";
	}

	@Override
	public byte[] wrap(byte[] payload) {
		return call(JavaScriptString.quoteAscii(new String(payload, StandardCharsets.UTF_8)));
	}

	/**
	 * Wraps the refusal of a handshake.
	 * @param message why
	 * @return the script
	 */
	byte[] error(String message) {
		return call("new Error(" + JavaScriptString.quoteAscii(message) + ")");
	}

	private byte[] call(String argument) {
		return ("io.j[" + this.index + "](" + argument + ");").getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public byte @Nullable [] unwrap(byte[] body) {
		String field = JsonpForm.field(body);
		String literal = (field != null) ? field.trim() : "";
		if (!literal.startsWith("\"")) {
			return null;
		}
		try {
			String text = STRING.readValue(literal);
			return text.getBytes(StandardCharsets.UTF_8);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
