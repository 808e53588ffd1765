package io.github.socketiospring.codec.legacy;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import io.github.socketiospring.codec.socketio.PacketHandler;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import tools.jackson.databind.node.MissingNode;

/**
 * Decodes packets of Socket.IO protocol 1. "If the id part is followed by a + the ACK is
 * not handled by the socket.io server, but by the user instead"; without it the server
 * must acknowledge at once. Messages become the events {@code message} and {@code json}.
 */
final class LegacyPacketDecoder implements PacketDecoder {

	private static final long MAX_ID = (1L << 53) - 1;

	/** As long as a query of HTTP may be. */
	private static final int MAX_QUERY_BYTES = 8_192;

	private static final List<String> REASONS = List.of("transport not supported", "client not handshaken",
			"unauthorized");

	private static final List<String> ADVICES = List.of("reconnect");

	private static final byte[] NO_ARGUMENTS = { '[', ']' };

	private final JsonCodec json;

	private final DecoderLimits limits;

	private final PacketHandler handler;

	/**
	 * Creates a decoder.
	 * @param json reads the arguments
	 * @param limits bounds on packets
	 * @param handler takes the packets
	 */
	LegacyPacketDecoder(JsonCodec json, DecoderLimits limits, PacketHandler handler) {
		this.json = json;
		this.limits = limits;
		this.handler = handler;
	}

	@Override
	public void binary(byte[] data) {
		throw new PacketParseException("binary data");
	}

	@Override
	public void text(byte[] data, int offset, int length) {
		new Reading(data, offset, offset + length).read();
	}

	/** Clients say a number where they have one. */
	private static String known(String text, List<String> numbered) {
		for (int i = 0; i < numbered.size(); i++) {
			if (text.equals(Integer.toString(i))) {
				return numbered.get(i);
			}
		}
		return text;
	}

	/**
	 * The parts of one packet, read from left to right.
	 */
	private final class Reading {

		private final byte[] data;

		private final int end;

		private int position;

		private long id = Packet.NO_ID;

		private boolean answered;

		private boolean root;

		private String namespace = Packet.ROOT;

		Reading(byte[] data, int start, int end) {
			this.data = data;
			this.position = start;
			this.end = end;
		}

		void read() {
			if (this.end - this.position < 3 || this.data[this.position + 1] != ':') {
				throw new PacketParseException("no packet");
			}
			char type = (char) this.data[this.position];
			this.position += 2;
			readId();
			readEndpoint((type == '1') ? MAX_QUERY_BYTES : 0);
			PacketHandler handler = LegacyPacketDecoder.this.handler;
			switch (type) {
				case '0' -> leave(handler);
				case '1' -> handler.connect(this.namespace, MissingNode.getInstance());
				case '3' -> message(LegacyJson.message(this.data, this.position, this.end));
				case '4' -> message(LegacyJson.json(LegacyPacketDecoder.this.json, this.data, this.position, this.end));
				case '5' -> event(LegacyJson.event(LegacyPacketDecoder.this.json, this.data, this.position, this.end));
				case '6' -> ack(handler);
				case '7' -> error(handler);
				case '2', '8' -> {
					// Heartbeats end before; noops ask for nothing.
				}
				default -> throw new PacketParseException("unknown packet type");
			}
		}

		private void leave(PacketHandler handler) {
			if (this.root) {
				handler.leave();
			}
			else {
				handler.disconnect(this.namespace);
			}
		}

		/** {@code <reason>[+<advice>]}, both of them numbers if they are known. */
		private void error(PacketHandler handler) {
			if (this.end - this.position > 4L * LegacyPacketDecoder.this.limits.maxNameLength()) {
				throw new PacketParseException("error too long");
			}
			String text = new String(this.data, this.position, this.end - this.position, StandardCharsets.UTF_8);
			int plus = text.indexOf('+');
			String reason = (plus < 0) ? text : text.substring(0, plus);
			String advice = (plus < 0) ? null : text.substring(plus + 1);
			handler.error(this.namespace, known(reason, REASONS), (advice != null) ? known(advice, ADVICES) : null);
		}

