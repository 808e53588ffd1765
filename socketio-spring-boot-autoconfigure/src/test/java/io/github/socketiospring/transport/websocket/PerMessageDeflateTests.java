package io.github.socketiospring.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compression of WebSocket messages (RFC 7692).
 */
class PerMessageDeflateTests {

	private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

	/** The first of the three reserved bits. */
	private static final int COMPRESSED = 4;

	private static final int MAX = 100_000;

	private static final byte[] TAIL = { 0, 0, (byte) 0xff, (byte) 0xff };

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0), socket.id()));
			socket.on("emit", (arguments, ack) -> {
				String text = "x".repeat(2000);
				socket.emit("a", text);
				socket.compress(false).emit("b", text, new byte[2000]);
				io.compress(false).emit("c", text);
				io.to(socket.id()).compress(false).compress(true).emit("d", text);
				socket.compress(false).emitWithAck("e", text).subscribe();
				io.compress(false).emitWithAck("f", text).subscribe();
				socket.emit("g", text);
			});
		}), "socketio.per-message-deflate.enabled=true", "socketio.max-http-buffer-size=" + MAX + "B");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** A client that compresses. */
	private static final class Compressing implements AutoCloseable {

		private final RawWebSocket socket = RawWebSocket.joined(server, OFFER);

		private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);

		private final Inflater inflater = new Inflater(true);

		private byte[] deflate(byte[] data) {
			this.deflater.setInput(data);
			byte[] buffer = new byte[data.length + 64];
			int length = this.deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
			return Arrays.copyOf(buffer, length - TAIL.length);
		}

		void text(String text) {
			byte[] deflated = deflate(text.getBytes(StandardCharsets.UTF_8));
			this.socket.send(RawWebSocket.frame(true, COMPRESSED, RawWebSocket.TEXT, deflated));
		}

		String inflate(RawWebSocket.Frame frame) throws DataFormatException {
			assertThat(frame.rsv()).isEqualTo(COMPRESSED);
			byte[] input = Arrays.copyOf(frame.payload(), frame.payload().length + TAIL.length);
			System.arraycopy(TAIL, 0, input, frame.payload().length, TAIL.length);
			this.inflater.setInput(input);
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			byte[] buffer = new byte[8192];
			for (int n = this.inflater.inflate(buffer); n > 0; n = this.inflater.inflate(buffer)) {
				output.write(buffer, 0, n);
			}
			return output.toString(StandardCharsets.UTF_8);
		}

		/** The socket's id, by a message both ways of which are too short to compress. */
		String id() {
			this.socket.text("429[\"ask\",1]");
			String answer = this.socket.read().text();
			assertThat(answer).startsWith("439[1,\"");
			return answer.substring(7, 27);
		}

		void assertClosed(String id, int status) {
			assertThat(this.socket.readClose().status()).isEqualTo(status);
			REASONS.await(id, DisconnectReason.TRANSPORT_ERROR);
		}

		@Override
		public void close() {
			this.socket.close();
			this.deflater.end();
			this.inflater.end();
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate", "permessage-deflate; client_max_window_bits",
			"permessage-deflate; server_no_context_takeover", "x, permessage-deflate",
			"permessage-deflate; server_max_window_bits=7, permessage-deflate" })
	void isAgreedUpon(String offer) {
		try (RawWebSocket socket = RawWebSocket.open(server, "Sec-WebSocket-Extensions: " + offer)) {
			assertThat(socket.handshake().header("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-webkit-deflate-frame", "permessage-deflate; unknown=1", "", ";;;,,,=", "x;y=\"" })
	void isNotAgreedUpon(String offer) {
		try (RawWebSocket socket = RawWebSocket.open(server, "Sec-WebSocket-Extensions: " + offer)) {
			assertThat(socket.handshake().header("Sec-WebSocket-Extensions")).isNull();
			socket.text("40");
			assertThat(socket.read().rsv()).isZero();
			socket.send(RawWebSocket.frame(true, COMPRESSED, RawWebSocket.TEXT, new byte[0]));
			assertThat(socket.readClose().status()).isEqualTo(1002);
		}
	}

	@ParameterizedTest
	@CsvSource({ "10, false", "2000, true", "99000, true" })
	void compressesBothWays(int length, boolean compressed) throws DataFormatException {
		try (Compressing client = new Compressing()) {
			for (int i = 0; i < 3; i++) {
				client.text("42" + i + "[\"ask\",\"" + "é".repeat(length / 2) + "\"]");
				RawWebSocket.Frame frame = client.socket.read();
				assertThat(frame.rsv()).isEqualTo(compressed ? COMPRESSED : 0);
				String text = compressed ? client.inflate(frame) : frame.text();
				assertThat(text).startsWith("43" + i + "[\"é").hasSize(length / 2 + 30);
			}
		}
	}

	@Test
	void whatIsNotToBeCompressedIsNot() throws DataFormatException {
		try (Compressing client = new Compressing()) {
			client.text("42[\"emit\"]");
			assertThat(client.inflate(client.socket.read())).startsWith("42[\"a\"");
			RawWebSocket.Frame frame = client.socket.read();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).startsWith("451-[\"b\"");
			frame = client.socket.read();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.payload()).hasSize(2000);
			frame = client.socket.read();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).startsWith("42[\"c\"");
			assertThat(client.inflate(client.socket.read())).startsWith("42[\"d\"");
			frame = client.socket.read();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).contains("[\"e\"");
			frame = client.socket.read();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).contains("[\"f\"");
			assertThat(client.inflate(client.socket.read())).startsWith("42[\"g\"");
		}
	}

	/** As text it is the same message. */
	@Test
	void base64IsNotCompressedEither() {
		try (RawWebSocket client = new RawWebSocket(server, "&b64=1", new byte[0], OFFER)) {
			client.read();
			client.text("40");
			client.read();
			client.text("42[\"emit\"]");
			assertThat(client.read().rsv()).isEqualTo(COMPRESSED);
			assertThat(client.read().text()).startsWith("451-[\"b\"");
			RawWebSocket.Frame frame = client.read();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).startsWith("bAAAA");
		}
	}

	@Test
	void fragmentsMayBeCompressed() throws DataFormatException {
		try (Compressing client = new Compressing()) {
			byte[] deflated = client.deflate(("421[\"ask\",\"" + "ab".repeat(1000) + "\"]").getBytes());
			byte[] first = Arrays.copyOf(deflated, 5);
			byte[] second = Arrays.copyOfRange(deflated, 5, deflated.length);
			client.socket.send(RawWebSocket.frame(false, COMPRESSED, RawWebSocket.TEXT, first));
			client.socket.send(true, RawWebSocket.PING, "p".getBytes());
			client.socket.send(RawWebSocket.frame(true, 0, RawWebSocket.CONTINUATION, second));
			assertThat(client.socket.read().text()).isEqualTo("p");
			assertThat(client.inflate(client.socket.read())).startsWith("431[\"abab");
		}
	}

	@Test
	void messagesNeedNotBeCompressed() {
		try (Compressing client = new Compressing()) {
			client.id();
			client.text("423[\"ask\",2]");
			assertThat(client.socket.read().text()).startsWith("433[2,");
			client.id();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 6 })
	void otherReservedBitsStayForbidden(int rsv) {
		try (Compressing client = new Compressing()) {
			String id = client.id();
			client.socket.send(RawWebSocket.frame(true, rsv, RawWebSocket.TEXT, client.deflate("3".getBytes())));
			client.assertClosed(id, 1002);
		}
	}

	@Test
	void aBombIsNotInflated() {
		try (Compressing client = new Compressing()) {
			String id = client.id();
			byte[] bomb = client.deflate(new byte[50_000_000]);
			assertThat(bomb.length).isLessThan(MAX);
			client.socket.sendWhatFits(RawWebSocket.frame(true, COMPRESSED, RawWebSocket.BINARY, bomb));
			client.assertClosed(id, 1009);
		}
	}

	@Test
	void aBombInFragmentsIsNotInflated() {
		try (Compressing client = new Compressing()) {
			String id = client.id();
			byte[] deflated = client.deflate(new byte[4 * MAX]);
			for (int i = 0; i < deflated.length; i += 20) {
				byte[] part = Arrays.copyOfRange(deflated, i, Math.min(i + 20, deflated.length));
				client.socket.sendWhatFits(RawWebSocket.frame(i + 20 >= deflated.length, (i == 0) ? COMPRESSED : 0,
						(i == 0) ? RawWebSocket.BINARY : RawWebSocket.CONTINUATION, part));
			}
			client.assertClosed(id, 1009);
		}
	}

	@Test
	void theLimitCountsInflatedBytes() {
		try (Compressing client = new Compressing()) {
			String id = client.id();
			client.text("42[\"ask\",\"" + "x".repeat(MAX - 12) + "\"]");
			client.id();
			client.text("42[\"ask\",\"" + "x".repeat(MAX - 11) + "\"]");
			client.assertClosed(id, 1009);
		}
	}

	@Test
	void whatCannotBeInflatedIsInvalid() {
		try (Compressing client = new Compressing()) {
			String id = client.id();
			client.socket.send(RawWebSocket.frame(true, COMPRESSED, RawWebSocket.TEXT, new byte[] { 7, 7, 7, 7 }));
			client.assertClosed(id, 1007);
		}
	}

	@Test
	void inflatedTextMustBeUtf8() {
		try (Compressing client = new Compressing()) {
			String id = client.id();
			byte[] deflated = client.deflate(new byte[] { '3', (byte) 0xff });
			client.socket.send(RawWebSocket.frame(true, COMPRESSED, RawWebSocket.TEXT, deflated));
			client.assertClosed(id, 1007);
		}
	}

}
