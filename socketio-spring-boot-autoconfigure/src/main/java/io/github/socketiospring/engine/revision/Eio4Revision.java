package io.github.socketiospring.engine.revision;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.socketiospring.codec.engineio.Base64Payload;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.engineio.RecordSeparatorFormat;
import io.github.socketiospring.codec.socketio.PacketEncoder;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.Heartbeat;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.Signal;
import io.github.socketiospring.engine.TransportType;

/**
 * Engine.IO 4, what socket.io-client 3.x and 4.x speak.
 */
final class Eio4Revision implements ProtocolRevision, Heartbeat {

	private static final byte[] PROBE = { '2', 'p', 'r', 'o', 'b', 'e' };

	private static final EngineMessage CLOSE = EngineMessage.text("1");

	private static final EngineMessage PING = EngineMessage.text("2");

	private static final EngineMessage PROBE_ANSWER = EngineMessage.text("3probe");

	private static final EngineMessage NOOP = EngineMessage.text("6");

	private final PayloadFormat payloads;

	private final PacketEncoder packetEncoder;

	Eio4Revision(int maxPacketsPerPayload, PacketEncoder packetEncoder) {
		this.payloads = new RecordSeparatorFormat(maxPacketsPerPayload);
		this.packetEncoder = packetEncoder;
	}

	@Override
	public EngineMessage open(String sid, List<TransportType> upgrades, EngineOptions options) {
		String upgradeNames = upgrades.stream()
			.map((type) -> "\"" + type.wireName() + "\"")
			.collect(Collectors.joining(","));
		return EngineMessage.text("0{\"sid\":\"" + sid + "\",\"upgrades\":[" + upgradeNames + "],\"pingInterval\":"
				+ options.pingInterval().toMillis() + ",\"pingTimeout\":" + options.pingTimeout().toMillis()
				+ ",\"maxPayload\":" + options.maxMessageSize() + "}");
	}

	@Override
	public Signal signal(byte[] frame, int offset, int length) {
		return switch (frame[offset]) {
			case '1' -> Signal.CLOSE;
			case '2' -> Signal.PING;
			case '3' -> Signal.PONG;
			case '4' -> Signal.MESSAGE;
			case '5' -> Signal.UPGRADE;
			case '0', '6' -> Signal.IGNORE;
			case 'b' -> Signal.BASE64_MESSAGE;
			default -> Signal.INVALID;
		};
	}

	@Override
	public int typeLength() {
		return 1;
	}

	@Override
	public int base64PrefixLength() {
		return 1;
	}

	@Override
	public EngineMessage textMessage(String text) {
		return EngineMessage.text("4" + text);
	}

	@Override
	public EngineMessage binaryMessage(byte[] data) {
		return EngineMessage.binary(data);
	}

	@Override
	public EngineMessage base64Message(EngineMessage message) {
		return EngineMessage.text("b" + Base64Payload.encode(message));
	}

	@Override
	public EngineMessage closeMessage() {
		return CLOSE;
	}

	@Override
	public EngineMessage noopMessage() {
		return NOOP;
	}

	@Override
	public EngineMessage probeAnswer() {
		return PROBE_ANSWER;
	}

	@Override
	public boolean isProbe(byte[] frame, int offset, int length) {
		return Arrays.equals(frame, offset, offset + length, PROBE, 0, PROBE.length);
	}

	@Override
	public Heartbeat heartbeat() {
		return this;
	}

	@Override
	public PayloadFormat payloads() {
		return this.payloads;
	}

	@Override
	public PacketEncoder packetEncoder() {
		return this.packetEncoder;
	}

	/**
	 * "The server sends a ping packet every pingInterval ms; the client then has
	 * pingTimeout ms to send a pong packet back."
	 */
	@Override
	public void start(EngineSession session) {
		session.restartTimer(false);
	}

	@Override
	public void expired(EngineSession session) {
		if (session.isAwaitingPong()) {
			session.close(CloseReason.PING_TIMEOUT, null);
		}
		else {
			session.restartTimer(true);
			session.send(PING);
		}
	}

	@Override
	public void ping(EngineSession session) {
		session.close(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
	}

	@Override
	public void pong(EngineSession session) {
		session.restartTimer(false);
	}

}
