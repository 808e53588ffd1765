package io.github.socketiospring.adapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Values on their way from one server to others: the arguments of an event, or what an
 * application has stored. A payload holds the values of the application, which are
 * written when the bytes are first asked for, and only once; or JSON from another server,
 * which is parsed only if somebody needs the values; or values from another server in
 * another form, which become JSON when the bytes are first asked for. Safe for use by any
 * thread.
 */
public final class Payload {

	private final @Nullable List<? extends @Nullable Object> values;

	/** Makes the bytes; given up once it has. */
	private @Nullable Supplier<Written> source;

	private volatile @Nullable Written written;

	private Payload(@Nullable List<? extends @Nullable Object> values, @Nullable Supplier<Written> source,
			@Nullable Written written) {
		this.values = values;
		this.source = source;
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
		return new Payload(values, () -> writer.write(values), null);
	}

	/**
	 * Creates a payload of values that another server has written in another form.
	 * @param source makes JSON of them, if that is needed; called once unless it fails
	 * @return the payload
	 */
	public static Payload of(Supplier<Written> source) {
		return new Payload(null, source, null);
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
					if (this.source == null) {
						throw new IllegalStateException("neither values nor bytes");
					}
					bytes = this.source.get();
					this.written = bytes;
					this.source = null;
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

	/**
	 * Returns the values of a variable number of arguments, without copying them.
	 * Received arguments are passed on as the values they are.
	 * @param arguments the arguments of an event, or an answer
	 * @return the values
	 */
	@SuppressWarnings("NullAway") // A caller's (Object[]) null is one null argument.
	public static List<@Nullable Object> valuesOf(@Nullable Object... arguments) {
		if (arguments == null) {
			return Collections.singletonList(null);
		}
		for (Object argument : arguments) {
			if (argument instanceof Arguments) {
				return spread(arguments);
			}
		}
		return Arrays.asList(arguments);
	}

	private static List<@Nullable Object> spread(@Nullable Object... arguments) {
		List<@Nullable Object> values = new ArrayList<>();
		for (Object argument : arguments) {
			if (argument instanceof Arguments received) {
				values.addAll(received.asList());
			}
			else {
				values.add(argument);
			}
		}
		return values;
	}

}
