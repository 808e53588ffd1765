package io.github.socketiospring.codec.msgpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.Version;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.util.SimpleStreamReadContext;

/**
 * One value as tokens, so that it can be bound as JSON is. It must have been
 * {@linkplain MsgpackReader checked} before. Binary data are embedded {@code byte[]},
 * points in time are the strings that JSON has for them, keys that are integers are
 * strings, and what is {@code undefined} is null in an array and left out of a map. Used
 * by one thread at a time.
 */
final class MsgpackParser extends NumberParser {

	private final byte[] data;

	/** Of the next value. */
	private int position;

	/** Of the current one. */
	private int start;

	private SimpleStreamReadContext context = SimpleStreamReadContext.createRootContext(null);

	/**
	 * How many values are to come in the current container, doubled, and 1 more if it is
	 * a map.
	 */
	private long open = 2;

	private long[] outer = new long[8];

	private int depth;

	/** Of the current string, once somebody has asked for it. */
	private @Nullable String text;

	/** Where the content of the current string or binary data begins. */
	private int content;

	private byte @Nullable [] binary;

	/**
	 * Creates a parser that stands before the value.
	 * @param context what the deserializers need
	 * @param data holds the value; must not change any more
	 * @param position where it begins
	 */
	MsgpackParser(ObjectReadContext context, byte[] data, int position) {
		super(context);
		this.data = data;
		this.position = position;
		this.start = position;
	}

	// Tokens

	@Override
	public @Nullable JsonToken nextToken() {
		this.text = null;
		this.binary = null;
		if (this.open < 2) {
			return endOfContainer();
		}
		if ((this.open & 3) == 1) {
			return key();
		}
		this.open -= 2;
		this.start = this.position;
		this.context.valueRead();
		return _updateToken(value(Bytes.unsigned8(this.data, this.position)));
	}

	private @Nullable JsonToken endOfContainer() {
		if (this.depth == 0) {
			close();
			return _updateTokenToNull();
		}
		JsonToken token = ((this.open & 1) != 0) ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
		this.open = this.outer[--this.depth];
		this.start = this.position;
		this.context = this.context.clearAndGetParent();
		return _updateToken(token);
	}

	private @Nullable JsonToken key() {
		do {
			this.start = this.position;
			this.open -= 2;
			int first = Bytes.unsigned8(this.data, this.position);
			String name = Format.isString(first) ? takeText(first) : takeIntegerText(first);
			if (!isUndefined()) {
				this.context.setCurrentName(name);
				return _updateToken(JsonToken.PROPERTY_NAME);
			}
			this.position += 3;
			this.open -= 2;
		}
		while (this.open >= 2);
		return endOfContainer();
	}

	private boolean isUndefined() {
		return Bytes.unsigned8(this.data, this.position) == Format.FIX_EXT_1 && this.data[this.position + 1] == 0;
	}

	private JsonToken value(int first) {
		if (Format.isString(first)) {
			takeContent(first);
			return JsonToken.VALUE_STRING;
		}
		if (Format.isInteger(first)) {
			takeNumber(first);
			return JsonToken.VALUE_NUMBER_INT;
		}
		if (Format.isArray(first)) {
			enter(first, false);
			return JsonToken.START_ARRAY;
		}
		if (Format.isMap(first)) {
			enter(first, true);
			return JsonToken.START_OBJECT;
		}
		return switch (first) {
			case Format.FLOAT_32, Format.FLOAT_64 -> {
				takeNumber(first);
				yield JsonToken.VALUE_NUMBER_FLOAT;
			}
			case Format.BIN_8, Format.BIN_16, Format.BIN_32 -> {
				takeContent(first);
				yield JsonToken.VALUE_EMBEDDED_OBJECT;
			}
			case Format.NIL, Format.FALSE, Format.TRUE -> {
				this.position++;
				yield (first == Format.NIL) ? JsonToken.VALUE_NULL
						: (first == Format.TRUE) ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE;
			}
			default -> extension(first);
		};
	}

	private void enter(int first, boolean map) {
		if (this.depth == this.outer.length) {
			this.outer = Arrays.copyOf(this.outer, 2 * this.depth);
		}
		this.outer[this.depth++] = this.open;
		long length = Format.length(this.data, this.position);
		this.position += Format.headLength(first);
		this.open = map ? length << 2 | 1 : length << 1;
		this.context = map ? this.context.createChildObjectContext(-1, -1)
				: this.context.createChildArrayContext(-1, -1);
	}

	private JsonToken extension(int first) {
		int length = (int) Format.length(this.data, this.position);
		int head = Format.headLength(first);
		int type = this.data[this.position + head];
		this.content = this.position + head + 1;
		this.position = this.content + length;
		return switch (Extensions.kind(first, type, length)) {
			case TIME -> {
				this.text = Extensions.time(this.data, this.content, type, length);
				yield JsonToken.VALUE_STRING;
			}
			case BINARY -> JsonToken.VALUE_EMBEDDED_OBJECT;
			default -> JsonToken.VALUE_NULL;
		};
	}

