package io.github.socketiospring.engine.revision;

import java.time.Duration;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.engineio.RecordSeparatorFormat;
import io.github.socketiospring.codec.text.Base64Payload;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.HeartbeatTimer;
import io.github.socketiospring.engine.Signal;

import org.springframework.util.MultiValueMap;

/**
 * Engine.IO 4, what socket.io-client 3.x and 4.x speak.
 */
final class Eio4Revision extends EngineIoPackets {

	private static final MessageFraming FRAMING = new MessageFraming(new byte[] { '4' }, new byte[0]);

	private static final EngineMessage PING = EngineMessage.text("2");

	private final PayloadFormat payloads;

	Eio4Revision(int maxPacketsPerPayload) {
		this.payloads = new RecordSeparatorFormat(maxPacketsPerPayload);
	}

	@Override
	public String name() {
		return "EIO4";
	}

	@Override
	Signal base64Signal(byte[] frame, int offset, int length) {
		return Signal.BASE64_MESSAGE;
	}

	@Override
	public int base64PrefixLength() {
		return 1;
	}

	@Override
	public MessageFraming framing() {
		return FRAMING;
	}

	@Override
	public byte[] binaryContent(byte[] frame) {
		return frame;
	}

	@Override
	public EngineMessage base64Message(EngineMessage message) {
		int from = message.payloadOffset();
		return asCompressible(message,
				"b" + Base64Payload.encode(message.array(), from, from + message.payloadLength()));
	}

	@Override
	public PayloadFormat payloads(MultiValueMap<String, String> opening, MultiValueMap<String, String> query) {
		return this.payloads;
	}

	/**
	 * "The server sends a ping packet every pingInterval ms; the client then has
	 * pingTimeout ms to send a pong packet back."
	 */
	@Override
	public void start(HeartbeatTimer timer) {
		timer.rest();
	}

	@Override
	public void expired(HeartbeatTimer timer) {
		if (timer.isAwaiting()) {
			timer.close(CloseReason.PING_TIMEOUT, null);
		}
		else {
			timer.awaitAnswer();
			timer.send(PING);
		}
	}

	@Override
	public void unread(HeartbeatTimer timer) {
		timer.send(PING);
	}

	@Override
	public Duration patience(EngineOptions options) {
		return options.pingTimeout();
	}

	@Override
	public void ping(HeartbeatTimer timer) {
		timer.close(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
	}

	@Override
	public void pong(HeartbeatTimer timer) {
		timer.rest();
	}

}
