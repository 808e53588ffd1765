package io.github.socketiospring.adapter.cluster.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.json.TokenSource;
import io.github.socketiospring.codec.msgpack.MsgpackReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A message in MessagePack. What becomes a payload is checked now, and becomes JSON when
 * somebody wants it.
 */
final class MsgpackInput extends MessageInput {

	private final MessageCodec codec;

	private final byte[] message;

	private final MsgpackReader reader;

	/** How much is to come in each of the arrays and maps that it is in. */
	private final int[] remaining = new int[MessageCodec.LEVELS + 2];

	private int depth;

	MsgpackInput(MessageCodec codec, byte[] message, int offset, int length) {
		super(codec.limits());
		this.codec = codec;
		this.message = message;
		this.reader = codec.msgpack().reader(message, offset, length);
	}

	@Override
	Kind kind() {
		if (this.reader.isString()) {
			return Kind.STRING;
		}
		if (this.reader.isMap()) {
			return Kind.OBJECT;
		}
		if (this.reader.isArray()) {
			return Kind.ARRAY;
		}
		if (this.reader.isNumber()) {
			return Kind.NUMBER;
		}
		if (this.reader.isBoolean()) {
			return Kind.BOOLEAN;
		}
		return (this.reader.isNil() || this.reader.isUndefined()) ? Kind.NULL : Kind.BINARY;
	}

	@Override
	void skip() {
		skip(this.codec.maxDepth() + MessageCodec.LEVELS);
	}

	private void skip(int maxDepth) {
		this.reader.skip(maxDepth);
		if (this.reader.binaries() > limits().maxAttachments()) {
			throw new PacketParseException("more than " + limits().maxAttachments() + " binary values");
		}
	}

	@Override
	Part part() {
		int from = this.reader.position();
		skip();
		int length = this.reader.position() - from;
		return () -> new MsgpackInput(this.codec, this.message, from, length);
	}

	@Override
	void openObject() {
		this.remaining[this.depth++] = this.reader.readMapHead();
	}

	@Override
	int key(Keys keys) {
		while (this.remaining[this.depth - 1]-- > 0) {
			int key = Keys.UNKNOWN;
			if (this.reader.isString()) {
				key = this.reader.readName(keys.utf8());
			}
			else {
				skip();
			}
			if (!this.reader.isUndefined()) {
				return key;
			}
			skip();
		}
		this.depth--;
		return Keys.END;
	}

	@Override
	@Nullable String name() {
		if (this.remaining[this.depth - 1]-- > 0) {
			return text();
		}
		this.depth--;
		return null;
	}

	@Override
	void enterArray() {
		this.remaining[this.depth++] = this.reader.readArrayHead();
	}

	@Override
	boolean nextItem() {
		if (this.remaining[this.depth - 1]-- > 0) {
			return true;
		}
		this.depth--;
		return false;
	}

	@Override
	void end() {
		if (!this.reader.isAtEnd()) {
			throw new PacketParseException("data after the end of the message");
		}
	}

	@Override
	String text() {
		if (this.reader.isString()) {
			return this.reader.readString();
		}
		try (JsonParser parser = scalar()) {
			return parser.getString();
		}
	}

	@Override
	double number() {
		try (JsonParser parser = scalar()) {
			return parser.getDoubleValue();
		}
	}

	@Override
	boolean truth() {
		try (JsonParser parser = scalar()) {
			return parser.currentToken() == JsonToken.VALUE_TRUE;
		}
	}

	private JsonParser scalar() {
		int position = this.reader.position();
		skip();
		JsonParser parser = this.codec.msgpack().tokens(this.message, position).open();
		parser.nextToken();
		return parser;
	}

	// Payloads

	@Override
	Event event() {
		int position = this.reader.position();
		enterArray();
		if (!nextItem() || (kind() != Kind.STRING && kind() != Kind.NUMBER)) {
			throw new PacketParseException("event name is neither a string nor a number");
		}
		String name = text();
		checkEvent(name);
		return new Event(name, elements(position, 1));
	}

	@Override
	Payload values() {
		int position = this.reader.position();
		enterArray();
		return elements(position, 0);
	}

	private Payload elements(int position, int without) {
		while (nextItem()) {
			skip(this.codec.maxDepth() - 1);
		}
		return lazily(new Elements(this.codec.msgpack().tokens(this.message, position), true, without));
	}

	@Override
	Payload value() {
		int position = this.reader.position();
		skip(this.codec.maxDepth() - 1);
		return lazily(new Elements(this.codec.msgpack().tokens(this.message, position), false, 0));
	}

	private Payload lazily(Elements elements) {
		MessageCodec writing = this.codec;
		return Payload.of(() -> {
			ByteArrayOutputStream json = new ByteArrayOutputStream(128);
			List<byte[]> attachments = new ArrayList<>(0);
			writing.json().writeArray(json, null, List.of(elements), attachments);
			return new Payload.Written(json.toByteArray(), attachments);
		});
	}

	@Override
	JsonNode tree() {
		int position = this.reader.position();
		skip(this.codec.maxDepth());
		return this.codec.msgpack().readTree(this.message, position);
	}

	@Override
	public void close() {
		// It holds nothing but the message.
	}

	/**
	 * Writes the elements of an array, or a value, into another array.
	 *
	 * @param source the array, or the value
	 * @param isArray whether it is an array whose elements are meant
	 * @param without how many of its first elements are left out
	 */
	private record Elements(TokenSource source, boolean isArray, int without) implements JacksonSerializable {

		@Override
		public void serialize(JsonGenerator generator, SerializationContext context) {
			try (JsonParser parser = this.source.open()) {
				parser.nextToken();
				if (!this.isArray) {
					generator.copyCurrentStructure(parser);
					return;
				}
				for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
					if (i >= this.without) {
						generator.copyCurrentStructure(parser);
					}
				}
			}
		}

		@Override
		public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer types) {
			serialize(generator, context);
		}

	}

}
