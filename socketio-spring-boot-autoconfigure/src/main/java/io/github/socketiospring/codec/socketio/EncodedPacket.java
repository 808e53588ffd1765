package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import org.jspecify.annotations.Nullable;

/**
 * A packet and the messages it is made of, encoded when first needed and then shared by
 * all its receivers. Its messages are one unit: nothing may come between them on a
 * connection. Safe for use by any thread.
 */
public final class EncodedPacket {

	private final Packet packet;

	private final boolean compress;

	private @Nullable Encoding encodings;

	/**
	 * Creates a packet that is not encoded yet.
	 * @param packet the packet
	 * @param compress whether connections that compress may compress its messages
	 */
	public EncodedPacket(Packet packet, boolean compress) {
		this.packet = packet;
		this.compress = compress;
	}

	/**
	 * Returns the packet.
	 * @return the packet
	 */
	public Packet packet() {
		return this.packet;
	}

	/**
	 * Returns the packet's messages.
	 * @param format what the receiver speaks
	 * @param framing what the receiver's revision puts in front of each message; the two
	 * together are asked only once
	 * @return the messages, not to be modified
	 */
	public synchronized EngineMessage[] messages(PacketFormat format, MessageFraming framing) {
		for (Encoding encoding = this.encodings; encoding != null; encoding = encoding.next()) {
			if (encoding.format() == format && encoding.framing() == framing) {
				return encoding.messages();
			}
		}
		EngineMessage[] messages = format.encode(this.packet, framing);
		if (!this.compress) {
			messages = EngineMessage.uncompressed(messages);
		}
		this.encodings = new Encoding(format, framing, messages, this.encodings);
		return messages;
	}

	/**
	 * What one format has made of the packet; there are as many as revisions at most.
	 */
	private record Encoding(PacketFormat format, MessageFraming framing, EngineMessage[] messages,
			@Nullable Encoding next) {
	}

}
