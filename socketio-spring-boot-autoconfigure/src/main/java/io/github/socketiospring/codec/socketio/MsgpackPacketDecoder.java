package io.github.socketiospring.codec.socketio;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.json.TokenSource;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.codec.msgpack.MsgpackReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Decodes packets that are maps in MessagePack, whatever the order of their entries. It
 * remembers nothing between packets. Entries of other names than those of the protocol
 * are skipped: the JavaScript client adds its {@code options}. Used by one thread at a
 * time.
 */
class MsgpackPacketDecoder implements PacketDecoder {

	private static final byte[][] NAMES = { utf8("type"), utf8("data"), utf8("nsp"), utf8("id") };

	private static final long MAX_ID = (1L << 53) - 1;

	/** As long as a query of HTTP may be: old clients send tokens behind the name. */
	private static final int MAX_QUERY_LENGTH = 8_192;

	private final MsgpackCodec codec;

	private final DecoderLimits limits;

	private final PacketHandler handler;

	private final int maxType;

	/**
	 * Creates a decoder.
	 * @param codec reads the arguments
	 * @param limits bounds on packets
	 * @param handler takes the packets
	 * @param maxType the last packet type there is
	 */
	MsgpackPacketDecoder(MsgpackCodec codec, DecoderLimits limits, PacketHandler handler, int maxType) {
		this.codec = codec;
		this.limits = limits;
		this.handler = handler;
		this.maxType = maxType;
	}

	private static byte[] utf8(String name) {
		return name.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void text(byte[] data, int offset, int length) {
		throw new PacketParseException(
				"text message, but this server speaks msgpack: give the client the parser socket.io-msgpack-parser");
	}

	@Override
	public final void binary(byte[] data) {
		new Reading(data).read();
	}

	/**
	 * Hands on a packet without arguments.
	 * @param type its type
	 * @param namespace its namespace
	 * @param data what it came with, a {@code MissingNode} if nothing
	 */
	final void deliver(int type, String namespace, JsonNode data) {
		checkNamespace(type, namespace);
		switch (type) {
			case PacketType.CONNECT -> {
				if (!data.isObject() && !data.isMissingNode()) {
					throw new PacketParseException("CONNECT payload is not an object");
				}
				this.handler.connect(namespace, data);
			}
			case PacketType.DISCONNECT -> {
				if (!data.isMissingNode()) {
					throw new PacketParseException("DISCONNECT with a payload");
				}
				this.handler.disconnect(namespace);
			}
			default -> {
				if (!data.isObject() && !data.isString()) {
					throw new PacketParseException("CONNECT_ERROR payload is neither an object nor a string");
				}
				this.handler.refused(namespace, data);
			}
		}
	}

	private void checkNamespace(int type, String namespace) {
		if (!namespace.startsWith(Packet.ROOT)) {
			throw new PacketParseException("invalid namespace");
		}
		int query = (type == PacketType.CONNECT) ? namespace.indexOf('?') : -1;
		int length = (query >= 0) ? query : namespace.length();
		if (length > this.limits.maxNameLength() || namespace.length() - length > MAX_QUERY_LENGTH) {
			throw new PacketParseException("namespace name too long", "max-name-length");
		}
	}

	private void checkEvent(String event) {
		if (event.length() > this.limits.maxNameLength()) {
			throw new PacketParseException("event name too long", "max-name-length");
		}
		if (ReservedEvents.contains(event)) {
			throw new PacketParseException("reserved event name");
		}
	}

	/**
	 * The entries of one packet. All of it is checked before anything is delivered.
	 */
	private final class Reading {

		private static final int NONE = -1;

		private final byte[] data;

		private final MsgpackReader reader;

		private int type = NONE;

		private long id = Packet.NO_ID;

		private @Nullable String namespace;

		private int position = NONE;

		private boolean isArray;

		Reading(byte[] data) {
			this.data = data;
			this.reader = MsgpackPacketDecoder.this.codec.reader(data);
		}

		void read() {
			int seen = 0;
			for (int entries = this.reader.readMapHead(); entries > 0; entries--) {
				int entry = readEntry();
				if ((seen & entry) != 0) {
					throw new PacketParseException("a packet has an entry twice");
				}
				seen |= entry;
			}
			if (!this.reader.isAtEnd()) {
				throw new PacketParseException("data after the end of the packet");
			}
			if (this.type == NONE || this.namespace == null) {
				throw new PacketParseException("packet without " + ((this.type == NONE) ? "type" : "namespace"));
			}
			deliver(this.namespace);
		}

		/** Returns a bit for each entry that must not come twice. */
		private int readEntry() {
			int name = this.reader.readName(NAMES);
			switch (name) {
				case 0 -> this.type = (int) this.reader.readUnsigned(MsgpackPacketDecoder.this.maxType);
				case 1 -> readData();
				case 2 -> this.namespace = this.reader.readString();
				case 3 -> readId();
				default -> this.reader.skip();
			}
			return (name >= 0) ? 1 << name : 0;
		}

		private void readId() {
			if (this.reader.isUndefined()) {
				this.reader.skip();
			}
			else {
				this.id = this.reader.readUnsigned(MAX_ID);
			}
		}

		/** Python's client has nil where JavaScript's has nothing, or undefined. */
		private void readData() {
			if (!this.reader.isUndefined() && !this.reader.isNil()) {
				this.position = this.reader.position();
				this.isArray = this.reader.isArray();
			}
			this.reader.skip();
		}

		private void deliver(String namespace) {
			switch (this.type) {
				case PacketType.EVENT, PacketType.BINARY_EVENT -> {
					checkNamespace(this.type, namespace);
					event(namespace);
				}
				case PacketType.ACK, PacketType.BINARY_ACK -> {
					checkNamespace(this.type, namespace);
					ack(namespace);
				}
				default -> MsgpackPacketDecoder.this.deliver(this.type, namespace, tree());
			}
		}

		private JsonNode tree() {
			return (this.position != NONE) ? MsgpackPacketDecoder.this.codec.readTree(this.data, this.position)
					: MissingNode.getInstance();
		}

		private void event(String namespace) {
			try (ArgumentReader arguments = ArgumentReader.event(MsgpackPacketDecoder.this.codec.json(), tokens())) {
				checkEvent(arguments.event());
				MsgpackPacketDecoder.this.handler.event(namespace, this.id, arguments);
			}
		}

		private void ack(String namespace) {
			try (ArgumentReader reader = ArgumentReader.ack(MsgpackPacketDecoder.this.codec.json(), tokens())) {
				JsonArguments arguments = reader.capture();
				// Valid without an id, and then an answer to nothing.
				if (this.id != Packet.NO_ID) {
					MsgpackPacketDecoder.this.handler.ack(namespace, this.id, arguments);
				}
			}
		}

		private TokenSource tokens() {
			if (!this.isArray) {
				throw new PacketParseException("payload is not an array");
			}
			return MsgpackPacketDecoder.this.codec.tokens(this.data, this.position);
		}

	}

}
