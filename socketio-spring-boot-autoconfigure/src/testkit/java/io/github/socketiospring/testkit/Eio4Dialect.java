package io.github.socketiospring.testkit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Engine.IO 4.
 */
public final class Eio4Dialect implements Dialect {

	private static final String SEPARATOR = "\u001e";

	@Override
	public String number() {
		return "4";
	}

	@Override
	public String payload(List<Object> frames) {
		return frames.stream()
			.map((frame) -> (frame instanceof byte[] binary) ? "b" + Base64.getEncoder().encodeToString(binary)
					: (String) frame)
			.collect(Collectors.joining(SEPARATOR));
	}

	@Override
	public List<Object> frames(PollingWire.Body body) {
		List<Object> frames = new ArrayList<>();
		for (String frame : body.text().split(SEPARATOR, -1)) {
			frames.add(frame.startsWith("b") ? Base64.getDecoder().decode(frame.substring(1)) : frame);
		}
		return frames;
	}

	@Override
	public byte[] toWebSocket(byte[] frame) {
		return frame;
	}

	@Override
	public byte[] fromWebSocket(byte[] frame) {
		return frame;
	}

}
