package io.github.socketiospring.adapter.cluster.wire;

import java.util.Arrays;

/**
 * Knows a server's own messages by their first bytes, before anything is parsed: what it
 * publishes comes back to it. Immutable.
 */
final class OwnMessages {

	private final byte[] json;

	/** Behind the first byte, which tells how many entries follow. */
	private final byte[] map;

	/** Behind the first byte, which tells how many values follow. */
	private final byte[] array;

	OwnMessages(MessageCodec codec, String serverId) {
		JsonOutput text = new JsonOutput(codec.json());
		text.startObject(0);
		text.field("uid", serverId);
		this.json = text.toBytes();
		MsgpackOutput entry = new MsgpackOutput(codec.msgpack());
		entry.startObject(1);
		entry.field("uid", serverId);
		entry.endObject();
		this.map = behindFirst(entry.toBytes());
		MsgpackOutput value = new MsgpackOutput(codec.msgpack());
		value.startArray(1);
		value.string(serverId);
		value.endArray();
		this.array = behindFirst(value.toBytes());
	}

	private static byte[] behindFirst(byte[] bytes) {
		return Arrays.copyOfRange(bytes, 1, bytes.length);
	}

	boolean isOwn(byte[] message) {
		if (message.length > 0 && message[0] == '{') {
			return has(message, 0, this.json);
		}
		return has(message, 1, this.map) || has(message, 1, this.array);
	}

	private static boolean has(byte[] message, int offset, byte[] expected) {
		int end = offset + expected.length;
		return message.length >= end && Arrays.equals(message, offset, end, expected, 0, expected.length);
	}

}
