package io.github.socketiospring.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket of draft 76, as the Flash bridge of socket.io-client 0.9 opens it. The keys
 * are those of the draft's example.
 */
public final class HixieWebSocket implements AutoCloseable {

	/** What the keys of {@link #head} must be answered with. */
	public static final String DIGEST = "8jKS'y:G*Co,Wxa-";

	public static final String KEY = "^n:ds[4U";

	private final RawHttp http;

	private HixieWebSocket(RawHttp http) {
		this.http = http;
	}

	/** The head of a handshake, with the empty line behind it. */
	public static String head(TestServer server, String target, String... otherHeaders) {
		String host = "localhost:" + server.port();
		StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nUpgrade: WebSocket\r\n"
				+ "Connection: Upgrade\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n"
				+ "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n");
		for (String header : otherHeaders) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	/** Opens a WebSocket. */
	public static HixieWebSocket open(TestServer server, String target) {
		RawHttp http = new RawHttp(server);
		http.send(head(server, target) + KEY);
		return opened(server, target, http);
	}

	/** Reads the answer to a handshake. */
	public static HixieWebSocket opened(TestServer server, String target, RawHttp http) {
		RawHttp.Response response = http.response();
		assertThat(response.status()).isEqualTo(101);
		assertThat(response.header("Upgrade")).isEqualTo("WebSocket");
		assertThat(response.header("Connection")).isEqualTo("Upgrade");
		assertThat(response.header("Sec-WebSocket-Origin")).isEqualTo("http://localhost:" + server.port());
		assertThat(response.header("Sec-WebSocket-Location")).isEqualTo("ws://localhost:" + server.port() + target);
		assertThat(new String(http.bytes(16), StandardCharsets.ISO_8859_1)).isEqualTo(DIGEST);
		return new HixieWebSocket(http);
	}

	/** A text frame. */
	public static byte[] frame(String text) {
		byte[] payload = text.getBytes(StandardCharsets.UTF_8);
		byte[] frame = Arrays.copyOf(new byte[1], payload.length + 2);
		System.arraycopy(payload, 0, frame, 1, payload.length);
		frame[frame.length - 1] = (byte) 0xff;
		return frame;
	}

	public void text(String text) {
		this.http.send(frame(text));
	}

	public void send(byte... bytes) {
		this.http.send(bytes);
	}

	/** Reads a text frame; {@code null} for the closing one. */
	public @Nullable String read() {
		byte type = this.http.bytes(1)[0];
		if (type == (byte) 0xff) {
			assertThat(this.http.bytes(1)).containsExactly(0);
			return null;
		}
		assertThat(type).isZero();
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		for (byte b = this.http.bytes(1)[0]; b != (byte) 0xff; b = this.http.bytes(1)[0]) {
			text.write(b);
		}
		return text.toString(StandardCharsets.UTF_8);
	}

	public boolean isEnded() {
		return this.http.isEnded();
	}

	/** Cuts the connection. */
	public void drop() {
		try {
			this.http.socket().setSoLinger(true, 0);
			this.http.socket().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.http.close();
	}

}
