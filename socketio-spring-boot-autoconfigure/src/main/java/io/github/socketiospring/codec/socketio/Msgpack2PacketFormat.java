package io.github.socketiospring.codec.socketio;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.MessageOutput;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What clients 1.x and 2.x speak that have been given npm's socket.io-msgpack-parser 1 or
 * 2: events and acknowledgements as version 3 has them, all other packets as JSON. The
 * clients have types of their own for packets with binary data, which is in place all the
 * same. Safe for use by any thread.
 */
final class Msgpack2PacketFormat implements PacketFormat {

	private static final int EXPECTED_LENGTH = 64;

	private final MsgpackCodec codec;

	private final MsgpackPacketEncoder encoder;

	Msgpack2PacketFormat(MsgpackCodec codec, MsgpackPacketEncoder encoder) {
		this.codec = codec;
		this.encoder = encoder;
	}

	@Override
	public String name() {
		return "msgpack";
	}

	@Override
	public EngineMessage[] encode(Packet packet, MessageFraming framing) {
		if (packet instanceof Packet.Connect || packet instanceof Packet.Join) {
			return text(framing, PacketType.CONNECT, packet, null);
		}
		if (packet instanceof Packet.Disconnect) {
			return text(framing, PacketType.DISCONNECT, packet, null);
		}
		if (packet instanceof Packet.ConnectError error) {
			return text(framing, PacketType.CONNECT_ERROR, packet, text(error));
		}
		return this.encoder.encode(packet, framing);
	}

	/** "isString(decoded.data)": that parser throws what is anything else. */
	private static String text(Packet.ConnectError error) {
		return (error.data() instanceof String text) ? text : error.message();
	}

	private EngineMessage[] text(MessageFraming framing, int type, Packet packet, @Nullable String data) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("type", type);
		map.put("nsp", packet.namespace());
		if (data != null) {
			map.put("data", data);
		}
		MessageOutput output = framing.textOutput(EXPECTED_LENGTH);
		this.codec.json().writeValue(output, map);
		return new EngineMessage[] { output.toMessage() };
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits, PacketHandler handler) {
		return new Decoder(this.codec, limits, handler);
	}

	/**
	 * Takes JSON, too.
	 */
	private static final class Decoder extends MsgpackPacketDecoder {

		private final JsonCodec json;

		Decoder(MsgpackCodec codec, DecoderLimits limits, PacketHandler handler) {
			super(codec, limits, handler, PacketType.BINARY_ACK);
			this.json = codec.json();
		}

		@Override
		public void text(byte[] data, int offset, int length) {
			JsonNode packet = this.json.readTree(data, offset, length);
			JsonNode number = packet.path("type");
			JsonNode namespace = packet.path("nsp");
			int type = number.isIntegralNumber() ? number.asInt(PacketType.EVENT) : PacketType.EVENT;
			boolean isControl = type == PacketType.CONNECT || type == PacketType.DISCONNECT
					|| type == PacketType.CONNECT_ERROR;
			if (!isControl || !namespace.isString()) {
				throw new PacketParseException(
						"text message that is no packet of socket.io-msgpack-parser, which this server speaks");
			}
			JsonNode payload = packet.path("data");
			if (!payload.isMissingNode() && type != PacketType.CONNECT_ERROR) {
				throw new PacketParseException("packet with a payload");
			}
			deliver(type, namespace.stringValue(), payload);
		}

	}

}
