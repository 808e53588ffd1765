package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * A packet and the messages it is made of, encoded when first needed and then shared by
 * all its receivers. Its messages are one unit: nothing may come between them on a
 * connection. Safe for use by any thread.
 */
public final class EncodedPacket {

	private final Packet packet;

	private @Nullable Encoding encodings;

	/**
	 * Creates a packet that is not encoded yet.
	 * @param packet the packet
	 */
	public EncodedPacket(Packet packet) {
		this.packet = packet;
	}

	/**
	 * Returns the packet's messages.
	 * @param encoder the encoder of the receiver's revision; asked only once
	 * @return the messages, not to be modified
	 */
	public synchronized EngineMessage[] messages(PacketEncoder encoder) {
		for (Encoding encoding = this.encodings; encoding != null; encoding = encoding.next()) {
			if (encoding.encoder() == encoder) {
				return encoding.messages();
			}
		}
		EngineMessage[] messages = encoder.encode(this.packet);
		this.encodings = new Encoding(encoder, messages, this.encodings);
		return messages;
	}

	/**
	 * What one encoder has made of the packet; there are as many as revisions at most.
	 */
	private record Encoding(PacketEncoder encoder, EngineMessage[] messages, @Nullable Encoding next) {
	}

}
