package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.json.JsonCodec;

/**
 * Encodes packets for Socket.IO protocols 3 and 4, which clients of Engine.IO 3 speak:
 * there, binary messages have a type, and errors are bare values.
 */
public final class Protocol4PacketEncoder extends TextPacketEncoder {

	private static final byte MESSAGE = 4;

	/**
	 * Creates an encoder.
	 * @param json writes the arguments
	 */
	public Protocol4PacketEncoder(JsonCodec json) {
		super(json);
	}

	@Override
	EngineMessage attachment(byte[] data) {
		return EngineMessage.binary(MESSAGE, data);
	}

	/** The Java client of that time accepts strings only. */
	@Override
	Object body(Packet.ConnectError error) {
		Object data = error.data();
		return (data != null) ? json().toTree(data) : error.message();
	}

}
