package io.github.socketiospring.server;

import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.EncodedPacket;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.SendResult;

/**
 * What one client is sent: packets as the messages of its format. Safe for use by any
 * thread.
 */
final class PacketOutput {

	private final EngineSession session;

	private final PacketFormat format;

	private final AttachmentWarnings warnings;

	PacketOutput(EngineSession session, PacketFormat format, AttachmentWarnings warnings) {
		this.session = session;
		this.format = format;
		this.warnings = warnings;
	}

	SendResult send(Packet packet) {
		return this.session.send(encode(packet));
	}

	/** Sends a packet that connections which compress do not compress. */
	SendResult sendUncompressed(Packet packet) {
		return this.session.send(EngineMessage.uncompressed(encode(packet)));
	}

	void send(EncodedPacket packet, BroadcastDelivery delivery) {
		EngineMessage[] messages = packet.messages(this.format, this.session.revision().framing());
		if (messages.length > AttachmentWarnings.MAX_MESSAGES) {
			this.warnings.warn(packet.packet(), messages.length);
		}
		delivery.add(this.session, messages);
	}

	/** Sends a packet when the delivery is flushed. */
	void send(Packet packet, BroadcastDelivery delivery) {
		delivery.add(this.session, encode(packet));
	}

	/** How many bytes may wait for the client. */
	long capacity() {
		return this.session.capacity();
	}

	/**
	 * Sends encoded packets as one unit, if there is room for them.
	 * @return whether they are sent
	 */
	boolean trySend(List<EngineMessage> messages, BroadcastDelivery delivery) {
		return delivery.tryAdd(this.session, messages.toArray(EngineMessage[]::new));
	}

	/** Sends a packet of one message before everything that waits. */
	void sendFirst(Packet packet) {
		this.session.sendFirst(encode(packet)[0]);
	}

	/** Closes the connection once everything queued, and these packets, are written. */
	void closeWhenWritten(Packet... last) {
		this.session.closeWhenWritten(
				Arrays.stream(last).flatMap((packet) -> Arrays.stream(encode(packet))).toArray(EngineMessage[]::new));
	}

	EngineMessage[] encode(Packet packet) {
		EngineMessage[] messages = this.format.encode(packet, this.session.revision().framing());
		if (messages.length > AttachmentWarnings.MAX_MESSAGES) {
			this.warnings.warn(packet, messages.length);
		}
		return messages;
	}

}