		private void readId() {
			int start = this.position;
			this.id = readNumber();
			this.answered = this.id != Packet.NO_ID && !(this.position < this.end && this.data[this.position] == '+');
			if (this.id != Packet.NO_ID && !this.answered) {
				this.position++;
			}
			if (this.position == this.end || this.data[this.position] != ':') {
				throw new PacketParseException((this.position == start) ? "no packet" : "illegal id");
			}
			this.position++;
		}

		private long readNumber() {
			int start = this.position;
			long value = 0;
			while (this.position < this.end && this.data[this.position] >= '0' && this.data[this.position] <= '9') {
				value = 10 * value + this.data[this.position++] - '0';
				if (value > MAX_ID) {
					throw new PacketParseException("acknowledgement id out of range");
				}
			}
			return (this.position > start) ? value : Packet.NO_ID;
		}

		/** Up to the next colon, behind which the data begins. */
		private void readEndpoint(int maxQuery) {
			int start = this.position;
			int query = -1;
			while (this.position < this.end && this.data[this.position] != ':') {
				if (query < 0 && this.data[this.position] == '?') {
					query = this.position;
				}
				this.position++;
			}
			int nameEnd = (query >= 0) ? query : this.position;
			// A character has at most 4 bytes; the exact count is checked on the string.
			int max = LegacyPacketDecoder.this.limits.maxNameLength();
			if (nameEnd - start > 4L * max || this.position - nameEnd > maxQuery) {
				throw new PacketParseException("endpoint too long", "max-name-length");
			}
			String name = new String(this.data, start, nameEnd - start, StandardCharsets.UTF_8);
			if (name.length() > max) {
				throw new PacketParseException("endpoint too long", "max-name-length");
			}
			if (!name.isEmpty() && name.charAt(0) != '/') {
				throw new PacketParseException("illegal endpoint");
			}
			this.namespace = (name.isEmpty() ? Packet.ROOT : name)
					+ new String(this.data, nameEnd, this.position - nameEnd, StandardCharsets.UTF_8);
			this.root = Packet.ROOT.equals(this.namespace);
			if (this.position < this.end) {
				this.position++;
			}
		}

		/** The event in the form of protocol 5: an array that begins with the name. */
		private void event(byte[] array) {
			event(ArgumentReader.event(LegacyPacketDecoder.this.json, array, 0, array.length, List.of()));
		}

		/** The same for a message, under the name it is given as an event. */
		private void message(byte[] array) {
			event(ArgumentReader.message(LegacyPacketDecoder.this.json, array));
		}

		private void event(ArgumentReader opened) {
			PacketHandler handler = LegacyPacketDecoder.this.handler;
			try (ArgumentReader reader = opened) {
				if (reader.event().length() > LegacyPacketDecoder.this.limits.maxNameLength()) {
					throw new PacketParseException("event name too long", "max-name-length");
				}
				if (this.answered) {
					handler.received(this.namespace, this.id);
				}
				if (ReservedEvents.contains(reader.event())) {
					// "Event names on the blacklist are ignored."
					reader.capture();
					handler.unallowed(this.namespace, reader.event());
					return;
				}
				handler.event(this.namespace, this.answered ? Packet.NO_ID : this.id, reader);
			}
		}

		/** Here the id is part of the data: {@code <id>[+<array>]}. */
		private void ack(PacketHandler handler) {
			long answeredId = readNumber();
			if (answeredId == Packet.NO_ID) {
				throw new PacketParseException("acknowledgement without an id");
			}
			boolean arguments = this.position < this.end;
			if (arguments && this.data[this.position++] != '+') {
				throw new PacketParseException("illegal acknowledgement");
			}
			boolean empty = this.position == this.end;
			try (ArgumentReader reader = empty
					? ArgumentReader.ack(LegacyPacketDecoder.this.json, NO_ARGUMENTS, 0, NO_ARGUMENTS.length, List.of())
					: ArgumentReader.ack(LegacyPacketDecoder.this.json, this.data, this.position,
							this.end - this.position, List.of())) {
				handler.ack(this.namespace, answeredId, reader.capture());
			}
		}

	}

}
