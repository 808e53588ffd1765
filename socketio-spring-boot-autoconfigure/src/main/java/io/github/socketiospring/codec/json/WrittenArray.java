package io.github.socketiospring.codec.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.AbstractList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Values that have been written as JSON already: {@link JsonCodec#writeArray} copies the
 * bytes, other formats copy the tokens. For whoever needs the values themselves it is a
 * list of trees, read when it is first used. Immutable.
 */
public final class WrittenArray extends AbstractList<Object> {

	private final byte[] json;

	private final List<byte[]> attachments;

	private final JsonCodec codec;

	/** Made when it is needed: most formats copy the bytes. */
	private @Nullable JsonArguments values;

	private final @Nullable String last;

	/**
	 * Creates an array.
	 * @param codec reads it, if that is needed
	 * @param json a JSON array, placeholders in place of binary data; not modified any
	 * more
	 * @param attachments the binary data
	 * @param last one more element behind the others, or {@code null} for none
	 */
	public WrittenArray(JsonCodec codec, byte[] json, List<byte[]> attachments, @Nullable String last) {
		this.json = json;
		this.attachments = attachments;
		this.codec = codec;
		this.last = last;
	}

	@Override
	public Object get(int index) {
		List<?> nodes = values().nodes();
		return (this.last != null && index == nodes.size()) ? this.last : nodes.get(index);
	}

	@Override
	public int size() {
		return values().nodes().size() + ((this.last != null) ? 1 : 0);
	}

	/** Safe for any thread: at worst, two of them make the same. */
	private JsonArguments values() {
		JsonArguments made = this.values;
		if (made == null) {
			made = new JsonArguments(this.codec, this.json, this.attachments);
			this.values = made;
		}
		return made;
	}

	/**
	 * Writes the elements in another format, binary data in place.
	 * @param generator where to, inside of an array
	 * @throws tools.jackson.core.JacksonException if they cannot be written
	 */
	public void copyTo(JsonGenerator generator) {
		values().copyTo(generator);
		if (this.last != null) {
			generator.writeString(this.last);
		}
	}

	/**
	 * Writes the first element in another format, binary data in place.
	 * @param generator where to
	 * @return how many elements there are: 0, with nothing written, 1, or 2 for more
	 * @throws tools.jackson.core.JacksonException if it cannot be written
	 */
	public int copyFirstTo(JsonGenerator generator) {
		return values().copyFirstTo(generator);
	}

	void writeTo(OutputStream output, @Nullable String first, List<byte[]> collected) {
		try {
			boolean empty = this.json.length <= 2;
			output.write('[');
			if (first != null) {
				writeString(output, first);
				writeSeparator(output, !empty || this.last != null);
			}
			output.write(this.json, 1, this.json.length - 2);
			if (this.last != null) {
				writeSeparator(output, !empty);
				writeString(output, this.last);
			}
			output.write(']');
		}
		catch (IOException ex) {
			throw JacksonIOException.construct(ex);
		}
		collected.addAll(this.attachments);
	}

	private static void writeString(OutputStream output, String text) throws IOException {
		output.write('"');
		output.write(JsonStringEncoder.getInstance().quoteAsUTF8(text));
		output.write('"');
	}

	private static void writeSeparator(OutputStream output, boolean needed) throws IOException {
		if (needed) {
			output.write(',');
		}
	}

}
