package io.github.socketiospring.adapter.cluster.wire;

import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.text.PlainText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A message in JSON. What becomes a payload is a copy of its bytes, checked as a client's
 * packet is: they go to other clients as they are.
 */
final class JsonInput extends MessageInput {

	private static final Payload NOTHING = Payload.of(new byte[] { '[', ']' }, List.of());

	private final MessageCodec codec;

	private final byte[] message;

	/** Where this part begins, which is 0 to the parser. */
	private final int start;

	private final JsonParser parser;

	JsonInput(MessageCodec codec, byte[] message, int offset, int length) {
		super(codec.limits());
		this.codec = codec;
		this.message = message;
		this.start = offset;
		this.parser = codec.parser(message, offset, length);
		try {
			this.parser.nextToken();
		}
		catch (RuntimeException ex) {
			this.parser.close();
			throw ex;
		}
	}

	private JsonToken token() {
		JsonToken token = this.parser.currentToken();
		if (token == null) {
			throw new PacketParseException("truncated");
		}
		return token;
	}

	@Override
	Kind kind() {
		return switch (token()) {
			case START_OBJECT -> Kind.OBJECT;
			case START_ARRAY -> Kind.ARRAY;
			case VALUE_STRING -> Kind.STRING;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
			case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
			default -> Kind.NULL;
		};
	}

	@Override
	void skip() {
		token();
		this.parser.skipChildren();
		this.parser.finishToken();
	}

	@Override
	Part part() {
		int from = startOfValue();
		skip();
		int length = endOfToken() - from;
		return () -> new JsonInput(this.codec, this.message, from, length);
	}

	private int startOfValue() {
		token();
		return this.start + (int) this.parser.currentTokenLocation().getByteOffset();
	}

	private int endOfToken() {
		return this.start + (int) this.parser.currentLocation().getByteOffset();
	}

	@Override
	void openObject() {
		// The parser is in it already.
	}

	@Override
	int key(Keys keys) {
		String name = name();
		return (name != null) ? keys.indexOf(name) : Keys.END;
	}

	@Override
	@Nullable String name() {
		if (this.parser.nextToken() == JsonToken.END_OBJECT) {
			return null;
		}
		String name = this.parser.currentName();
		this.parser.nextToken();
		return name;
	}

	@Override
	void enterArray() {
		if (token() != JsonToken.START_ARRAY) {
			throw new PacketParseException("no array where there must be one");
		}
	}

	@Override
	boolean nextItem() {
		return this.parser.nextToken() != JsonToken.END_ARRAY;
	}

	@Override
	void end() {
		if (this.parser.nextToken() != null) {
			throw new PacketParseException("data after the end of the message");
		}
	}

	@Override
	String text() {
		return this.parser.getString();
	}

	@Override
	double number() {
		return this.parser.getDoubleValue();
	}

	@Override
	boolean truth() {
		return token() == JsonToken.VALUE_TRUE;
	}

	// Payloads

	@Override
	Event event() {
		enterArray();
		nextItem();
		Kind kind = kind();
		if (kind != Kind.STRING && kind != Kind.NUMBER) {
			throw new PacketParseException("event name is neither a string nor a number");
		}
		String name = this.parser.getString();
		checkEvent(name);
		int from = endOfToken();
		skipItems();
		return new Event(name, behind(from, endOfToken()));
	}

	/** An array of what is behind its first element. */
	private Payload behind(int from, int to) {
		int comma = from;
		while (this.message[comma] != ',') {
			if (this.message[comma] == ']') {
				return NOTHING;
			}
			comma++;
		}
		byte[] json = copy(comma, to);
		json[0] = '[';
		return Payload.of(json, List.of());
	}

	@Override
	Payload values() {
		int from = startOfValue();
		enterArray();
		skipItems();
		return Payload.of(copy(from, endOfToken()), List.of());
	}

	@Override
	Payload value() {
		int from = startOfValue();
		skipValue();
		int to = endOfToken();
		check(from, to);
		byte[] json = new byte[to - from + 2];
		json[0] = '[';
		System.arraycopy(this.message, from, json, 1, to - from);
		json[json.length - 1] = ']';
		return Payload.of(json, List.of());
	}

	@Override
	JsonNode tree() {
		int from = startOfValue();
		skipValue();
		return this.codec.json().readTree(this.message, from, endOfToken() - from);
	}

	/** The parser counts the levels around, too. */
	private void skipItems() {
		while (nextItem()) {
			skipValue();
		}
	}

	/** To the end of one value in an array. */
	private void skipValue() {
		int depth = 1;
		@Nullable JsonToken token = token();
		while (true) {
			if (token == null) {
				throw new PacketParseException("truncated");
			}
			if (token.isStructStart() && ++depth > this.codec.maxDepth()) {
				throw new PacketParseException("nested deeper than " + this.codec.maxDepth() + " levels");
			}
			if (token.isStructEnd()) {
				depth--;
			}
			if (depth == 1) {
				break;
			}
			token = this.parser.nextToken();
		}
		this.parser.finishToken();
	}

	private byte[] copy(int from, int to) {
		check(from, to);
		return Arrays.copyOfRange(this.message, from, to);
	}

	private void check(int from, int to) {
		if (!PlainText.isUtf8(this.message, from, to - from)) {
			throw new PacketParseException("invalid UTF-8");
		}
	}

	@Override
	public void close() {
		this.parser.close();
	}

}
