package io.github.socketiospring.codec.legacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.PacketParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Brings the data of protocol 1's packets into the form that later protocols have: an
 * array of the event's name and its arguments.
 */
final class LegacyJson {

	private static final String MESSAGE = "message";

	private static final String JSON = "json";

	private LegacyJson() {
	}

	static byte[] message(byte[] data, int from, int to) {
		ByteArrayOutputStream array = named(MESSAGE);
		array.write(',');
		quote(new String(data, from, to - from, StandardCharsets.UTF_8), array);
		array.write(']');
		return array.toByteArray();
	}

	static byte[] json(JsonCodec codec, byte[] data, int from, int to) {
		try (JsonParser parser = codec.parser(data, from, to - from)) {
			if (parser.nextToken() == null) {
				throw new PacketParseException("json packet without data");
			}
			parser.skipChildren();
			if (parser.nextToken() != null) {
				throw new PacketParseException("data after the end of the JSON value");
			}
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
		ByteArrayOutputStream array = named(JSON);
		array.write(',');
		array.write(data, from, to - from);
		array.write(']');
		return array.toByteArray();
	}

	/**
	 * Reads <code>{"name":…,"args":[…]}</code>, in which the arguments may be missing. As
	 * in JavaScript, the last of two properties with the same name counts. What is found
	 * is copied as it stands: a name need not be text that can be encoded.
	 */
	static byte[] event(JsonCodec codec, byte[] data, int from, int to) {
		int nameFrom = from;
		int nameTo = from;
		int argsFrom = from;
		int argsTo = from;
		try (JsonParser parser = codec.parser(data, from, to - from)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new PacketParseException("event is not an object");
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String property = parser.currentName();
				JsonToken value = parser.nextToken();
				int start = position(parser.currentTokenLocation(), from);
				parser.finishToken();
				parser.skipChildren();
				int end = position(parser.currentLocation(), from);
				if ("name".equals(property)) {
					nameFrom = start;
					nameTo = (value == JsonToken.VALUE_STRING) ? end : start;
				}
				else if ("args".equals(property)) {
					argsFrom = start + 1;
					argsTo = (value == JsonToken.START_ARRAY) ? end - 1 : argsFrom;
				}
			}
			if (parser.nextToken() != null) {
				throw new PacketParseException("data after the end of the event");
			}
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
		if (nameFrom == nameTo) {
			throw new PacketParseException("event without a name");
		}
		ByteArrayOutputStream array = new ByteArrayOutputStream(to - from);
		array.write('[');
		array.write(data, nameFrom, nameTo - nameFrom);
		if (!isBlank(data, argsFrom, argsTo)) {
			array.write(',');
			array.write(data, argsFrom, argsTo - argsFrom);
		}
		array.write(']');
		return array.toByteArray();
	}

	private static int position(TokenStreamLocation location, int from) {
		return from + (int) location.getByteOffset();
	}

	private static boolean isBlank(byte[] data, int from, int to) {
		for (int i = from; i < to; i++) {
			if (data[i] > ' ') {
				return false;
			}
		}
		return true;
	}

	private static ByteArrayOutputStream named(String name) {
		ByteArrayOutputStream array = new ByteArrayOutputStream(64);
		array.write('[');
		quote(name, array);
		return array;
	}

	private static void quote(String text, ByteArrayOutputStream output) {
		output.write('"');
		output.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
		output.write('"');
	}

}
