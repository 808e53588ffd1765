package io.github.socketiospring.adapter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Values on their way from one server to others: the arguments of an event, or what an
 * application has stored. Either the values as the application gave them, written only
 * when somebody asks for the bytes, and only once; or bytes that came from another
 * server, which nobody reads whose clients take JSON as it is. Safe for use by any
 * thread.
 */
public final class Payload {

	private final @Nullable List<? extends @Nullable Object> values;

	private final @Nullable Writer writer;

	private volatile @Nullable Written written;

	private Payload(@Nullable List<? extends @Nullable Object> values, @Nullable Writer writer,
			@Nullable Written written) {
		this.values = values;
		this.writer = writer;
		this.written = written;
	}

	/**
	 * Writes values.
	 */
	@FunctionalInterface
	public interface Writer {

		/**
		 * Writes values as a JSON array.
		 * @param values the values
		 * @return the bytes
		 * @throws tools.jackson.core.JacksonException if a value cannot be written
		 */
		Written write(List<? extends @Nullable Object> values);

	}

	/**
	 * Values as bytes.
	 *
	 * @param json a JSON array in UTF-8, with an object
	 * {@code {"_placeholder":true,"num":<index>}} in place of each binary value; must not
	 * be modified
	 * @param attachments the binary values; must not be modified
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Written(byte[] json, List<byte[]> attachments) {

		/**
		 * Returns how much memory this takes, about.
		 * @return the number of bytes
		 */
		public long size() {
			long size = this.json.length;
			for (byte[] attachment : this.attachments) {
				size += attachment.length;
			}
			return size;
		}

	}

	/**
	 * Creates a payload of values.
	 * @param values the values, not to be modified any more
	 * @param writer writes them, if that is needed
	 * @return the payload
	 */
	public static Payload of(List<? extends @Nullable Object> values, Writer writer) {
		return new Payload(values, writer, null);
	}

	/**
	 * Creates a payload of bytes that another server has written.
	 * @param json a JSON array
	 * @param attachments the binary values for its placeholders
	 * @return the payload
	 * @throws IllegalArgumentException if that is no array
	 */
	public static Payload of(byte[] json, List<byte[]> attachments) {
		if (json.length < 2 || json[0] != '[' || json[json.length - 1] != ']') {
			throw new IllegalArgumentException("A payload is a JSON array without white space around it");
		}
		return new Payload(null, null, new Written(json, List.copyOf(attachments)));
	}

	/**
	 * Returns the values as bytes, and writes them if nobody has done so.
	 * @return the bytes
	 * @throws tools.jackson.core.JacksonException if a value cannot be written
	 */
	public Written written() {
		Written bytes = this.written;
		if (bytes == null) {
			synchronized (this) {
				bytes = this.written;
				if (bytes == null) {
					if (this.values == null || this.writer == null) {
						throw new IllegalStateException("neither values nor bytes");
					}
					bytes = this.writer.write(this.values);
					this.written = bytes;
				}
			}
		}
		return bytes;
	}

	/**
	 * Returns the bytes if the values have been written.
	 * @return the bytes, or {@code null}
	 */
	public @Nullable Written writtenSoFar() {
		return this.written;
	}

	/**
	 * Returns the values as the application gave them.
	 * @return the values, or {@code null} if they came from another server
	 */
	public @Nullable List<? extends @Nullable Object> values() {
		return this.values;
	}

}
