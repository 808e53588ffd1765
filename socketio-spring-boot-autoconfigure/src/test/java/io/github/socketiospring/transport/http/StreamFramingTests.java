package io.github.socketiospring.transport.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamFraming}.
 */
class StreamFramingTests {

	private static String wrap(StreamFraming framing, String payload) {
		return new String(framing.wrap(payload.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

	@Test
	void htmlfileBeginsWith256Bytes() {
		byte[] preamble = StreamFraming.HTMLFILE.preamble();
		String script = "<html><body><script>var _ = function (msg) { parent.s._(msg, document); };</script>";
		assertThat(preamble).hasSize(256);
		assertThat(new String(preamble, StandardCharsets.US_ASCII)).startsWith(script)
			.endsWith(" ".repeat(173))
			.hasSize(script.length() + 173);
		assertThat(StreamFraming.HTMLFILE.contentType()).isEqualTo("text/html; charset=UTF-8");
	}

	@Test
	void htmlfileCallsAScriptPerPayload() {
		assertThat(wrap(StreamFraming.HTMLFILE, "1::")).isEqualTo("<script>_(\"1::\");</script>");
		assertThat(wrap(StreamFraming.HTMLFILE, "5::\ud83d\ude00:{\"a\":\"\\\\\"}\n\u2028"))
			.isEqualTo("<script>_(\"5::\ud83d\ude00:{\\\"a\\\":\\\"\\\\\\\\\\\"}\\u000a\\u2028\");</script>");
	}

	@Test
	void htmlfileDataCannotEndTheScript() {
		assertThat(wrap(StreamFraming.HTMLFILE, "3::/chat:</script><!--<script>"))
			.isEqualTo("<script>_(\"3::/chat:\\u003c/script>\\u003c!--\\u003cscript>\");</script>");
	}

	@Test
	void multipartEndsEveryPartAtOnce() {
		assertThat(StreamFraming.XHR_MULTIPART.contentType())
			.isEqualTo("multipart/x-mixed-replace;boundary=\"socketio\"");
		assertThat(new String(StreamFraming.XHR_MULTIPART.preamble(), StandardCharsets.US_ASCII))
			.isEqualTo("--socketio\r\n");
		assertThat(wrap(StreamFraming.XHR_MULTIPART, "3::/chat:\u20ac\"</script>"))
			.isEqualTo("Content-Type: text/plain; charset=UTF-8\r\n\r\n3::/chat:\u20ac\"</script>\r\n--socketio\r\n");
	}

}