	private void takeContent(int first) {
		int length = (int) Format.length(this.data, this.position);
		this.content = this.position + Format.headLength(first);
		this.position = this.content + length;
	}

	private String takeText(int first) {
		takeContent(first);
		return new String(this.data, this.content, this.position - this.content, StandardCharsets.UTF_8);
	}

	private String takeIntegerText(int first) {
		takeNumber(first);
		return number().toString();
	}

	private void takeNumber(int first) {
		readNumber(this.data, this.position, first);
		this.position += Format.headLength(first);
	}

	/** Everything is valid: how much to skip does not depend on how it is nested. */
	@Override
	public MsgpackParser skipChildren() {
		if (this._currToken != JsonToken.START_ARRAY && this._currToken != JsonToken.START_OBJECT) {
			return this;
		}
		long values = this.open >>> 1;
		while (values-- > 0) {
			int first = Bytes.unsigned8(this.data, this.position);
			int head = Format.headLength(first);
			if (Format.isArray(first) || Format.isMap(first)) {
				long length = Format.length(this.data, this.position);
				values += Format.isMap(first) ? 2 * length : length;
				this.position += head;
			}
			else if (Format.isInteger(first) || first <= Format.TRUE || first == Format.FLOAT_32
					|| first == Format.FLOAT_64) {
				this.position += head + (Format.isString(first) ? (int) Format.length(this.data, this.position) : 0);
			}
			else {
				boolean typed = first <= Format.FIX_EXT_16 && first >= Format.EXT_8;
				this.position += head + (typed ? 1 : 0) + (int) Format.length(this.data, this.position);
			}
		}
		this.open &= 1;
		endOfContainer();
		return this;
	}

	// What a token holds

	@Override
	public @Nullable String currentName() {
		if (this._currToken == JsonToken.START_OBJECT || this._currToken == JsonToken.START_ARRAY) {
			SimpleStreamReadContext parent = this.context.getParent();
			return (parent != null) ? parent.currentName() : null;
		}
		return this.context.currentName();
	}

	@Override
	public @Nullable String getString() {
		if (this._currToken == JsonToken.VALUE_STRING) {
			String string = this.text;
			if (string == null) {
				string = new String(this.data, this.content, this.position - this.content, StandardCharsets.UTF_8);
				this.text = string;
			}
			return string;
		}
		if (this._currToken == JsonToken.PROPERTY_NAME) {
			return this.context.currentName();
		}
		if (this._currToken == JsonToken.VALUE_NUMBER_INT || this._currToken == JsonToken.VALUE_NUMBER_FLOAT) {
			return number().toString();
		}
		return (this._currToken != null) ? this._currToken.asString() : null;
	}

	@Override
	public char @Nullable [] getStringCharacters() {
		String string = getString();
		return (string != null) ? string.toCharArray() : null;
	}

	@Override
	public int getStringLength() {
		String string = getString();
		return (string != null) ? string.length() : 0;
	}

	@Override
	public int getStringOffset() {
		return 0;
	}

	@Override
	public boolean hasStringCharacters() {
		return false;
	}

	@Override
	public @Nullable Object getEmbeddedObject() {
		if (this._currToken != JsonToken.VALUE_EMBEDDED_OBJECT) {
			return null;
		}
		byte[] bytes = this.binary;
		if (bytes == null) {
			bytes = Arrays.copyOfRange(this.data, this.content, this.position);
			this.binary = bytes;
		}
		return bytes;
	}

	/** As with JSON, a string may be binary data in base64. */
	@Override
	public byte[] getBinaryValue(Base64Variant variant) {
		if (getEmbeddedObject() instanceof byte[] bytes) {
			return bytes;
		}
		String string = (this._currToken == JsonToken.VALUE_STRING) ? getString() : null;
		if (string == null) {
			throw new StreamReadException(this, "Current token (" + this._currToken + ") is not binary data");
		}
		try {
			return variant.decode(string);
		}
		catch (IllegalArgumentException ex) {
			throw new StreamReadException(this, "Invalid base64", ex);
		}
	}

	// Where it stands

	@Override
	public TokenStreamContext streamReadContext() {
		return this.context;
	}

	@Override
	public @Nullable Object currentValue() {
		return this.context.currentValue();
	}

	@Override
	public void assignCurrentValue(@Nullable Object value) {
		this.context.assignCurrentValue(value);
	}

	@Override
	public TokenStreamLocation currentTokenLocation() {
		return location(this.start);
	}

	@Override
	public TokenStreamLocation currentLocation() {
		return location(this.position);
	}

	private static TokenStreamLocation location(int offset) {
		return new TokenStreamLocation(ContentReference.redacted(), offset, -1, -1, -1);
	}

	@Override
	public @Nullable Object streamReadInputSource() {
		return null;
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	protected void _closeInput() {
		// An array needs no closing.
	}

	@Override
	protected void _releaseBuffers() {
		// It has none.
	}

	@Override
	protected void _handleEOF() {
		// The end of checked bytes is the end of the value.
	}

}
