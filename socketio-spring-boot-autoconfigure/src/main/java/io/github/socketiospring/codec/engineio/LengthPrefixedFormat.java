package io.github.socketiospring.codec.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.codec.text.Base64Payload;
import io.github.socketiospring.codec.text.PlainText;
import io.github.socketiospring.codec.text.Utf16Units;

/**
 * The payload formats of Engine.IO 3. As text, {@code <length>:<packet>} one after the
 * other, with lengths in UTF-16 units. As bytes, {@code <0 for string data, 1 for binary
 * data><any number of numbers between 0 and 9><the number 255><packet>}, with lengths in
 * bytes. Stateless.
 */
public final class LengthPrefixedFormat implements PayloadFormat {

	private static final int TEXT = 0;

	private static final int BINARY = 1;

	private static final byte END_OF_LENGTH = (byte) 0xff;

	/** What the text form has in place of a binary packet's type byte. */
	private static final String BASE64_MESSAGE = "b4";

	private final int maxPackets;

	private final Form form;

	/**
	 * Creates a format.
	 * @param maxPackets the most packets one request body may hold
	 * @param form the form of responses; requests may have either
	 */
	public LengthPrefixedFormat(int maxPackets, Form form) {
		this.maxPackets = maxPackets;
		this.form = form;
	}

	/**
	 * The form of responses.
	 */
	public enum Form {

		/** Always text, with binary packets as base64. */
		TEXT,

		/** Text, or bytes if there are binary packets. */
		AS_NEEDED,

		/** Always bytes. */
		BINARY

	}

	// Encoding

	@Override
	public EncodedPayload encode(List<EngineMessage> messages) {
		boolean binary = switch (this.form) {
			case TEXT -> false;
			case AS_NEEDED -> messages.stream().anyMatch(EngineMessage::isBinary);
			case BINARY -> true;
		};
		ByteArrayOutputStream body = new ByteArrayOutputStream(64);
		for (EngineMessage message : messages) {
			if (binary) {
				writeBinary(message, body);
			}
			else {
				writeText(message, body);
			}
		}
		return new EncodedPayload(body.toByteArray(), binary, EngineMessage.anyCompressible(messages));
	}

	private static void writeBinary(EngineMessage message, ByteArrayOutputStream body) {
		body.write(message.isBinary() ? BINARY : TEXT);
		for (char digit : Integer.toString(message.payloadLength()).toCharArray()) {
			body.write(digit - '0');
		}
		body.write(END_OF_LENGTH);
		body.write(message.array(), message.payloadOffset(), message.payloadLength());
	}

	private static void writeText(EngineMessage message, ByteArrayOutputStream body) {
		int offset = message.payloadOffset();
		int length = message.payloadLength();
		if (message.isBinary()) {
			String base64 = Base64Payload.encode(message.array(), offset + 1, offset + length);
			ascii((BASE64_MESSAGE.length() + base64.length()) + ":" + BASE64_MESSAGE + base64, body);
		}
		else {
			ascii(Utf16Units.count(message.array(), offset, offset + length) + ":", body);
			body.write(message.array(), offset, length);
		}
	}

	private static void ascii(String text, ByteArrayOutputStream body) {
		body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
	}

	// Decoding

	/** "If any binary data is in the payload, it is sent as binary." */
	@Override
	public boolean acceptsBinaryBodies() {
		return true;
	}

	@Override
	public void decode(byte[] body, boolean binary, PayloadConsumer consumer) throws PayloadException {
		if (body.length == 0) {
			throw new PayloadException("empty payload");
		}
		Reading reading = new Reading(body);
		int packets = 0;
		boolean goOn = true;
		while (goOn && reading.position < body.length) {
			if (++packets > this.maxPackets) {
				throw PayloadException.tooManyPackets(this.maxPackets);
			}
			goOn = binary ? reading.binaryForm(consumer) : reading.textForm(consumer);
		}
	}

	/**
	 * One body, read from left to right.
	 */
	private static final class Reading {

		private final byte[] body;

		private int position;

		Reading(byte[] body) {
			this.body = body;
		}

		boolean textForm(PayloadConsumer consumer) throws PayloadException {
			int units = length('0', (byte) ':');
			int start = this.position;
			int end = Utf16Units.end(this.body, start, units);
			if (end < 0) {
				throw new PayloadException("the length does not fit the packet");
			}
			this.position = end;
			return consumer.text(this.body, start, end - start);
		}

		boolean binaryForm(PayloadConsumer consumer) throws PayloadException {
			int type = this.body[this.position++];
			if (type != TEXT && type != BINARY) {
				throw new PayloadException("neither a text packet nor a binary one");
			}
			int length = length(0, END_OF_LENGTH);
			int start = this.position;
			this.position += length;
			if (type == BINARY) {
				return consumer.binary(Arrays.copyOfRange(this.body, start, this.position));
			}
			if (!PlainText.isUtf8(this.body, start, length)) {
				throw new PayloadException("text that is not UTF-8");
			}
			return consumer.text(this.body, start, length);
		}

		/**
		 * Reads a length. No character has more UTF-16 units than bytes, so no length may
		 * be larger than the number of bytes left.
		 */
		private int length(int zero, byte end) throws PayloadException {
			long length = 0;
			while (this.position < this.body.length && this.body[this.position] != end) {
				int digit = this.body[this.position++] - zero;
				length = 10 * length + digit;
				if (digit < 0 || digit > 9 || length > this.body.length) {
					throw new PayloadException("invalid length");
				}
			}
			this.position++;
			if (length == 0 || length > this.body.length - this.position) {
				throw new PayloadException("invalid length");
			}
			return (int) length;
		}

	}

}
