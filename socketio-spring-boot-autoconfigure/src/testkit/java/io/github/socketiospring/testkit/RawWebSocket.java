package io.github.socketiospring.testkit;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket whose every frame is made by hand (RFC 6455, 5.2).
 */
public final class RawWebSocket implements AutoCloseable {

	public static final int CONTINUATION = 0;

	public static final int TEXT = 1;

	public static final int BINARY = 2;

	public static final int CLOSE = 8;

	public static final int PING = 9;

	public static final int PONG = 10;

	/** Not a frame: the server has closed the connection. */
	public static final int END = -1;

	private static final String[] HEADERS = { "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };

	private static final byte[] MASK = { 1, 2, 3, 4 };

	private final RawHttp http;

	private final RawHttp.Response handshake;

	public RawWebSocket(TestServer server, String query, byte[] sameSegment, String... headers) {
		this(new RawHttp(server), server, "/socket.io/?EIO=4&transport=websocket" + query, sameSegment, headers);
	}

	private RawWebSocket(RawHttp http, TestServer server, String target, byte[] sameSegment, String... headers) {
		this.http = http;
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		StringBuilder head = new StringBuilder(
				"GET " + target + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n");
		for (String header : HEADERS) {
			head.append(header).append("\r\n");
		}
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(sameSegment);
		this.http.send(request.toByteArray());
		this.handshake = this.http.response();
		assertThat(this.handshake.status()).isEqualTo(101);
	}

	/** Connects to any path. */
	public static RawWebSocket at(TestServer server, String target, String... headers) {
		return new RawWebSocket(new RawHttp(server), server, target, new byte[0], headers);
	}

	/** Opens a session. */
	public static RawWebSocket open(TestServer server, String... headers) {
		RawWebSocket socket = new RawWebSocket(server, "", new byte[0], headers);
		assertThat(socket.read().text()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[]");
		return socket;
	}

	/** Connects as a client of another revision does; nothing is read. */
	public static RawWebSocket connect(TestServer server, String revision) {
		return at(server, "/socket.io/?EIO=" + revision + "&transport=websocket");
	}

	/** Opens a session and joins the root namespace. */
	public static RawWebSocket joined(TestServer server, String... headers) {
		RawWebSocket socket = open(server, headers);
		socket.text("40");
		assertThat(socket.read().text()).startsWith("40{\"sid\":\"");
		return socket;
	}

	public RawHttp.Response handshake() {
		return this.handshake;
	}

	public RawHttp http() {
		return this.http;
	}

	/** Makes a masked frame. */
	public static byte[] frame(boolean last, int rsv, int opcode, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
		frame.put((byte) ((last ? 0x80 : 0) | (rsv << 4) | opcode));
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else if (payload.length < 65536) {
			frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(payload.length);
		}
		frame.put(MASK);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ MASK[i % 4]));
		}
		return java.util.Arrays.copyOf(frame.array(), frame.position());
	}

	public static byte[] textFrame(String text) {
		return frame(true, 0, TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	public void send(byte[] bytes) {
		this.http.send(bytes);
	}

	/** Sends as much as the server takes: it may close in the middle. */
	public void sendWhatFits(byte[] bytes) {
		try {
			this.http.send(bytes);
		}
		catch (UncheckedIOException ex) {
			// It has closed.
		}
	}

	public void send(boolean last, int opcode, byte[] payload) {
		send(frame(last, 0, opcode, payload));
	}

	public void text(String text) {
		send(textFrame(text));
	}

	/** Reads the next frame. */
	public Frame read() {
		try {
			int first = this.http.bytes(1)[0] & 0xff;
			int length = this.http.bytes(1)[0] & 0xff;
			if (length == 126) {
				length = ByteBuffer.wrap(this.http.bytes(2)).getShort() & 0xffff;
			}
			else if (length == 127) {
				length = (int) ByteBuffer.wrap(this.http.bytes(8)).getLong();
			}
			return new Frame(first & 15, (first >> 4) & 7, this.http.bytes(length));
		}
		catch (UncheckedIOException ex) {
			if (ex.getCause() instanceof java.net.SocketTimeoutException) {
				throw ex;
			}
			return new Frame(END, 0, new byte[0]);
		}
	}

	/** Reads until the server has closed, and returns the close frame or the end. */
	public Frame readClose() {
		for (int i = 0; i < 10_000; i++) {
			Frame frame = read();
			if (frame.opcode() == CLOSE || frame.opcode() == END) {
				return frame;
			}
		}
		throw new AssertionError("the server does not close");
	}

	@Override
	public void close() {
		this.http.close();
	}

	/**
	 * A frame of the server.
	 *
	 * @param opcode its opcode, or {@link #END}
	 * @param rsv its reserved bits
	 * @param payload its payload
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Frame(int opcode, int rsv, byte[] payload) {

		public String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		/** The status of a close frame; 1005 if there is none, 1006 without a frame. */
		public int status() {
			if (this.opcode == END) {
				return 1006;
			}
			assertThat(this.opcode).isEqualTo(CLOSE);
			return (this.payload.length == 0) ? 1005 : ByteBuffer.wrap(this.payload).getShort() & 0xffff;
		}

	}

}
