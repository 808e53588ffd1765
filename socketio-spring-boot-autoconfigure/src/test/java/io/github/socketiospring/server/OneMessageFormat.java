package io.github.socketiospring.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.MessageOutput;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.codec.socketio.PacketHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.MissingNode;

/**
 * A format that no client speaks but that of a test: a packet with all its attachments is
 * one binary message of type, namespace, id, JSON and attachments.
 *
 * @param json reads and writes the arguments
 */
record OneMessageFormat(JsonCodec json) implements PacketFormat {

	@Override
	public String name() {
		return "one-message";
	}

	@Override
	public EngineMessage[] encode(Packet packet, MessageFraming framing) {
		MessageOutput output = framing.binaryOutput(64);
		if (packet instanceof Packet.Event event) {
			write(output, 'e', event.namespace(), event.id(), event.event(), event.arguments());
		}
		else if (packet instanceof Packet.Ack ack) {
			write(output, 'a', ack.namespace(), ack.id(), null, ack.arguments());
		}
		else if (packet instanceof Packet.Connect connect) {
			write(output, 'c', connect.namespace(), Packet.NO_ID, connect.socketId(), List.of());
		}
		else if (packet instanceof Packet.Join join) {
			write(output, 'c', join.namespace(), Packet.NO_ID, null, List.of());
		}
		else if (packet instanceof Packet.ConnectError error) {
			write(output, 'x', error.namespace(), Packet.NO_ID, error.message(), List.of());
		}
		else {
			write(output, 'd', packet.namespace(), Packet.NO_ID, null, List.of());
		}
		return new EngineMessage[] { output.toMessage() };
	}

	void write(OutputStream output, char type, String namespace, long id, @Nullable String first,
			List<? extends @Nullable Object> values) {
		ByteArrayOutputStream array = new ByteArrayOutputStream();
		List<byte[]> attachments = new ArrayList<>();
		this.json.writeArray(array, first, values, attachments);
		try {
			DataOutputStream data = new DataOutputStream(output);
			data.writeByte(type);
			data.writeUTF(namespace);
			data.writeLong(id);
			attachments.add(0, array.toByteArray());
			for (byte[] part : attachments) {
				data.writeInt(part.length);
				data.write(part);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits, PacketHandler handler) {
		return new PacketDecoder() {

			@Override
			public void text(byte[] data, int offset, int length) {
				throw new PacketParseException("text");
			}

			@Override
			public void binary(byte[] data) {
				try {
					read(new DataInputStream(new ByteArrayInputStream(data)), handler);
				}
				catch (IOException ex) {
					throw new PacketParseException("truncated");
				}
			}

		};
	}

	/** A message as a test reads it: type, namespace, id and values. */
	String describe(byte[] message) {
		try {
			DataInputStream data = new DataInputStream(new ByteArrayInputStream(message));
			String head = (char) data.readByte() + " " + data.readUTF() + " " + data.readLong() + " ";
			byte[] array = data.readNBytes(data.readInt());
			List<byte[]> attachments = new ArrayList<>();
			while (data.available() > 0) {
				attachments.add(data.readNBytes(data.readInt()));
			}
			try (ArgumentReader reader = ArgumentReader.ack(this.json, array, 0, array.length, attachments)) {
				return head + reader.capture().nodes();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(DataInputStream data, PacketHandler handler) throws IOException {
		char type = (char) data.readByte();
		String namespace = data.readUTF();
		long id = data.readLong();
		byte[] array = data.readNBytes(data.readInt());
		List<byte[]> attachments = new ArrayList<>();
		while (data.available() > 0) {
			attachments.add(data.readNBytes(data.readInt()));
		}
		switch (type) {
			case 'c' -> handler.connect(namespace, MissingNode.getInstance());
			case 'd' -> handler.disconnect(namespace);
			case 'e' -> {
				try (ArgumentReader reader = ArgumentReader.event(this.json, array, 0, array.length, attachments)) {
					handler.event(namespace, id, reader);
				}
			}
			case 'a' -> {
				try (ArgumentReader reader = ArgumentReader.ack(this.json, array, 0, array.length, attachments)) {
					handler.ack(namespace, id, reader.capture());
				}
			}
			default -> throw new PacketParseException("unknown type");
		}
	}

}
