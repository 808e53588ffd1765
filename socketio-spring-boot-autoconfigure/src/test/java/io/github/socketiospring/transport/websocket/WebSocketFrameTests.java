package io.github.socketiospring.transport.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 to the letter.
 */
class WebSocketFrameTests {

	private static final int MAX = 100_000;

	private static final int PROTOCOL_ERROR = 1002;

	private static final int INVALID_DATA = 1007;

	private static final int POLICY_VIOLATION = 1008;

	private static final int TOO_BIG = 1009;

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	private RawWebSocket socket;

	private String id;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("who", (arguments, ack) -> ack.send(socket.id()));
			socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)));
			socket.on("kick", (arguments, ack) -> socket.disconnect(true));
		})).properties("socketio.max-http-buffer-size=" + MAX + "B").virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() {
		this.socket = RawWebSocket.joined(server);
		this.socket.text("420[\"who\"]");
		String answer = this.socket.read().text();
		this.id = answer.substring(5, 25);
	}

	@AfterEach
	void disconnect() {
		this.socket.close();
	}

	private void assertClosed(int status) {
		assertThat(this.socket.readClose().status()).isEqualTo(status);
		REASONS.await(this.id, DisconnectReason.TRANSPORT_ERROR);
	}

	private void assertServed() {
		this.socket.text("421[\"ask\",\"served\"]");
		assertThat(this.socket.read().text()).isEqualTo("431[\"served\"]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4, 7 })
	void reservedBits(int rsv) {
		this.socket.send(RawWebSocket.frame(true, rsv, RawWebSocket.TEXT, "3".getBytes()));
		assertClosed(PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 7, 11, 15 })
	void reservedOpcodes(int opcode) {
		this.socket.send(true, opcode, new byte[0]);
		assertClosed(PROTOCOL_ERROR);
	}

	@Test
	void unmaskedFrames() {
		this.socket.send(new byte[] { (byte) 0x81, 1, '3' });
		assertClosed(PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff", "c0 80", "ed a0 80", "f4 90 80 80", "e2 82", "80", "34 ff 34" })
	void textThatIsNotUtf8(String hex) {
		this.socket.send(true, RawWebSocket.TEXT, bytes(hex));
		assertClosed(INVALID_DATA);
	}

	@Test
	void textThatIsNotUtf8AcrossFragments() {
		this.socket.send(false, RawWebSocket.TEXT, bytes("34 32 e2 82"));
		this.socket.send(true, RawWebSocket.CONTINUATION, bytes("28"));
		assertClosed(INVALID_DATA);
	}

	@Test
	void charactersAcrossFragments() {
		byte[] text = "421[\"ask\",\"a✓𝒳b\"]".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < text.length; i++) {
			this.socket.send(i == text.length - 1, (i == 0) ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION,
					new byte[] { text[i] });
		}
		assertThat(this.socket.read().text()).isEqualTo("431[\"a✓𝒳b\"]");
	}

	private static byte[] bytes(String hex) {
		String[] parts = hex.split(" ");
		ByteBuffer bytes = ByteBuffer.allocate(parts.length);
		for (String part : parts) {
			bytes.put((byte) Integer.parseInt(part, 16));
		}
		return bytes.array();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535 })
	void closeCodesThatMustNotBeSent(int code) {
		this.socket.send(true, RawWebSocket.CLOSE, code(code));
		assertClosed(PROTOCOL_ERROR);
	}

	@Test
	void aCloseFrameOfOneByte() {
		this.socket.send(true, RawWebSocket.CLOSE, new byte[1]);
		assertClosed(PROTOCOL_ERROR);
	}

	@Test
	void aCloseReasonThatIsNotUtf8() {
		this.socket.send(true, RawWebSocket.CLOSE, new byte[] { 3, (byte) 0xe8, (byte) 0xff });
		assertClosed(INVALID_DATA);
	}

	private static byte[] code(int code) {
		return new byte[] { (byte) (code >> 8), (byte) code };
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1003, 1007, 1008, 1009, 1011, 1012, 1014, 3000, 4000, 4999 })
	void closeCodesAreEchoed(int code) {
		this.socket.send(true, RawWebSocket.CLOSE, code(code));
		RawWebSocket.Frame answer = this.socket.readClose();
		assertThat(answer.status()).isEqualTo(code);
		assertThat(this.socket.http().isEnded()).isTrue();
		REASONS.await(this.id, DisconnectReason.TRANSPORT_CLOSE);
	}

	@Test
	void aCloseWithoutACodeIsAnsweredWithoutOne() {
		this.socket.send(true, RawWebSocket.CLOSE, new byte[0]);
		assertThat(this.socket.readClose().status()).isEqualTo(1005);
		REASONS.await(this.id, DisconnectReason.TRANSPORT_CLOSE);
	}

	@Test
	void theServerClosesWithoutACode() {
		this.socket.text("42[\"kick\"]");
		assertThat(this.socket.read().text()).isEqualTo("41");
		assertThat(this.socket.readClose().status()).isEqualTo(1005);
		REASONS.await(this.id, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
	}

	@ParameterizedTest
	@ValueSource(ints = { RawWebSocket.CLOSE, RawWebSocket.PING, RawWebSocket.PONG })
	void controlFramesAreShortAndWhole(int opcode) {
		this.socket.send(false, opcode, new byte[0]);
		assertClosed(PROTOCOL_ERROR);
		try (RawWebSocket other = RawWebSocket.joined(server)) {
			other.sendWhatFits(RawWebSocket.frame(true, 0, opcode, new byte[126]));
			assertThat(other.readClose().status()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	@Test
	void aContinuationWithoutAStart() {
		this.socket.send(true, RawWebSocket.CONTINUATION, "3".getBytes());
		assertClosed(PROTOCOL_ERROR);
	}

	@Test
	void aContinuationAfterTheEnd() {
		this.socket.send(false, RawWebSocket.TEXT, "4".getBytes());
		this.socket.send(true, RawWebSocket.CONTINUATION, "21[\"ask\",1]".getBytes());
		this.socket.send(true, RawWebSocket.CONTINUATION, "x".getBytes());
		assertClosed(PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@ValueSource(ints = { RawWebSocket.TEXT, RawWebSocket.BINARY })
	void aNewMessageInsideAnother(int opcode) {
		this.socket.send(false, RawWebSocket.TEXT, "4".getBytes());
		this.socket.send(true, opcode, "3".getBytes());
		assertClosed(PROTOCOL_ERROR);
	}

	@Test
	void controlFramesMayComeBetweenFragments() {
		this.socket.send(false, RawWebSocket.TEXT, "421[\"ask\"".getBytes());
		this.socket.send(true, RawWebSocket.PING, "between".getBytes());
		this.socket.send(true, RawWebSocket.PONG, new byte[0]);
		this.socket.send(true, RawWebSocket.CONTINUATION, ",1]".getBytes());
		RawWebSocket.Frame pong = this.socket.read();
		assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
		assertThat(pong.text()).isEqualTo("between");
		assertThat(this.socket.read().text()).isEqualTo("431[1]");
	}

	@ParameterizedTest
	@CsvSource({ "1024, true", "1025, false" })
	void fragmentsAreCounted(int count, boolean served) {
		this.socket.send(false, RawWebSocket.TEXT, "421[\"ask\",1]".getBytes());
		byte[] empty = RawWebSocket.frame(false, 0, RawWebSocket.CONTINUATION, new byte[0]);
		ByteBuffer fragments = ByteBuffer.allocate((count - 2) * empty.length);
		while (fragments.hasRemaining()) {
			fragments.put(empty);
		}
		this.socket.send(fragments.array());
		this.socket.sendWhatFits(RawWebSocket.frame(true, 0, RawWebSocket.CONTINUATION, new byte[0]));
		if (served) {
			assertThat(this.socket.read().text()).isEqualTo("431[1]");
		}
		else {
			assertClosed(POLICY_VIOLATION);
		}
	}

	@Test
	void aMessageOfTheLargestSize() {
		String text = "x".repeat(MAX - 12);
		this.socket.text("421[\"ask\",\"" + text.substring(1) + "\"]");
		assertThat(this.socket.read().text()).hasSize(MAX - 6);
		this.socket.send(false, RawWebSocket.TEXT, ("421[\"ask\",\"" + text.substring(1)).getBytes());
		this.socket.send(true, RawWebSocket.CONTINUATION, "\"]".getBytes());
		assertThat(this.socket.read().text()).hasSize(MAX - 6);
	}

	@Test
	void aMessageThatIsTooLarge() {
		this.socket.sendWhatFits(RawWebSocket.frame(true, 0, RawWebSocket.TEXT, new byte[MAX + 1]));
		assertClosed(TOO_BIG);
	}

	@Test
	void aMessageThatIsTooLargeIsRefusedByItsHeader() {
		this.socket.send(new byte[] { (byte) 0x82, (byte) 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4 });
		assertClosed(TOO_BIG);
	}

	@Test
	void aMessageThatIsTooLargeInFragments() {
		this.socket.send(false, RawWebSocket.BINARY, new byte[MAX]);
		this.socket.sendWhatFits(RawWebSocket.frame(false, 0, RawWebSocket.CONTINUATION, new byte[1]));
		assertClosed(TOO_BIG);
	}

	@Test
	void aClientThatReadsIsAnsweredEveryPing() {
		byte[] ping = RawWebSocket.frame(true, 0, RawWebSocket.PING, new byte[125]);
		ByteBuffer pings = ByteBuffer.allocate(200 * ping.length);
		while (pings.hasRemaining()) {
			pings.put(ping);
		}
		for (int round = 0; round < 10; round++) {
			this.socket.send(pings.array());
			for (int i = 0; i < 200; i++) {
				assertThat(this.socket.read().opcode()).isEqualTo(RawWebSocket.PONG);
			}
		}
		assertServed();
	}

}
