package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;

/**
 * What clients speak that have not been given another parser: packets of Socket.IO
 * protocols 3 to 5 as JSON text, with their binary data in messages of their own. Safe
 * for use by any thread.
 */
public final class JsonPacketFormat implements PacketFormat {

	private final JsonCodec json;

	private final TextPacketEncoder encoder;

	/**
	 * Creates the format.
	 * @param json reads and writes the arguments
	 */
	public JsonPacketFormat(JsonCodec json) {
		this.json = json;
		this.encoder = new TextPacketEncoder(json);
	}

	@Override
	public String name() {
		return "json";
	}

	@Override
	public EngineMessage[] encode(Packet packet, MessageFraming framing) {
		return this.encoder.encode(packet, framing);
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits, PacketHandler handler) {
		return new TextPacketDecoder(this.json, limits, handler);
	}

}
