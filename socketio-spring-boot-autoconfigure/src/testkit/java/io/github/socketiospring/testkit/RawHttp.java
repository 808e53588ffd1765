package io.github.socketiospring.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, byte for byte.
 */
public final class RawHttp implements AutoCloseable {

	private static final int READ_TIMEOUT = 20_000;

	private static final int MAX_LINE = 65_536;

	private final Socket socket;

	private final InputStream input;

	public RawHttp(TestServer server) {
		this(server.port());
	}

	public RawHttp(int port) {
		try {
			this.socket = new Socket("localhost", port);
			this.socket.setSoTimeout(READ_TIMEOUT);
			this.socket.setTcpNoDelay(true);
			this.input = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** One request on a connection of its own. */
	public static Response exchange(TestServer server, String method, String target, String... headers) {
		return exchange(server.port(), method, target, headers);
	}

	/** Sends one request to a server of any kind, and returns the response. */
	public static Response exchange(int port, String method, String target, String... headers) {
		try (RawHttp http = new RawHttp(port)) {
			http.request(method, target, null, headers);
			return http.response(method.equals("HEAD"));
		}
	}

	/** One POST on a connection of its own. */
	public static Response post(TestServer server, String target, String body, String... headers) {
		try (RawHttp http = new RawHttp(server)) {
			http.request("POST", target, body, headers);
			return http.response(false);
		}
	}

	/** Sends a request; a body brings its length. */
	public void request(String method, String target, @Nullable String body, String... headers) {
		byte[] bytes = (body != null) ? body.getBytes(StandardCharsets.UTF_8) : new byte[0];
		StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost:");
		head.append(this.socket.getPort()).append("\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		if (body != null) {
			head.append("Content-Length: ").append(bytes.length).append("\r\n");
		}
		byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		byte[] whole = java.util.Arrays.copyOf(start, start.length + bytes.length);
		System.arraycopy(bytes, 0, whole, start.length, bytes.length);
		send(whole);
	}

	public void send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void send(String text) {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Reads a response with its body. */
	public Response response() {
		return response(false);
	}

	private Response response(boolean head) {
		try {
			String status = line();
			Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			for (String line = line(); !line.isEmpty(); line = line()) {
				int colon = line.indexOf(':');
				headers.computeIfAbsent(line.substring(0, colon), (key) -> new ArrayList<>())
					.add(line.substring(colon + 1).trim());
			}
			int code = Integer.parseInt(status.split(" ")[1]);
			Response response = new Response(code, headers, new byte[0]);
			boolean empty = head || code == 101 || code == 204 || code == 304;
			return empty ? response : new Response(code, headers, body(response));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] body(Response response) throws IOException {
		String length = response.header("Content-Length");
		if (length != null) {
			return bytes(Integer.parseInt(length));
		}
		if (!"chunked".equals(response.header("Transfer-Encoding"))) {
			return this.input.readAllBytes();
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunk(); size > 0; size = chunk()) {
			body.write(bytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int chunk() throws IOException {
		return Integer.parseInt(line().split(";")[0], 16);
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		while (line.size() < MAX_LINE) {
			int next = this.input.read();
			if (next < 0) {
				throw new EOFException("end after '" + line + "'");
			}
			if (next == '\n') {
				return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
			}
			line.write(next);
		}
		throw new IOException("endless line");
	}

	/** Reads so many bytes. */
	public byte[] bytes(int count) {
		try {
			byte[] bytes = this.input.readNBytes(count);
			if (bytes.length < count) {
				throw new EOFException("end after " + bytes.length + " of " + count + " bytes");
			}
			return bytes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Tells whether the server has closed the connection; waits for that or for data. */
	public boolean isEnded() {
		try {
			return this.input.read() < 0;
		}
		catch (java.net.SocketException ex) {
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Socket socket() {
		return this.socket;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A response.
	 *
	 * @param status its status code
	 * @param headers its headers
	 * @param bytes its body
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Response(int status, Map<String, List<String>> headers, byte[] bytes) {

		public String body() {
			return new String(this.bytes, StandardCharsets.UTF_8);
		}

		/** Returns a header's values, as one. */
		public @Nullable String header(String name) {
			List<String> values = this.headers.get(name);
			return (values != null) ? String.join(", ", values) : null;
		}

	}

}
