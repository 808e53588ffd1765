package io.github.socketiospring.codec.socketio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.EngineMessage.TextOutput;
import io.github.socketiospring.codec.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes packets for Socket.IO protocol 5:
 * {@code <packet type>[<# of binary attachments>-][<namespace>,][<acknowledgment id>][JSON]},
 * behind the Engine.IO type of a message. Safe for use by any thread.
 */
public sealed class TextPacketEncoder implements PacketEncoder permits Protocol4PacketEncoder {

	private static final byte MESSAGE = '4';

	private static final String ROOT = "/";

	private static final int EXPECTED_LENGTH = 118;

	private final JsonCodec json;

	/**
	 * Creates an encoder.
	 * @param json writes the arguments
	 */
	public TextPacketEncoder(JsonCodec json) {
		this.json = json;
	}

	@Override
	public EngineMessage[] encode(Packet packet) {
		if (packet instanceof Packet.Event event) {
			return array('2', '5', event.namespace(), event.id(), event.event(), event.arguments());
		}
		if (packet instanceof Packet.Ack ack) {
			return array('3', '6', ack.namespace(), ack.id(), null, ack.arguments());
		}
		if (packet instanceof Packet.Connect connect) {
			return connect(connect.namespace(), connect.socketId());
		}
		if (packet instanceof Packet.ConnectError error) {
			return object('4', error.namespace(), body(error));
		}
		return object('1', packet.namespace(), null);
	}

	final JsonCodec json() {
		return this.json;
	}

	Object body(Packet.ConnectError error) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("message", error.message());
		if (error.data() != null) {
			body.put("data", this.json.toTree(error.data()));
		}
		return body;
	}

	EngineMessage attachment(byte[] data) {
		return EngineMessage.binary(data);
	}

	private EngineMessage[] array(char type, char binaryType, String namespace, long id, @Nullable String first,
			List<? extends @Nullable Object> values) {
		TextOutput output = header(type, namespace, id);
		List<byte[]> attachments = new ArrayList<>(0);
		this.json.writeArray(output, first, values, attachments);
		if (attachments.isEmpty()) {
			return new EngineMessage[] { output.toMessage() };
		}
		return withAttachments(output, binaryType, attachments);
	}

	/**
	 * The number of attachments stands before the JSON but is known only after it, so the
	 * few packets with attachments get their head replaced.
	 */
	private EngineMessage[] withAttachments(TextOutput text, char binaryType, List<byte[]> attachments) {
		EngineMessage plain = text.toMessage();
		TextOutput output = new TextOutput(plain.payloadLength() + 3);
		output.write(MESSAGE);
		output.write(binaryType);
		output.write(Integer.toString(attachments.size()));
		output.write('-');
		output.write(plain.array(), plain.payloadOffset() + 2, plain.payloadLength() - 2);
		EngineMessage[] messages = new EngineMessage[1 + attachments.size()];
		messages[0] = output.toMessage();
		for (int i = 0; i < attachments.size(); i++) {
			messages[i + 1] = attachment(attachments.get(i));
		}
		return messages;
	}

	private static EngineMessage[] connect(String namespace, @Nullable String socketId) {
		TextOutput output = header('0', namespace, Packet.NO_ID);
		if (socketId != null) {
			// Nothing in an id need be escaped.
			output.write("{\"sid\":\"" + socketId + "\"}");
		}
		return new EngineMessage[] { output.toMessage() };
	}

	private EngineMessage[] object(char type, String namespace, @Nullable Object data) {
		TextOutput output = header(type, namespace, Packet.NO_ID);
		if (data != null) {
			this.json.writeValue(output, data);
		}
		return new EngineMessage[] { output.toMessage() };
	}

	private static TextOutput header(char type, String namespace, long id) {
		TextOutput output = new TextOutput(EXPECTED_LENGTH);
		output.write(MESSAGE);
		output.write(type);
		if (!ROOT.equals(namespace)) {
			output.write(namespace);
			output.write(',');
		}
		if (id != Packet.NO_ID) {
			output.write(Long.toString(id));
		}
		return output;
	}

}
