package io.github.socketiospring.engine.revision;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Heartbeat;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.Signal;

/**
 * What the revisions of Engine.IO have in common: packet types of one digit, and the
 * packets that carry no data.
 */
abstract class EngineIoPackets implements ProtocolRevision, Heartbeat {

	private static final byte[] PROBE = { '2', 'p', 'r', 'o', 'b', 'e' };

	private static final EngineMessage CLOSE = EngineMessage.text("1");

	private static final EngineMessage PROBE_ANSWER = EngineMessage.text("3probe");

	private static final EngineMessage NOOP = EngineMessage.text("6");

	@Override
	public EngineMessage open(String sid, List<String> upgrades, EngineOptions options) {
		StringJoiner upgradeNames = new StringJoiner(",");
		for (String name : upgrades) {
			upgradeNames.add("\"" + name + "\"");
		}
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
			case 'b' -> base64Signal(frame, offset, length);
			default -> Signal.INVALID;
		};
	}

	/** What a frame means that begins with "b". */
	abstract Signal base64Signal(byte[] frame, int offset, int length);

	/** Makes a message of text that stands for another. */
	static EngineMessage asCompressible(EngineMessage original, String text) {
		EngineMessage message = EngineMessage.text(text);
		return original.isCompressible() ? message : message.uncompressed();
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
	public int maxMalformedPackets() {
		return 0;
	}

	@Override
	public Heartbeat heartbeat() {
		return this;
	}

}
