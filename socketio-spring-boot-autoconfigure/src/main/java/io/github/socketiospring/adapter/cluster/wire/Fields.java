package io.github.socketiospring.adapter.cluster.wire;

import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of messages that were read.
 */
final class Fields {

	private Fields() {
	}

	/**
	 * Returns a field that a message must have.
	 * @param value its value, or {@code null} if the message does not have it
	 * @param name its name
	 * @return the value
	 * @throws PacketParseException if there is none
	 */
	static <T> T required(@Nullable T value, String name) {
		if (value == null) {
			throw missing(name);
		}
		return value;
	}

	static PacketParseException missing(String name) {
		return new PacketParseException("message without " + name);
	}

}
