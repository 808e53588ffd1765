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

	private @Nullable PacketEncoder encoder;

	private EngineMessage @Nullable [] messages;

	/**
	 * Creates a packet that is not encoded yet.
	 * @param packet the packet
	 */
	public EncodedPacket(Packet packet) {
		this.packet = packet;
	}

	/**
	 * Returns the packet's messages.
	 * @param encoder the encoder of the receiver's revision; one encoder's result is kept
	 * @return the messages, not to be modified
	 */
	public synchronized EngineMessage[] messages(PacketEncoder encoder) {
		EngineMessage[] result = this.messages;
		if (result == null || this.encoder != encoder) {
			result = encoder.encode(this.packet);
			this.messages = result;
			this.encoder = encoder;
		}
		return result;
	}

}
