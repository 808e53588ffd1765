package io.github.socketiospring.engine.legacy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.legacy.LegacyPayloadFormat;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.Heartbeat;
import io.github.socketiospring.engine.HeartbeatTimer;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * Socket.IO protocol 1, what clients 0.7 to 0.9 speak. There is no Engine.IO below it:
 * packets have no type in front. When a heartbeat is due, and when a session is dead, is
 * the virtual connection's business.
 */
final class LegacyRevision implements ProtocolRevision, Heartbeat {

	private static final MessageFraming FRAMING = new MessageFraming(new byte[0], null);

	private static final EngineMessage DISCONNECT = EngineMessage.text("0::");

	private static final EngineMessage HEARTBEAT = EngineMessage.text("2::");

	private static final EngineMessage NOOP = EngineMessage.text("8::");

	private static final int MAX_MALFORMED_PACKETS = 100;

	private final PayloadFormat payloads;

	private final LegacyOptions options;

	LegacyRevision(int maxPacketsPerPayload, LegacyOptions options) {
		this.payloads = new LegacyPayloadFormat(maxPacketsPerPayload);
		this.options = options;
	}

	@Override
	public String name() {
		return "V1";
	}

	/**
	 * "The body of the response should contain the session id, the heartbeat timeout, the
	 * connection closing timeout and the list of supported transports, separated by
	 * colons", times in seconds.
	 */
	@Override
	public EngineMessage open(String sid, List<String> upgrades, EngineOptions engineOptions) {
		return EngineMessage.text(sid + ":" + seconds(this.options.heartbeatTimeout()) + ":"
				+ seconds(this.options.closeTimeout()) + ":"
				+ this.options.transports().stream().map(LegacyTransport::wireName).collect(Collectors.joining(",")));
	}

	/** Rounded up, since clients take 0 for "at once". */
	private static long seconds(Duration duration) {
		return Math.max(1, duration.plusMillis(999).toSeconds());
	}

	@Override
	public Signal signal(byte[] frame, int offset, int length) {
		return switch (frame[offset]) {
			case '2' -> Signal.PONG;
			case '8' -> Signal.IGNORE;
			// What is no packet at all is told there, where the client is answered.
			default -> Signal.MESSAGE;
		};
	}

	@Override
	public MessageFraming framing() {
		return FRAMING;
	}

	@Override
	public int base64PrefixLength() {
		return 0;
	}

	@Override
	public byte @Nullable [] binaryContent(byte[] frame) {
		return null;
	}

	@Override
	public EngineMessage base64Message(EngineMessage message) {
		throw new UnsupportedOperationException("Protocol 1 has no binary messages");
	}

	@Override
	public EngineMessage closeMessage() {
		return DISCONNECT;
	}

	@Override
	public EngineMessage noopMessage() {
		return NOOP;
	}

	/** There are no upgrades, and so no probes. */
	@Override
	public boolean isProbe(byte[] frame, int offset, int length) {
		return false;
	}

	@Override
	public EngineMessage probeAnswer() {
		return NOOP;
	}

	@Override
	public PayloadFormat payloads(MultiValueMap<String, String> opening, MultiValueMap<String, String> query) {
		return this.payloads;
	}

	/** The reference server drops them all, for ever. */
	@Override
	public int maxMalformedPackets() {
		return MAX_MALFORMED_PACKETS;
	}

	@Override
	public Heartbeat heartbeat() {
		return this;
	}

	@Override
	public void start(HeartbeatTimer timer) {
		// The virtual connection's timer runs already.
	}

	@Override
	public void expired(HeartbeatTimer timer) {
		timer.send(HEARTBEAT);
	}

	@Override
	public Duration patience(EngineOptions engineOptions) {
		return this.options.heartbeatTimeout();
	}

	@Override
	public void ping(HeartbeatTimer timer) {
		// No signal means it.
	}

	@Override
	public void pong(HeartbeatTimer timer) {
		// Whatever arrives counts, and was counted.
	}

}
