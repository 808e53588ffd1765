package io.github.socketiospring.codec.legacy;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.codec.socketio.PacketHandler;

/**
 * The packets of Socket.IO protocol 1, text only. Safe for use by any thread.
 */
public final class LegacyPacketFormat implements PacketFormat {

	private final JsonCodec json;

	private final LegacyPacketEncoder encoder;

	/**
	 * Creates the format.
	 * @param json reads and writes the arguments
	 * @param onBinary is told whenever binary data is sent as text, by any thread
	 */
	public LegacyPacketFormat(JsonCodec json, Runnable onBinary) {
		this.json = json;
		this.encoder = new LegacyPacketEncoder(json, onBinary);
	}

	@Override
	public String name() {
		return "protocol-1";
	}

	@Override
	public EngineMessage[] encode(Packet packet, MessageFraming framing) {
		return this.encoder.encode(packet, framing);
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits, PacketHandler handler) {
		return new LegacyPacketDecoder(this.json, limits, handler);
	}

}
