package io.github.socketiospring.transport.http;

import java.nio.charset.StandardCharsets;

/**
 * How a response that never ends carries payloads.
 */
enum StreamFraming {

	/**
	 * A page whose scripts run as they arrive. The first 256 bytes make Internet Explorer
	 * begin.
	 */
	HTMLFILE("text/html; charset=UTF-8",
			"<html><body><script>var _ = function (msg) { parent.s._(msg, document); };</script>" + " ".repeat(173)) {

		@Override
		String wrap(String payload) {
			return "<script>_(" + JavaScriptString.quote(payload) + ");</script>";
		}

	},

	/**
	 * Parts that replace each other. A part is delivered when the boundary behind it has
	 * arrived.
	 */
	XHR_MULTIPART("multipart/x-mixed-replace;boundary=\"socketio\"", "--socketio\r\n") {

		@Override
		String wrap(String payload) {
			return "Content-Type: text/plain; charset=UTF-8\r\n\r\n" + payload + "\r\n--socketio\r\n";
		}

	};

	private final String contentType;

	private final String preamble;

	StreamFraming(String contentType, String preamble) {
		this.contentType = contentType;
		this.preamble = preamble;
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
