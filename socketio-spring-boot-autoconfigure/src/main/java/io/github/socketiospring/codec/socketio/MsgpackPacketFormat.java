package io.github.socketiospring.codec.socketio;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;

/**
 * What clients speak that have been given npm's socket.io-msgpack-parser 3: each packet
 * is one binary message, a map of {@code type}, {@code data}, {@code id} and {@code nsp}
 * in MessagePack, with binary data in place. Safe for use by any thread.
 */
public final class MsgpackPacketFormat implements PacketFormat {

	private final MsgpackCodec codec;

	private final MsgpackPacketEncoder encoder;

	private final PacketFormat protocol4;

	/**
	 * Creates the format.
	 * @param codec reads and writes the arguments
	 */
	public MsgpackPacketFormat(MsgpackCodec codec) {
		this.codec = codec;
		this.encoder = new MsgpackPacketEncoder(codec);
		this.protocol4 = new Msgpack2PacketFormat(codec, this.encoder);
	}

	@Override
	public String name() {
		return "msgpack";
	}

	/** Clients 1.x and 2.x have socket.io-msgpack-parser 1 or 2. */
	@Override
	public PacketFormat forProtocol4() {
		return this.protocol4;
	}

	@Override
	public EngineMessage[] encode(Packet packet, MessageFraming framing) {
		return this.encoder.encode(packet, framing);
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits, PacketHandler handler) {
		return new MsgpackPacketDecoder(this.codec, limits, handler, PacketType.CONNECT_ERROR);
	}

}
