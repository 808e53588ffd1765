package io.github.socketiospring.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Engine.IO 3.
 */
public final class Eio3Dialect implements Dialect {

	@Override
	public String number() {
		return "3";
	}

	@Override
	public String payload(List<Object> frames) {
		StringBuilder body = new StringBuilder();
		for (Object frame : frames) {
			String text = (frame instanceof byte[] binary) ? "b4" + Base64.getEncoder().encodeToString(binary)
					: (String) frame;
			body.append(text.length()).append(':').append(text);
		}
		return body.toString();
	}

	@Override
	public List<Object> frames(PollingWire.Body body) {
		return body.binary() ? binaryForm(body.bytes()) : textForm(body.text());
	}

	private static List<Object> textForm(String body) {
		List<Object> frames = new ArrayList<>();
		int position = 0;
		while (position < body.length()) {
			int colon = body.indexOf(':', position);
			int end = colon + 1 + Integer.parseInt(body.substring(position, colon));
			String frame = body.substring(colon + 1, end);
			frames.add(frame.startsWith("b4") ? Base64.getDecoder().decode(frame.substring(2)) : frame);
			position = end;
		}
		return frames;
	}

	private static List<Object> binaryForm(byte[] body) {
		List<Object> frames = new ArrayList<>();
		int position = 0;
		while (position < body.length) {
			boolean binary = body[position++] == 1;
			int length = 0;
			while (body[position] != (byte) 0xff) {
				length = 10 * length + body[position++];
			}
			byte[] frame = Arrays.copyOfRange(body, position + 1, position + 1 + length);
			frames.add(binary ? withoutType(frame) : new String(frame, StandardCharsets.UTF_8));
			position += 1 + length;
		}
		return frames;
	}

	private static byte[] withoutType(byte[] frame) {
		if (frame[0] != 4) {
			throw new IllegalStateException("not a message: " + frame[0]);
		}
		return Arrays.copyOfRange(frame, 1, frame.length);
	}

	@Override
	public byte[] toWebSocket(byte[] frame) {
		byte[] typed = new byte[frame.length + 1];
		typed[0] = 4;
		System.arraycopy(frame, 0, typed, 1, frame.length);
		return typed;
	}

	@Override
	public byte[] fromWebSocket(byte[] frame) {
		return withoutType(frame);
	}

}
