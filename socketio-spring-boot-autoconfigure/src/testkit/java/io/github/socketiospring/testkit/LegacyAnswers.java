package io.github.socketiospring.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the answers that carry protocol 1, as strictly as the strictest client would.
 */
final class LegacyAnswers {

	private static final String PREAMBLE = "<html><body><script>"
			+ "var _ = function (msg) { parent.s._(msg, document); };</script>";

	private static final int PREAMBLE_LENGTH = 256;

	private static final Pattern CHUNK = Pattern.compile("<script>_\\((\".*\")\\);</script>", Pattern.DOTALL);

	private static final Pattern BOUNDARY = Pattern.compile("multipart/x-mixed-replace; ?boundary=\"?([^\";]+)\"?");

	private static final Pattern SCRIPT = Pattern.compile("io\\.j\\[" + LegacyTransport.INDEX + "]\\((\".*\")\\);",
			Pattern.DOTALL);

	private LegacyAnswers() {
	}

	static void webSocket(InputStream input, Consumer<String> payloads) throws IOException {
		Head head = Head.read(input);
		check(head.status() == 101, "no upgrade: " + head.status());
		while (true) {
			int first = input.read();
			if (first < 0) {
				return;
			}
			int length = bytes(input, 1).get() & 0xff;
			if (length == 126) {
				length = bytes(input, 2).getShort() & 0xffff;
			}
			else if (length == 127) {
				length = (int) bytes(input, 8).getLong();
			}
			ByteBuffer payload = bytes(input, length);
			if ((first & 15) == RawWebSocket.CLOSE) {
				return;
			}
			check(first == (0x80 | RawWebSocket.TEXT), "no text frame: " + first);
			payloads.accept(text(payload));
		}
	}

	static void hixie(InputStream input, Consumer<String> payloads) throws IOException {
		Head head = Head.read(input);
		check(head.status() == 101, "no upgrade: " + head.status());
		check(HixieWebSocket.DIGEST.equals(new String(bytes(input, 16).array(), StandardCharsets.ISO_8859_1)),
				"wrong digest");
		for (int type = input.read(); type == 0; type = input.read()) {
			ByteArrayOutputStream payload = new ByteArrayOutputStream();
			for (int b = input.read(); b != 0xff; b = input.read()) {
				if (b < 0) {
					return;
				}
				payload.write(b);
			}
			payloads.accept(payload.toString(StandardCharsets.UTF_8));
		}
	}

	static void poll(InputStream input, Consumer<String> payloads) throws IOException {
		payloads.accept(wholeBody(input, "text/plain; charset=UTF-8"));
	}

	/** The function must be called exactly once. */
	static void scriptPoll(InputStream input, Consumer<String> payloads) throws IOException {
		String body = wholeBody(input, "text/javascript; charset=UTF-8");
		Matcher script = SCRIPT.matcher(body);
		check(script.matches(), "not a script: " + body);
		// JavaScript of that time ends a line at these, even in a string.
		check(body.indexOf('\u2028') < 0 && body.indexOf('\u2029') < 0, "line separator");
		payloads.accept(string(script.group(1)));
	}

	/** Servlet containers write the charset in their own way. */
	private static boolean isType(String contentType, Head head) {
		return contentType.replace(" ", "").equalsIgnoreCase(head.header("Content-Type").replace(" ", ""));
	}

	private static String wholeBody(InputStream input, String contentType) throws IOException {
		Head head = Head.read(input);
		check(head.status() == 200, "status " + head.status());
		check(isType(contentType, head), "type " + head.header("Content-Type"));
		return text(bytes(input, Integer.parseInt(head.header("Content-Length"))));
	}

	static void htmlFile(InputStream input, Consumer<String> payloads) throws IOException {
		Head head = Head.read(input);
		check(head.status() == 200, "status " + head.status());
		check(isType("text/html; charset=UTF-8", head), head.header("Content-Type"));
		InputStream body = head.body(input);
		String preamble = text(bytes(body, PREAMBLE_LENGTH));
		check(preamble.startsWith(PREAMBLE) && preamble.stripTrailing().equals(PREAMBLE), "preamble " + preamble);
		// As a browser does: a script ends with the first end tag, wherever it is.
		for (String script = upTo(body, "</script>"); script != null; script = upTo(body, "</script>")) {
			Matcher call = CHUNK.matcher(script);
			check(call.matches(), "not a script: " + script);
			payloads.accept(string(call.group(1)));
		}
	}

