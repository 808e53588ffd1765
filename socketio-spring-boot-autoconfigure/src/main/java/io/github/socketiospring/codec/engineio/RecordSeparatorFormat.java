package io.github.socketiospring.codec.engineio;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.github.socketiospring.codec.text.Base64Payload;

/**
 * The payload format of Engine.IO 4: "in order to differentiate between the packets, the
 * record separator character (U+001E) is used", and binary packets travel as {@code b}
 * followed by base64. Stateless.
 */
public final class RecordSeparatorFormat implements PayloadFormat {

	private static final byte SEPARATOR = 0x1e;

	private static final byte BASE64 = 'b';

	private final int maxPackets;

	/**
	 * Creates a format.
	 * @param maxPackets the most packets one request body may hold
	 */
	public RecordSeparatorFormat(int maxPackets) {
		this.maxPackets = maxPackets;
	}

	@Override
	public EncodedPayload encode(List<EngineMessage> messages) {
		int length = messages.size() - 1;
		for (EngineMessage message : messages) {
			length += encodedLength(message);
		}
		byte[] body = new byte[length];
		int position = 0;
		for (EngineMessage message : messages) {
			if (position > 0) {
				body[position++] = SEPARATOR;
			}
			position = write(message, body, position);
		}
		return new EncodedPayload(body, false, EngineMessage.anyCompressible(messages));
	}

	private static int encodedLength(EngineMessage message) {
		return message.isBinary() ? 1 + 4 * ((message.payloadLength() + 2) / 3) : message.payloadLength();
	}

	private static int write(EngineMessage message, byte[] body, int position) {
		int from = message.payloadOffset();
		int to = from + message.payloadLength();
		if (!message.isBinary()) {
			System.arraycopy(message.array(), from, body, position, to - from);
			return position + to - from;
		}
		body[position] = BASE64;
		byte[] base64 = Base64.getEncoder().encode(Arrays.copyOfRange(message.array(), from, to));
		System.arraycopy(base64, 0, body, position + 1, base64.length);
		return position + 1 + base64.length;
	}

	/** "A binary payload is base64-encoded": there are no others. */
	@Override
	public boolean acceptsBinaryBodies() {
		return false;
	}

	@Override
	public void decode(byte[] body, boolean binary, PayloadConsumer consumer) throws PayloadException {
		int packets = 0;
		int start = 0;
		while (start <= body.length) {
			int end = start;
			while (end < body.length && body[end] != SEPARATOR) {
				end++;
			}
			if (end == start) {
				throw new PayloadException("empty packet");
			}
			if (++packets > this.maxPackets) {
				throw PayloadException.tooManyPackets(this.maxPackets);
			}
			boolean goOn = (body[start] == BASE64) ? consumer.binary(base64(body, start + 1, end))
					: consumer.text(body, start, end - start);
			if (!goOn) {
				return;
			}
			start = end + 1;
		}
	}

	private static byte[] base64(byte[] body, int from, int to) throws PayloadException {
		try {
			return Base64Payload.decode(body, from, to);
		}
		catch (IllegalArgumentException ex) {
			throw new PayloadException("invalid base64");
		}
	}

}
