package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.github.socketiospring.transport.webflux.JavaScriptString;

/**
 * How a response that never ends carries payloads.
 */
abstract class StreamFraming {

	private final String contentType;

	private final String preamble;

	private StreamFraming(String contentType, String preamble) {
		this.contentType = contentType;
		this.preamble = preamble;
	}

	/**
	 * A page whose scripts run as they arrive. The first 256 bytes make Internet Explorer
	 * begin.
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
	 * Parts that replace each other. A part is delivered when the boundary behind it has
	 * arrived. Nobody can know the boundary who writes a text for this client.
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

	/** What comes first, at once. */
	byte[] preamble() {
		return this.preamble.getBytes(StandardCharsets.UTF_8);
	}

	byte[] wrap(byte[] payload) {
		return wrap(new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
	}

	abstract String wrap(String payload);

}
