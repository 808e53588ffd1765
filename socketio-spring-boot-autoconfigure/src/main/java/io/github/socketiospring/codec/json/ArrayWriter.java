package io.github.socketiospring.codec.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes one array after another with the same generator: to make one takes longer than
 * to write a small array. Binary data is written as placeholders. Used by one thread at a
 * time, and not any more once it has failed.
 */
final class ArrayWriter extends ValueGenerator {

	private final ObjectWriter writer;

	private final Target target;

	/** Collects the binary data of the array that is being written, if there is one. */
	private @Nullable List<byte[]> attachments;

	private boolean configured;

	/**
	 * Creates a writer.
	 * @param writer writes the values
	 * @param target where the generator writes to
	 * @param generator writes tokens, with nothing between values at the root
	 */
	ArrayWriter(ObjectWriter writer, Target target, JsonGenerator generator) {
		super(generator);
		this.writer = writer;
		this.target = target;
	}

	/**
	 * Whether an array is being written, and one of its values wants to write another.
	 */
	boolean isBusy() {
		return this.attachments != null;
	}

	/** Whether a serializer has changed how arrays are written. */
	boolean isConfigured() {
		return this.configured;
	}

	/**
	 * Writes an array.
	 * @param output where to; not closed
	 * @param first the first element, or {@code null} for none
	 * @param values the other elements
	 * @param attachments collects the binary data
	 */
	void write(OutputStream output, @Nullable String first, List<? extends @Nullable Object> values,
			List<byte[]> attachments) {
		this.target.output = output;
		this.attachments = attachments;
		try {
			writeStartArray();
			if (first != null) {
				writeString(first);
			}
			for (Object value : values) {
				DeclaredType.TypedValue.write(this, value, this.writer);
			}
			writeEndArray();
			if (!streamWriteContext().inRoot()) {
				throw new StreamWriteException(this, "A serializer has begun an array or object and not ended it");
			}
			flush();
		}
		finally {
			this.attachments = null;
			this.target.output = Target.NOWHERE;
		}
	}

	@Override
	public void close() {
		if (isBusy()) {
			throw new StreamWriteException(this, "A serializer has closed the generator, which it must leave open");
		}
		super.close();
	}

	@Override
	public JsonGenerator configure(StreamWriteFeature feature, boolean state) {
		this.configured = true;
		return super.configure(feature, state);
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		byte[] copy = new byte[length];
		System.arraycopy(data, offset, copy, 0, length);
		return placeholder(copy);
	}

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		try {
			byte[] bytes = (length < 0) ? data.readAllBytes() : data.readNBytes(length);
			placeholder(bytes);
			return bytes.length;
		}
		catch (IOException ex) {
			throw JacksonIOException.construct(ex, this);
		}
	}

	@Override
	public JsonGenerator writeEmbeddedObject(@Nullable Object value) {
		if (value instanceof byte[] data) {
			return placeholder(data);
		}
		return super.writeEmbeddedObject(value);
	}

	private JsonGenerator placeholder(byte[] data) {
		List<byte[]> collected = this.attachments;
		if (collected == null) {
			throw new IllegalStateException("no array is being written");
		}
		this.delegate.writeStartObject();
		this.delegate.writeName("_placeholder");
		this.delegate.writeBoolean(true);
		this.delegate.writeName("num");
		this.delegate.writeNumber(collected.size());
		this.delegate.writeEndObject();
		collected.add(data);
		return this;
	}

	/**
	 * What the array that is being written is written to.
	 */
	static final class Target extends OutputStream {

		private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

		private OutputStream output = NOWHERE;

		@Override
		public void write(int b) throws IOException {
			this.output.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.output.write(bytes, offset, length);
		}

	}

}
