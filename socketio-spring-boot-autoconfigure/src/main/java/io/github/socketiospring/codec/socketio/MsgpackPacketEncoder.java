package io.github.socketiospring.codec.socketio;

import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.MessageOutput;
import io.github.socketiospring.codec.json.WrittenArray;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.codec.msgpack.MsgpackGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * Encodes packets as maps in MessagePack, their entries in the order in which the
 * reference server writes them. Safe for use by any thread.
 */
final class MsgpackPacketEncoder {

	private static final SerializableString TYPE = new SerializedString("type");

	private static final SerializableString DATA = new SerializedString("data");

	private static final SerializableString ID = new SerializedString("id");

	private static final SerializableString NAMESPACE = new SerializedString("nsp");

	private static final SerializableString SID = new SerializedString("sid");

	private static final SerializableString PID = new SerializedString("pid");

	private static final SerializableString MESSAGE = new SerializedString("message");

	private final MsgpackCodec codec;

	/**
	 * Creates an encoder.
	 * @param codec writes the arguments
	 */
	MsgpackPacketEncoder(MsgpackCodec codec) {
		this.codec = codec;
	}

	/**
	 * Encodes a packet.
	 * @param packet the packet
	 * @param framing what stands in front of each message
	 * @return its message
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	EngineMessage[] encode(Packet packet, MessageFraming framing) {
		MsgpackGenerator generator = this.codec.take();
		write(packet, generator);
		MessageOutput output = framing.binaryOutput(generator.length());
		output.write(generator.array(), 0, generator.length());
		this.codec.release(generator);
		return new EngineMessage[] { output.toMessage() };
	}

	private void write(Packet packet, MsgpackGenerator generator) {
		if (packet instanceof Packet.Event event) {
			array(generator, PacketType.EVENT, packet, event.id(), event.event(), event.arguments());
		}
		else if (packet instanceof Packet.Ack ack) {
			array(generator, PacketType.ACK, packet, ack.id(), null, ack.arguments());
		}
		else if (packet instanceof Packet.Connect connect) {
			connect(generator, connect);
		}
		else if (packet instanceof Packet.ConnectError error) {
			connectError(generator, error);
		}
		else if (packet instanceof Packet.Join join) {
			join(generator, join);
		}
		else {
			start(generator, PacketType.DISCONNECT, 2);
			end(generator, packet);
		}
	}

	private void array(MsgpackGenerator generator, int type, Packet packet, long id, @Nullable String first,
			List<? extends @Nullable Object> values) {
		start(generator, type, (id != Packet.NO_ID) ? 4 : 3);
		generator.writeName(DATA);
		generator.writeStartArray();
		if (first != null) {
			generator.writeString(first);
		}
		if (values instanceof WrittenArray written) {
			written.copyTo(generator);
		}
		else {
			for (Object value : values) {
				this.codec.write(generator, value);
			}
		}
		generator.writeEndArray();
		if (id != Packet.NO_ID) {
			generator.writeName(ID);
			generator.writeNumber(id);
		}
		end(generator, packet);
	}

	private static void connect(MsgpackGenerator generator, Packet.Connect packet) {
		start(generator, PacketType.CONNECT, 3);
		if (packet.socketId() != null) {
			generator.writeName(DATA);
			generator.writeStartObject(null, (packet.privateId() != null) ? 2 : 1);
			generator.writeName(SID);
			generator.writeString(packet.socketId());
			if (packet.privateId() != null) {
				generator.writeName(PID);
				generator.writeString(packet.privateId());
			}
			generator.writeEndObject();
		}
		end(generator, packet);
	}

	private void join(MsgpackGenerator generator, Packet.Join packet) {
		start(generator, PacketType.CONNECT, 3);
		if (packet.auth() != null) {
			generator.writeName(DATA);
			this.codec.write(generator, packet.auth());
		}
		end(generator, packet);
	}

	private void connectError(MsgpackGenerator generator, Packet.ConnectError error) {
		start(generator, PacketType.CONNECT_ERROR, 3);
		generator.writeName(DATA);
		if (!error.bare()) {
			generator.writeStartObject(null, 2);
			generator.writeName(MESSAGE);
			generator.writeString(error.message());
			if (error.data() != null) {
				generator.writeName(DATA);
				this.codec.write(generator, error.data());
			}
			generator.writeEndObject();
		}
		else if (error.data() != null) {
			this.codec.write(generator, error.data());
		}
		else {
			generator.writeString(error.message());
		}
		end(generator, error);
	}

	private static void start(MsgpackGenerator generator, int type, int entries) {
		generator.writeStartObject(null, entries);
		generator.writeName(TYPE);
		generator.writeNumber(type);
	}

	private static void end(MsgpackGenerator generator, Packet packet) {
		generator.writeName(NAMESPACE);
		generator.writeString(packet.namespace());
		generator.writeEndObject();
	}

}
