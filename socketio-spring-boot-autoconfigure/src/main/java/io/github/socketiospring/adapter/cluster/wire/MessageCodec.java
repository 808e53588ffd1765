package io.github.socketiospring.adapter.cluster.wire;

import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes the values in messages of a cluster. One serves all namespaces of a
 * server. Safe for use by any thread.
 */
public final class MessageCodec {

	/** The most arrays and objects of a message around the values in it. */
	static final int LEVELS = 8;

	private final JsonCodec json;

	private final MsgpackCodec msgpack;

	private final MessageLimits limits;

	private final JsonFactory factory;

	/**
	 * Creates a codec.
	 * @param json reads and writes values, and bounds how deep they may be nested
	 * @param limits bounds on messages
	 */
	public MessageCodec(JsonCodec json, MessageLimits limits) {
		this.json = json;
		this.msgpack = new MsgpackCodec(json, limits.maxContainers()).within(LEVELS);
		this.limits = limits;
		JsonLimits values = json.limits();
		this.factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(values.maxDepth() + LEVELS)
				.maxNumberLength(values.maxNumberLength())
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
			.build();
	}

	JsonCodec json() {
		return this.json;
	}

	MsgpackCodec msgpack() {
		return this.msgpack;
	}

	MessageLimits limits() {
		return this.limits;
	}

	/** The deepest nesting of values, an array around them included. */
	int maxDepth() {
		return this.json.limits().maxDepth();
	}

	/**
	 * Opens a message or a part of one: values in it may be as deep as if they stood
	 * alone.
	 */
	JsonParser parser(byte[] message, int offset, int length) {
		return this.factory.createParser(ObjectReadContext.empty(), message, offset, length);
	}

	/**
	 * Opens a message.
	 * @throws PacketParseException if it is too long
	 */
	MessageInput open(byte[] message) {
		if (message.length > this.limits.maxBytes()) {
			throw new PacketParseException("message longer than " + this.limits.maxBytes() + " bytes");
		}
		if (message.length == 0) {
			throw new PacketParseException("empty message");
		}
		boolean isJson = message[0] == '{' || message[0] == '[';
		return isJson ? new JsonInput(this, message, 0, message.length)
				: new MsgpackInput(this, message, 0, message.length);
	}

}
