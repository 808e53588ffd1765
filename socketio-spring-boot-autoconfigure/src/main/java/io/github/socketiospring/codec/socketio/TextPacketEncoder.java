package io.github.socketiospring.codec.socketio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.MessageOutput;
import io.github.socketiospring.codec.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes packets for Socket.IO protocols 3 to 5:
 * {@code <packet type>[<# of binary attachments>-][<namespace>,][<acknowledgment id>][JSON]},
 * behind what the receiver's revision puts in front. Safe for use by any thread.
 */
final class TextPacketEncoder {

	private static final int EXPECTED_LENGTH = 117;

	private final JsonCodec json;

	/**
	 * Creates an encoder.
	 * @param json writes the arguments
	 */
	TextPacketEncoder(JsonCodec json) {
		this.json = json;
	}

	/**
	 * Encodes a packet.
	 * @param packet the packet
	 * @param framing what stands in front of each message
	 * @return its messages: the first, then one per attachment
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	EngineMessage[] encode(Packet packet, MessageFraming framing) {
		if (packet instanceof Packet.Event event) {
			return array(framing, '2', '5', event, event.id(), event.event(), event.arguments());
		}
		if (packet instanceof Packet.Ack ack) {
			return array(framing, '3', '6', ack, ack.id(), null, ack.arguments());
		}
		if (packet instanceof Packet.Connect connect) {
			return connect(framing, connect);
		}
		if (packet instanceof Packet.ConnectError error) {
			return object(framing, '4', error, body(error));
		}
		if (packet instanceof Packet.Join join) {
			return object(framing, '0', join, (join.auth() != null) ? this.json.toTree(join.auth()) : null);
		}
		return object(framing, '1', packet, null);
	}

	private Object body(Packet.ConnectError error) {
		Object data = (error.data() != null) ? this.json.toTree(error.data()) : null;
		if (error.bare()) {
			return (data != null) ? data : error.message();
		}
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("message", error.message());
		if (data != null) {
			body.put("data", data);
		}
		return body;
	}

	private EngineMessage[] array(MessageFraming framing, char type, char binaryType, Packet packet, long id,
			@Nullable String first, List<? extends @Nullable Object> values) {
		MessageOutput output = header(framing, type, packet.namespace(), id);
		List<byte[]> attachments = new ArrayList<>(0);
		this.json.writeArray(output, first, values, attachments);
		if (attachments.isEmpty()) {
			return new EngineMessage[] { output.toMessage() };
		}
		return withAttachments(framing, output, binaryType, attachments);
	}

	/**
	 * The number of attachments stands before the JSON but is known only after it, so the
	 * few packets with attachments get their head replaced.
	 */
	private static EngineMessage[] withAttachments(MessageFraming framing, MessageOutput text, char binaryType,
			List<byte[]> attachments) {
		EngineMessage plain = text.toMessage();
		int replaced = framing.textPrefixLength() + 1;
		MessageOutput output = framing.textOutput(plain.payloadLength() + 3);
		output.write(binaryType);
		output.write(Integer.toString(attachments.size()));
		output.write('-');
		output.write(plain.array(), plain.payloadOffset() + replaced, plain.payloadLength() - replaced);
		EngineMessage[] messages = new EngineMessage[1 + attachments.size()];
		messages[0] = output.toMessage();
		for (int i = 0; i < attachments.size(); i++) {
			messages[i + 1] = framing.binary(attachments.get(i));
		}
		return messages;
	}

	private static EngineMessage[] connect(MessageFraming framing, Packet.Connect packet) {
		MessageOutput output = header(framing, '0', packet.namespace(), Packet.NO_ID);
		if (packet.socketId() != null) {
			// Nothing in an id need be escaped.
			output.write("{\"sid\":\"" + packet.socketId() + "\"");
			if (packet.privateId() != null) {
				output.write(",\"pid\":\"" + packet.privateId() + "\"");
			}
			output.write('}');
		}
		return new EngineMessage[] { output.toMessage() };
	}

	private EngineMessage[] object(MessageFraming framing, char type, Packet packet, @Nullable Object data) {
		MessageOutput output = header(framing, type, packet.namespace(), Packet.NO_ID);
		if (data != null) {
			this.json.writeValue(output, data);
		}
		return new EngineMessage[] { output.toMessage() };
	}

	private static MessageOutput header(MessageFraming framing, char type, String namespace, long id) {
		MessageOutput output = framing.textOutput(EXPECTED_LENGTH);
		output.write(type);
		if (!Packet.ROOT.equals(namespace)) {
			output.write(namespace);
			output.write(',');
		}
		if (id != Packet.NO_ID) {
			output.write(Long.toString(id));
		}
		return output;
	}

}
