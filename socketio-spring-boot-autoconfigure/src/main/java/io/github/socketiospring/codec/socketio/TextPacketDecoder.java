package io.github.socketiospring.codec.socketio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Decodes the packets of one connection that speaks one of Socket.IO protocols 3 to 5.
 * Between messages it remembers only a packet whose attachments are still to come: "the
 * attachments must be sent in order, right after the packet". Used by one thread at a
 * time.
 */
final class TextPacketDecoder implements PacketDecoder {

	private static final long MAX_ID = (1L << 53) - 1;

	/** As long as a query of HTTP may be: old clients send tokens behind the name. */
	private static final int MAX_QUERY_BYTES = 8_192;

	private static final byte[] NO_ARGUMENTS = { '[', ']' };

	private final JsonCodec json;

	private final DecoderLimits limits;

	private final PacketHandler handler;

	private @Nullable Pending pending;

	/**
	 * Creates a decoder.
	 * @param json reads the arguments
	 * @param limits bounds on packets
	 * @param handler takes the packets
	 */
	TextPacketDecoder(JsonCodec json, DecoderLimits limits, PacketHandler handler) {
		this.json = json;
		this.limits = limits;
		this.handler = handler;
	}

	@Override
	public void text(byte[] data, int offset, int length) {
		if (this.pending != null) {
			throw new PacketParseException("text while attachments are due");
		}
		new Reading(data, offset, offset + length).read();
	}

	@Override
	public void binary(byte[] data) {
		Pending packet = this.pending;
		if (packet == null) {
			throw new PacketParseException("binary data without a packet");
		}
		packet.bytes += data.length;
		if (packet.bytes > this.limits.maxAttachmentBytes()) {
			throw new PacketParseException("attachments larger than " + this.limits.maxAttachmentBytes() + " bytes",
					"max-http-buffer-size");
		}
		packet.attachments.add(data);
		if (packet.attachments.size() == packet.expected) {
			this.pending = null;
			packet.reading.deliver(packet.attachments);
		}
	}

	/**
	 * A packet whose attachments are still to come.
	 */
	private static final class Pending {

		private final Reading reading;

		private final int expected;

		private final List<byte[]> attachments = new ArrayList<>();

		private long bytes;

		Pending(Reading reading, int expected) {
			this.reading = reading;
			this.expected = expected;
		}

	}

	/**
	 * The parts of one packet, read from left to right.
	 */
	private final class Reading {

		private final byte[] data;

		private final int end;

		private int position;

		private char type;

		private String namespace = Packet.ROOT;

		private long id = Packet.NO_ID;

		Reading(byte[] data, int start, int end) {
			this.data = data;
			this.position = start;
			this.end = end;
		}

		void read() {
			if (this.position == this.end) {
				throw new PacketParseException("empty packet");
			}
			this.type = (char) this.data[this.position++];
			int attachments = (this.type == '5' || this.type == '6') ? readAttachments() : 0;
			readNamespace();
			readId();
			if (attachments > 0) {
				check();
				TextPacketDecoder.this.pending = new Pending(this, attachments);
			}
			else {
				deliver(List.of());
			}
		}

		private int readAttachments() {
			int count = 0;
			int start = this.position;
			while (this.position < this.end && isDigit(this.data[this.position])) {
				count = 10 * count + this.data[this.position++] - '0';
				if (count > TextPacketDecoder.this.limits.maxAttachments()) {
					throw new PacketParseException("too many attachments", "max-attachments");
				}
			}
			if (this.position == start || this.position == this.end || this.data[this.position++] != '-') {
				throw new PacketParseException("illegal attachments");
			}
			if (count == 0) {
				throw new PacketParseException("binary packet without attachments");
			}
			return count;
		}

