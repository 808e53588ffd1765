package io.github.socketiospring.codec.json;

import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;

/**
 * Writes binary data as JSON always does, and tells of it.
 */
final class Base64Generator extends ValueGenerator {

	private final Runnable onBinary;

	Base64Generator(JsonGenerator target, Runnable onBinary) {
		super(target);
		this.onBinary = onBinary;
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		this.onBinary.run();
		this.delegate.writeBinary(variant, data, offset, length);
		return this;
	}

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		this.onBinary.run();
		return this.delegate.writeBinary(variant, data, length);
	}

	@Override
	public JsonGenerator writeEmbeddedObject(@Nullable Object value) {
		if (value instanceof byte[] data) {
			return writeBinary(data);
		}
		return super.writeEmbeddedObject(value);
	}

}
