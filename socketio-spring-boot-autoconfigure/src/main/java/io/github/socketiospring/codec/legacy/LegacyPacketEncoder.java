package io.github.socketiospring.codec.legacy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.MessageOutput;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.Packet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Encodes packets for Socket.IO protocol 1:
 * {@code [message type]:[message id ('+')]:[message endpoint](:[message data])}. There is
 * no binary data: it is sent as base64.
 */
final class LegacyPacketEncoder {

	/** What clients call the event that a message arrives as. */
	private static final String MESSAGE = "message";

	/** Of the three reasons clients know, the one they report as a failed connect. */
	private static final String UNAUTHORIZED = "2";

	private static final int EXPECTED_LENGTH = 118;

	private final JsonCodec json;

	private final Runnable onBinary;

	/**
	 * Creates an encoder.
	 * @param json writes the arguments
	 * @param onBinary is told whenever binary data is sent as text
	 */
	LegacyPacketEncoder(JsonCodec json, Runnable onBinary) {
		this.json = json;
		this.onBinary = onBinary;
	}

	EngineMessage[] encode(Packet packet, MessageFraming framing) {
		MessageOutput output = framing.textOutput(EXPECTED_LENGTH);
		if (packet instanceof Packet.Event event) {
			event(event, output);
		}
		else if (packet instanceof Packet.Ack ack) {
			ack(ack, output);
		}
		else if (packet instanceof Packet.Connect || packet instanceof Packet.Join) {
			header(output, '1', Packet.NO_ID, packet.namespace());
		}
		else if (packet instanceof Packet.ConnectError) {
			header(output, '7', Packet.NO_ID, packet.namespace());
			output.write(':');
			output.write(UNAUTHORIZED);
		}
		else {
			header(output, '0', Packet.NO_ID, packet.namespace());
		}
		return new EngineMessage[] { output.toMessage() };
	}

	/**
	 * A message has a packet type of its own, and another if it is not text; clients make
	 * the same event of all of them.
	 */
	private void event(Packet.Event event, MessageOutput output) {
		if (MESSAGE.equals(event.event()) && event.arguments().size() == 1) {
			message(event, event.arguments().get(0), output);
		}
		else {
			header(output, '5', event.id(), event.namespace());
			output.write(':');
			try (JsonGenerator generator = generator(output)) {
				generator.writeStartObject();
				generator.writeStringProperty("name", event.event());
				if (!event.arguments().isEmpty()) {
					generator.writeName("args");
					array(generator, event.arguments());
				}
				generator.writeEndObject();
			}
		}
	}

	/** A JSON string is text, whatever Java type it is written from. */
	private void message(Packet.Event event, @Nullable Object value, MessageOutput output) {
		if (value instanceof String text) {
			text(event, text, output);
			return;
		}
		ByteArrayOutputStream json = new ByteArrayOutputStream(EXPECTED_LENGTH);
		try (JsonGenerator generator = generator(json)) {
			this.json.write(generator, value);
		}
		byte[] bytes = json.toByteArray();
		if (bytes[0] == '"') {
			text(event, this.json.readTree(bytes, 0, bytes.length).stringValue(), output);
			return;
		}
		header(output, '4', event.id(), event.namespace());
		output.write(':');
		output.write(bytes, 0, bytes.length);
	}

	private static void text(Packet.Event event, String text, MessageOutput output) {
		header(output, '3', event.id(), event.namespace());
		output.write(':');
		output.write(text);
	}

	private void ack(Packet.Ack ack, MessageOutput output) {
		header(output, '6', Packet.NO_ID, ack.namespace());
		output.write(':');
		output.write(Long.toString(ack.id()));
		if (!ack.arguments().isEmpty()) {
			output.write('+');
			try (JsonGenerator generator = generator(output)) {
				array(generator, ack.arguments());
			}
		}
	}

	private JsonGenerator generator(OutputStream output) {
		return this.json.textGenerator(output, this.onBinary);
	}

	private void array(JsonGenerator generator, List<? extends @Nullable Object> values) {
		generator.writeStartArray();
		for (Object value : values) {
			this.json.write(generator, value);
		}
		generator.writeEndArray();
	}

	private static void header(MessageOutput output, char type, long id, String namespace) {
		output.write(type);
		output.write(':');
		if (id != Packet.NO_ID) {
			output.write(Long.toString(id));
			output.write('+');
		}
		output.write(':');
		if (!Packet.ROOT.equals(namespace)) {
			output.write(namespace);
		}
	}

}