		private void readNamespace() {
			if (this.position == this.end || this.data[this.position] != '/') {
				return;
			}
			int start = this.position;
			int query = -1;
			while (this.position < this.end && this.data[this.position] != ',') {
				if (query < 0 && this.type == '0' && this.data[this.position] == '?') {
					query = this.position;
				}
				this.position++;
			}
			int nameEnd = (query >= 0) ? query : this.position;
			// A character has at most 4 bytes; the exact count is checked on the string.
			int max = TextPacketDecoder.this.limits.maxNameLength();
			if (nameEnd - start > 4L * max || this.position - nameEnd > MAX_QUERY_BYTES) {
				throw new PacketParseException("namespace name too long", "max-name-length");
			}
			String name = new String(this.data, start, nameEnd - start, StandardCharsets.UTF_8);
			if (name.length() > max) {
				throw new PacketParseException("namespace name too long", "max-name-length");
			}
			this.namespace = name + new String(this.data, nameEnd, this.position - nameEnd, StandardCharsets.UTF_8);
			if (this.position < this.end) {
				this.position++;
			}
		}

		private void readId() {
			if (this.position == this.end || !isDigit(this.data[this.position])) {
				return;
			}
			long value = 0;
			while (this.position < this.end && isDigit(this.data[this.position])) {
				value = 10 * value + this.data[this.position++] - '0';
				if (value > MAX_ID) {
					throw new PacketParseException("acknowledgement id out of range");
				}
			}
			this.id = value;
		}

		/** Nobody needs to wait for the attachments of what cannot become a packet. */
		private void check() {
			try (ArgumentReader reader = open(List.of())) {
				if (this.type == '5') {
					checkName(reader.event());
				}
				reader.capture();
			}
		}

		void deliver(List<byte[]> attachments) {
			PacketHandler handler = TextPacketDecoder.this.handler;
			switch (this.type) {
				case '0' -> handler.connect(this.namespace, auth());
				case '1' -> {
					requireNoPayload();
					handler.disconnect(this.namespace);
				}
				case '2', '5' -> event(attachments);
				case '3', '6' -> ack(attachments);
				case '4' -> handler.refused(this.namespace, value());
				default -> throw new PacketParseException("unknown packet type");
			}
		}

		private JsonNode auth() {
			JsonNode auth = value();
			if (!auth.isObject() && !auth.isMissingNode()) {
				throw new PacketParseException("CONNECT payload is not an object");
			}
			return auth;
		}

		private JsonNode value() {
			return (this.position < this.end)
					? TextPacketDecoder.this.json.readTree(this.data, this.position, this.end - this.position)
					: MissingNode.getInstance();
		}

		private void requireNoPayload() {
			if (this.position != this.end) {
				throw new PacketParseException("DISCONNECT with a payload");
			}
		}

		private void event(List<byte[]> attachments) {
			try (ArgumentReader reader = open(attachments)) {
				checkName(reader.event());
				TextPacketDecoder.this.handler.event(this.namespace, this.id, reader);
			}
		}

		private void ack(List<byte[]> attachments) {
			try (ArgumentReader reader = open(attachments)) {
				JsonArguments arguments = reader.capture();
				// Valid without an id, and then an answer to nothing.
				if (this.id != Packet.NO_ID) {
					TextPacketDecoder.this.handler.ack(this.namespace, this.id, arguments);
				}
			}
		}

		private void checkName(String event) {
			if (event.length() > TextPacketDecoder.this.limits.maxNameLength()) {
				throw new PacketParseException("event name too long", "max-name-length");
			}
			if (ReservedEvents.contains(event)) {
				throw new PacketParseException("reserved event name");
			}
		}

		private ArgumentReader open(List<byte[]> attachments) {
			JsonCodec json = TextPacketDecoder.this.json;
			int length = this.end - this.position;
			return switch (this.type) {
				case '2', '5' -> ArgumentReader.event(json, this.data, this.position, length, attachments);
				// Clients that acknowledge with nothing may leave the array out.
				case '3' -> (length > 0) ? ArgumentReader.ack(json, this.data, this.position, length, attachments)
						: ArgumentReader.ack(json, NO_ARGUMENTS, 0, NO_ARGUMENTS.length, attachments);
				default -> ArgumentReader.ack(json, this.data, this.position, length, attachments);
			};
		}

		private static boolean isDigit(byte b) {
			return b >= '0' && b <= '9';
		}

	}

}
