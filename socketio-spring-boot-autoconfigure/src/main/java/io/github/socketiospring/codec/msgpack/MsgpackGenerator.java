package io.github.socketiospring.codec.msgpack;

import java.math.BigInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.SimpleStreamWriteContext;

/**
 * Writes tokens as MessagePack, every value in its smallest form, into an array of its
 * own: binary data as such, and all else as JSON would have it. So identifiers and points
 * in time are the strings that the application's mapper makes of them. Used by one thread
 * at a time, for one message after another.
 */
public final class MsgpackGenerator extends BinaryGenerator {

	private static final int UNSIGNED_BITS = 64;

	private final MsgpackBuffer buffer = new MsgpackBuffer();

	private final Containers containers = new Containers(this.buffer);

	private final Function<String, JsonParser> json;

	private final int features;

	private SimpleStreamWriteContext context = SimpleStreamWriteContext.createRootContext(null);

	/**
	 * Creates a generator.
	 * @param context what serializers need
	 * @param io bounds on nesting
	 * @param features as the factory of the application has them
	 * @param json reads JSON that an application has written itself
	 */
	MsgpackGenerator(ObjectWriteContext context, IOContext io, int features, Function<String, JsonParser> json) {
		super(context, io, features);
		this.features = features;
		this.json = json;
	}

	/**
	 * Returns the array that holds what was written, from its beginning on.
	 * @return the array, which the next message overwrites
	 */
	public byte[] array() {
		return this.buffer.array();
	}

	/**
	 * Returns how much was written.
	 * @return the number of bytes
	 */
	public int length() {
		return this.buffer.length();
	}

	/** Whether all that was begun has been ended. */
	boolean isComplete() {
		return this.context.inRoot();
	}

	/** Forgets what was written, all of which is complete. */
	void reset() {
		this.buffer.reset();
		this._streamWriteFeatures = this.features;
	}

	// Arrays and maps

	@Override
	public JsonGenerator writeStartArray() {
		return startArray(null, 0);
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object value) {
		return startArray(value, 0);
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object value, int size) {
		return startArray(value, size);
	}

	private JsonGenerator startArray(@Nullable Object value, int expected) {
		_verifyValueWrite("start an array");
		this.context = this.context.createChildArrayContext(value);
		this._streamWriteConstraints.validateNestingDepth(this.context.getNestingDepth());
		this.containers.start(expected);
		return this;
	}

	@Override
	public JsonGenerator writeEndArray() {
		if (!this.context.inArray()) {
			_reportError("Current context not an array but " + this.context.typeDesc());
		}
		this.containers.endArray(this.context.getEntryCount());
		this.context = this.context.clearAndGetParent();
		return this;
	}

	@Override
	public JsonGenerator writeStartObject() {
		return startObject(null, 0);
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object value) {
		return startObject(value, 0);
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object value, int size) {
		return startObject(value, size);
	}

	private JsonGenerator startObject(@Nullable Object value, int expected) {
		_verifyValueWrite("start an object");
		this.context = this.context.createChildObjectContext(value);
		this._streamWriteConstraints.validateNestingDepth(this.context.getNestingDepth());
		this.containers.start(expected);
		return this;
	}

	@Override
	public JsonGenerator writeEndObject() {
		if (!this.context.inObject()) {
			_reportError("Current context not an object but " + this.context.typeDesc());
		}
		if (this.context.hasCurrentName()) {
			_reportError("A property has a name and no value");
		}
		this.containers.endMap(this.context.getEntryCount());
		this.context = this.context.clearAndGetParent();
		return this;
	}

	@Override
	public JsonGenerator writeName(String name) {
		verifyName(name);
		this.buffer.putText(name);
		return this;
	}

	@Override
	public JsonGenerator writeName(SerializableString name) {
		verifyName(name.getValue());
		this.buffer.putUtf8(name.asUnquotedUTF8());
		return this;
	}

	private void verifyName(String name) {
		if (!this.context.writeName(name)) {
			_reportError("Cannot write a property name, expecting a value");
		}
	}

	@Override
	protected void _verifyValueWrite(String what) {
		if (!this.context.writeValue()) {
			_reportError("Cannot " + what + ", expecting a property name");
		}
	}

	// Strings and binary data

	@Override
	public JsonGenerator writeString(@Nullable String text) {
		if (text == null) {
			return writeNull();
		}
		_verifyValueWrite(WRITE_STRING);
		this.buffer.putText(text);
		return this;
	}

	@Override
	public JsonGenerator writeString(SerializableString text) {
		_verifyValueWrite(WRITE_STRING);
		this.buffer.putUtf8(text.asUnquotedUTF8());
		return this;
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		_verifyValueWrite(WRITE_BINARY);
		this.buffer.putBinary(data, offset, length);
		return this;
	}

	// Numbers

	@Override
	public JsonGenerator writeNumber(long number) {
		_verifyValueWrite(WRITE_NUMBER);
		this.buffer.putInteger(number);
		return this;
	}

	/** What has more than 64 bits becomes what JavaScript would read from its digits. */
	@Override
	public JsonGenerator writeNumber(@Nullable BigInteger number) {
		if (number == null) {
			return writeNull();
		}
		if (number.bitLength() < Long.SIZE) {
			return writeNumber(number.longValue());
		}
		if (number.signum() > 0 && number.bitLength() <= UNSIGNED_BITS) {
			_verifyValueWrite(WRITE_NUMBER);
			this.buffer.putUnsigned64(number.longValue());
			return this;
		}
		return writeNumber(number.doubleValue());
	}

	@Override
	public JsonGenerator writeNumber(double number) {
		_verifyValueWrite(WRITE_NUMBER);
		this.buffer.putDouble(number);
		return this;
	}

	/** Not the nearest number of 32 bits: all see that of its digits, as by JSON. */
	@Override
	public JsonGenerator writeNumber(float number) {
		double digits = Double.parseDouble(Float.toString(number));
		if (Double.compare(digits, number) != 0) {
			return writeNumber(digits);
		}
		_verifyValueWrite(WRITE_NUMBER);
		this.buffer.putFloat(number);
		return this;
	}

	// Other values

	@Override
	public JsonGenerator writeBoolean(boolean value) {
		_verifyValueWrite(WRITE_BOOLEAN);
		this.buffer.put(value ? Format.TRUE : Format.FALSE);
		return this;
	}

	@Override
	public JsonGenerator writeNull() {
		_verifyValueWrite(WRITE_NULL);
		this.buffer.put(Format.NIL);
		return this;
	}

	@Override
	public JsonGenerator writeRawValue(String text) {
		try (JsonParser parser = this.json.apply(text)) {
			parser.nextToken();
			copyCurrentStructure(parser);
		}
		return this;
	}

	// What Jackson asks

	@Override
	public TokenStreamContext streamWriteContext() {
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
	public int streamWriteOutputBuffered() {
		return this.buffer.length();
	}

	@Override
	public void close() {
		if (!isComplete()) {
			throw new StreamWriteException(this, "A serializer has closed the generator, which it must leave open");
		}
		super.close();
	}

}
