package io.github.socketiospring.codec.msgpack;

import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.TokenSource;
import io.github.socketiospring.codec.json.VirtualThreads;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes MessagePack with the mapper and the limits that a {@link JsonCodec}
 * has. Safe for use by any thread.
 */
public final class MsgpackCodec {

	/** What a packet is in, around the array of its arguments. */
	private static final int LEVELS_OF_PACKET = 1;

	private final JsonCodec json;

	private final MsgpackLimits limits;

	/** The arrays and maps around what is as deep as the limit allows. */
	private final int levels;

	/** To make a generator takes longer than to write a small message. */
	private final ThreadLocal<Slot> idle = ThreadLocal.withInitial(Slot::new);

	/**
	 * Creates a codec.
	 * @param json has the application's mapper
	 * @param maxContainers the most arrays and maps of one received message
	 */
	public MsgpackCodec(JsonCodec json, int maxContainers) {
		this(json, new MsgpackLimits(json.limits().maxDepth(), maxContainers), LEVELS_OF_PACKET);
	}

	private MsgpackCodec(JsonCodec json, MsgpackLimits limits, int levels) {
		this.json = json;
		this.limits = limits;
		this.levels = levels;
	}

	/**
	 * Returns a codec that writes messages whose values are deeper inside than those of a
	 * client's packet.
	 * @param levels the arrays and maps around them
	 * @return a new codec
	 */
	public MsgpackCodec within(int levels) {
		return new MsgpackCodec(this.json, this.limits, levels);
	}

	/**
	 * Returns what binds values to types.
	 * @return the codec this one is built on
	 */
	public JsonCodec json() {
		return this.json;
	}

	/**
	 * Opens a received message.
	 * @param data the message
	 * @return a reader that stands before its first byte
	 */
	public MsgpackReader reader(byte[] data) {
		return reader(data, 0, data.length);
	}

	/**
	 * Opens a part of a received message.
	 * @param data holds it
	 * @param offset where it begins
	 * @param length its length
	 * @return a reader that stands before its first byte
	 */
	public MsgpackReader reader(byte[] data, int offset, int length) {
		return new MsgpackReader(data, offset, length, this.limits);
	}

	/**
	 * Returns a value of a received message as tokens.
	 * @param data holds the value; must not change any more
	 * @param position where it begins; a {@link MsgpackReader} must have skipped it
	 * @return the tokens
	 */
	public TokenSource tokens(byte[] data, int position) {
		return () -> parser(data, position);
	}

	/**
	 * Reads a value of a received message as a tree.
	 * @param data holds the value
	 * @param position where it begins; a {@link MsgpackReader} must have skipped it
	 * @return the tree
	 */
	public JsonNode readTree(byte[] data, int position) {
		try (JsonParser parser = parser(data, position)) {
			parser.nextToken();
			return this.json.readContext().readTree(parser);
		}
	}

	private JsonParser parser(byte[] data, int position) {
		return new MsgpackParser(this.json.readContext(), data, position);
	}

	/**
	 * Lends a generator that has written nothing yet.
	 * @return a generator, to be given back unless it has failed
	 */
	public MsgpackGenerator take() {
		Slot slot = VirtualThreads.isVirtual() ? null : this.idle.get();
		MsgpackGenerator generator = (slot != null) ? slot.generator : null;
		if (slot == null || generator == null) {
			return new MsgpackGenerator(this.json.writeContext(), context(), StreamWriteFeature.collectDefaults(),
					this.json::parser);
		}
		// A serializer may write another message meanwhile.
		slot.generator = null;
		return generator;
	}

	private IOContext context() {
		int maxDepth = this.limits.maxDepth() + this.levels;
		return new IOContext(StreamReadConstraints.defaults(),
				StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build(), ErrorReportConfiguration.defaults(),
				new BufferRecycler(), ContentReference.unknown(), false, JsonEncoding.UTF8);
	}

	/**
	 * Takes a generator back that has written whole values.
	 * @param generator the generator, as {@link #take()} has returned it to the same
	 * thread; nobody may use it or its array any more
	 */
	public void release(MsgpackGenerator generator) {
		if (generator.isComplete() && !generator.isClosed() && !VirtualThreads.isVirtual()) {
			generator.reset();
			this.idle.get().generator = generator;
		}
	}

	/**
	 * Writes a value as the application's mapper does.
	 * @param generator where to
	 * @param value the value
	 * @throws tools.jackson.core.JacksonException if the value cannot be written
	 */
	public void write(MsgpackGenerator generator, @Nullable Object value) {
		this.json.write(generator, value);
	}

	/**
	 * What a thread keeps.
	 */
	private static final class Slot {

		private @Nullable MsgpackGenerator generator;

	}

}