	static void multipart(InputStream input, Consumer<String> payloads) throws IOException {
		Head head = Head.read(input);
		check(head.status() == 200, "status " + head.status());
		Matcher type = BOUNDARY.matcher(head.header("Content-Type"));
		check(type.matches(), "not of many parts: " + head.header("Content-Type"));
		InputStream body = head.body(input);
		String delimiter = "--" + type.group(1);
		check(delimiter.equals(line(body)), "no delimiter");
		while (true) {
			String header = line(body);
			if (header == null) {
				return;
			}
			while (!header.isEmpty()) {
				check(header.equalsIgnoreCase("Content-Type: text/plain; charset=UTF-8"), "header " + header);
				header = line(body);
				if (header == null) {
					return;
				}
			}
			String part = upTo(body, "\n" + delimiter + "\n", "\n" + delimiter + "\r\n");
			if (part == null) {
				return;
			}
			String content = part.substring(0, part.lastIndexOf("\n" + delimiter));
			payloads.accept(content.endsWith("\r") ? content.substring(0, content.length() - 1) : content);
		}
	}

	private static String string(String literal) {
		return JsonMapper.shared().readValue(literal, String.class);
	}

	private static void check(boolean right, String complaint) {
		if (!right) {
			throw new IllegalStateException(complaint);
		}
	}

	private static ByteBuffer bytes(InputStream input, int count) throws IOException {
		byte[] bytes = input.readNBytes(count);
		if (bytes.length < count) {
			throw new EOFException("end after " + bytes.length + " of " + count + " bytes");
		}
		return ByteBuffer.wrap(bytes);
	}

	private static String text(ByteBuffer bytes) {
		return new String(bytes.array(), StandardCharsets.UTF_8);
	}

	/** Everything up to one of several ends, which is included; null if there is none. */
	private static String upTo(InputStream input, String... ends) throws IOException {
		Collected collected = new Collected();
		for (int next = input.read(); next >= 0; next = input.read()) {
			collected.write(next);
			for (String end : ends) {
				if (collected.endsWith(end)) {
					return collected.toString(StandardCharsets.UTF_8);
				}
			}
		}
		return null;
	}

	private static String line(InputStream input) throws IOException {
		String line = upTo(input, "\n");
		return (line != null) ? line.stripTrailing() : null;
	}

	/**
	 * Bytes whose end can be looked at.
	 */
	private static final class Collected extends ByteArrayOutputStream {

		boolean endsWith(String ascii) {
			if (this.count < ascii.length()) {
				return false;
			}
			for (int i = 1; i <= ascii.length(); i++) {
				if (this.buf[this.count - i] != ascii.charAt(ascii.length() - i)) {
					return false;
				}
			}
			return true;
		}

	}

	/**
	 * The head of a response.
	 */
	private record Head(int status, Map<String, String> headers) {

		static Head read(InputStream input) throws IOException {
			String status = line(input);
			if (status == null) {
				throw new EOFException("no answer");
			}
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			for (String line = line(input); line != null && !line.isEmpty(); line = line(input)) {
				int colon = line.indexOf(':');
				headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
			}
			return new Head(Integer.parseInt(status.split(" ")[1]), headers);
		}

		String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

		InputStream body(InputStream input) {
			check(header("Content-Length").isEmpty(), "the answer has a length");
			check("chunked".equals(header("Transfer-Encoding")), "the answer is not chunked");
			return new Chunks(input);
		}

	}

	/**
	 * A body that is sent in chunks.
	 */
	private static final class Chunks extends InputStream {

		private final InputStream input;

		private int left;

		private boolean begun;

		Chunks(InputStream input) {
			this.input = input;
		}

		@Override
		public int read() throws IOException {
			if (this.left == 0 && !next()) {
				return -1;
			}
			this.left--;
			return this.input.read();
		}

		private boolean next() throws IOException {
			if (this.begun) {
				line(this.input);
			}
			this.begun = true;
			String size = line(this.input);
			this.left = (size != null) ? Integer.parseInt(size, 16) : 0;
			return this.left > 0;
		}

	}

}
