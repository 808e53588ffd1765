package io.github.socketiospring.codec.legacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.codec.engineio.EncodedPayload;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadConsumer;
import io.github.socketiospring.codec.engineio.PayloadException;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.text.Utf16Units;

/**
 * How protocol 1 puts packets together: one packet is sent as it is, several as
 * {@code \ufffd<length>\ufffd<packet>} one after the other, with lengths in UTF-16 units.
 * Stateless.
 */
public final class LegacyPayloadFormat implements PayloadFormat {

	/** U+FFFD in UTF-8. */
	private static final byte[] MARK = { (byte) 0xef, (byte) 0xbf, (byte) 0xbd };

	private final int maxPackets;

	/**
	 * Creates a format.
	 * @param maxPackets the most packets one request body may hold
	 */
	public LegacyPayloadFormat(int maxPackets) {
		this.maxPackets = maxPackets;
	}

	@Override
	public EncodedPayload encode(List<EngineMessage> messages) {
		ByteArrayOutputStream body = new ByteArrayOutputStream(64);
		for (EngineMessage message : messages) {
			int offset = message.payloadOffset();
			int length = message.payloadLength();
			if (messages.size() > 1) {
				int units = Utf16Units.count(message.array(), offset, offset + length);
				body.writeBytes(MARK);
				body.writeBytes(Integer.toString(units).getBytes(StandardCharsets.US_ASCII));
				body.writeBytes(MARK);
			}
			body.write(message.array(), offset, length);
		}
		return new EncodedPayload(body.toByteArray(), false, EngineMessage.anyCompressible(messages));
	}

	@Override
	public boolean acceptsBinaryBodies() {
		return false;
	}

	/** An empty body holds no packet, which is not an error. */
	@Override
	public void decode(byte[] body, boolean binary, PayloadConsumer consumer) throws PayloadException {
		if (!isMark(body, 0)) {
			if (body.length > 0) {
				consumer.text(body, 0, body.length);
			}
			return;
		}
		int position = 0;
		boolean goOn = true;
		for (int packets = 1; goOn && position < body.length; packets++) {
			if (packets > this.maxPackets) {
				throw PayloadException.tooManyPackets(this.maxPackets);
			}
			if (!isMark(body, position)) {
				throw new PayloadException("no length where one must be");
			}
			int digits = position + MARK.length;
			int mark = digits;
			while (mark < body.length && body[mark] >= '0' && body[mark] <= '9') {
				mark++;
			}
			if (!isMark(body, mark)) {
				throw new PayloadException("invalid length");
			}
			int start = mark + MARK.length;
			int last = Utf16Units.end(body, start, number(body, digits, mark, body.length - start));
			if (last < 0) {
				throw new PayloadException("the length does not fit the packet");
			}
			goOn = consumer.text(body, start, last - start);
			position = last;
		}
	}

	/** No character has more units than bytes, so no length may exceed those left. */
	private static int number(byte[] data, int from, int to, int max) throws PayloadException {
		long number = 0;
		for (int i = from; i < to; i++) {
			number = 10 * number + data[i] - '0';
			if (number > max) {
				throw new PayloadException("the length does not fit the packet");
			}
		}
		if (number == 0) {
			throw new PayloadException("empty packet");
		}
		return (int) number;
	}

	private static boolean isMark(byte[] data, int position) {
		return position + MARK.length <= data.length && data[position] == MARK[0] && data[position + 1] == MARK[1]
				&& data[position + 2] == MARK[2];
	}

}
