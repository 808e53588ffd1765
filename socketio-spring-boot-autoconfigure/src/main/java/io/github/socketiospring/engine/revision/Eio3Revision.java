package io.github.socketiospring.engine.revision;

import java.time.Duration;
import java.util.Arrays;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.LengthPrefixedFormat;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.text.Base64Payload;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.HeartbeatTimer;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * Engine.IO 3, what socket.io-client 1.x and 2.x speak.
 */
final class Eio3Revision extends EngineIoPackets {

	/** The packet type of a message, as binary packets have it. */
	private static final byte MESSAGE = 4;

	private static final MessageFraming FRAMING = new MessageFraming(new byte[] { '4' }, new byte[] { MESSAGE });

	private static final EngineMessage PONG = EngineMessage.text("3");

	private static final String BASE64 = "b64";

	private static final String JSONP = "j";

	/** What clients add to each poll against caches. */
	private static final String TIMESTAMP = "t";

	private final PayloadFormat textOnly;

	private final PayloadFormat asNeeded;

	private final PayloadFormat binaryOnly;

	Eio3Revision(int maxPacketsPerPayload) {
		this.textOnly = new LengthPrefixedFormat(maxPacketsPerPayload, LengthPrefixedFormat.Form.TEXT);
		this.asNeeded = new LengthPrefixedFormat(maxPacketsPerPayload, LengthPrefixedFormat.Form.AS_NEEDED);
		this.binaryOnly = new LengthPrefixedFormat(maxPacketsPerPayload, LengthPrefixedFormat.Form.BINARY);
	}

	@Override
	public String name() {
		return "EIO3";
	}

	@Override
	Signal base64Signal(byte[] frame, int offset, int length) {
		return (length > 1 && frame[offset + 1] == '4') ? Signal.BASE64_MESSAGE : Signal.INVALID;
	}

	@Override
	public int base64PrefixLength() {
		return 2;
	}

	@Override
	public MessageFraming framing() {
		return FRAMING;
	}

	/** "The first byte is the packet type", and only messages are sent as bytes. */
	@Override
	public byte @Nullable [] binaryContent(byte[] frame) {
		boolean message = frame.length > 0 && frame[0] == MESSAGE;
		return message ? Arrays.copyOfRange(frame, 1, frame.length) : null;
	}

	@Override
	public EngineMessage base64Message(EngineMessage message) {
		int from = message.payloadOffset();
		return asCompressible(message,
				"b4" + Base64Payload.encode(message.array(), from + 1, from + message.payloadLength()));
	}

	/**
	 * Clients 1.0 read nothing but the binary form, unless they asked for text, and 1.7
	 * reads text on some paths only; 2.x reads both. They all add a timestamp to their
	 * polls. Whoever does not gets what Node.js sends: text as long as it will do.
	 */
	@Override
	public PayloadFormat payloads(MultiValueMap<String, String> opening, MultiValueMap<String, String> query) {
		if (opening.containsKey(BASE64) || query.containsKey(BASE64) || query.containsKey(JSONP)) {
			return this.textOnly;
		}
		return query.containsKey(TIMESTAMP) ? this.binaryOnly : this.asNeeded;
	}

	/**
	 * "The client sends a ping packet every pingInterval ms": the server only answers,
	 * and counts from the last one.
	 */
	@Override
	public void start(HeartbeatTimer timer) {
		timer.awaitBeat();
	}

	@Override
	public void expired(HeartbeatTimer timer) {
		timer.close(CloseReason.PING_TIMEOUT, null);
	}

	@Override
	public Duration patience(EngineOptions options) {
		return options.pingInterval().plus(options.pingTimeout());
	}

	/** The answer never repeats the ping's data, as probes of a live transport have. */
	@Override
	public void ping(HeartbeatTimer timer) {
		timer.awaitBeat();
		timer.send(PONG);
	}

	@Override
	public void pong(HeartbeatTimer timer) {
		timer.close(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
	}

}
