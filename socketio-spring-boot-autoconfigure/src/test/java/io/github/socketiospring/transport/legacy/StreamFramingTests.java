package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamFraming}.
 */
class StreamFramingTests {

	private static final Pattern MULTIPART = Pattern
		.compile("multipart/x-mixed-replace;boundary=\"(socketio-[0-9a-f-]{36})\"");

	private static String wrap(StreamFraming framing, String payload) {
		return new String(framing.wrap(payload.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

	@Test
	void htmlfileBeginsWith256Bytes() {
		byte[] preamble = StreamFraming.htmlFile().preamble();
		String script = "<html><body><script>var _ = function (msg) { parent.s._(msg, document); };</script>";
		assertThat(preamble).hasSize(256);
		assertThat(new String(preamble, StandardCharsets.US_ASCII)).startsWith(script)
			.endsWith(" ".repeat(173))
			.hasSize(script.length() + 173);
		assertThat(StreamFraming.htmlFile().contentType()).isEqualTo("text/html; charset=UTF-8");
	}

	@Test
	void htmlfileCallsAScriptPerPayload() {
		assertThat(wrap(StreamFraming.htmlFile(), "1::")).isEqualTo("<script>_(\"1::\");</script>");
		assertThat(wrap(StreamFraming.htmlFile(), "5::\ud83d\ude00:{\"a\":\"\\\\\"}\n\u2028"))
			.isEqualTo("<script>_(\"5::\ud83d\ude00:{\\\"a\\\":\\\"\\\\\\\\\\\"}\\u000a\\u2028\");</script>");
	}

	@Test
	void htmlfileDataCannotEndTheScript() {
		assertThat(wrap(StreamFraming.htmlFile(), "3::/chat:</script><!--<script>"))
			.isEqualTo("<script>_(\"3::/chat:\\u003c/script>\\u003c!--\\u003cscript>\");</script>");
	}

	@Test
	void multipartEndsEveryPartAtOnce() {
		StreamFraming framing = StreamFraming.multipart();
		Matcher type = MULTIPART.matcher(framing.contentType());
		assertThat(type.matches()).isTrue();
		String delimiter = "--" + type.group(1) + "\r\n";
		assertThat(new String(framing.preamble(), StandardCharsets.US_ASCII)).isEqualTo(delimiter);
		assertThat(wrap(framing, "3::/chat:\u20ac\"</script>"))
			.isEqualTo("Content-Type: text/plain; charset=UTF-8\r\n\r\n3::/chat:\u20ac\"</script>\r\n" + delimiter);
	}

	@Test
	void multipartHasAnotherBoundaryEachTime() {
		assertThat(StreamFraming.multipart().contentType()).isNotEqualTo(StreamFraming.multipart().contentType());
	}

}
