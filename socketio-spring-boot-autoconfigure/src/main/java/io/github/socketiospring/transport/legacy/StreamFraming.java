package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.github.socketiospring.transport.webflux.JavaScriptString;

/**
 * Wraps payloads that travel on a response that never ends.
 */
abstract class StreamFraming {

	private final String contentType;

	private final String preamble;

	private StreamFraming(String contentType, String preamble) {
		this.contentType = contentType;
		this.preamble = preamble;
	}

	/**
	 * Creates a page whose scripts run as they arrive. Internet Explorer begins when it
	 * has 256 bytes.
	 * @return the framing
	 */
	static StreamFraming htmlFile() {
		return new StreamFraming("text/html; charset=UTF-8",
				"<html><body><script>var _ = function (msg) { parent.s._(msg, document); };</script>"
						+ " ".repeat(173)) {

			@Override
			String wrap(String payload) {
				return "<script>_(" + JavaScriptString.quote(payload) + ");</script>";
			}

		};
	}

	/**
	 * Creates a response of parts that replace each other. A browser delivers a part when
	 * the boundary behind it has arrived. The boundary is random, so that nobody who
	 * writes a text for this client can know it.
	 * @return the framing of one response
	 */
	static StreamFraming multipart() {
		String boundary = "socketio-" + UUID.randomUUID();
		return new StreamFraming("multipart/x-mixed-replace;boundary=\"" + boundary + "\"", "--" + boundary + "\r\n") {

			@Override
			String wrap(String payload) {
				return "Content-Type: text/plain; charset=UTF-8\r\n\r\n" + payload + "\r\n--" + boundary + "\r\n";
			}

		};
	}

	String contentType() {
		return this.contentType;
	}

	/** Returns the beginning of the response, which is written at once. */
	byte[] preamble() {
		return this.preamble.getBytes(StandardCharsets.UTF_8);
	}

	byte[] wrap(byte[] payload) {
		return wrap(new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
	}

	abstract String wrap(String payload);

}
