package io.github.socketiospring.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties of permessage-deflate, each as it is seen on the wire.
 */
class DeflateOptionsTests {

	private static final byte[] TAIL = { 0, 0, (byte) 0xff, (byte) 0xff };

	private static final int COMPRESSED = 4;

	private static final String REPEATED = "a".repeat(2000);

	private static TestServer server(String... properties) {
		String[] prefixed = Arrays.stream(properties)
			.map((property) -> "socketio.per-message-deflate." + property)
			.toArray(String[]::new);
		return TestServer.builder()
			.customizer((io) -> io.of("/")
				.onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)))))
			.properties("socketio.per-message-deflate.enabled=true")
			.properties(prefixed)
			.start();
	}

	private static RawWebSocket connect(TestServer server, String offer) {
		return RawWebSocket.joined(server, "Sec-WebSocket-Extensions: permessage-deflate" + offer);
	}

	private static RawWebSocket.Frame ask(RawWebSocket client, String text) {
		client.text("420[\"ask\",\"" + text + "\"]");
		RawWebSocket.Frame answer = client.read();
		assertThat(answer.rsv()).isEqualTo(COMPRESSED);
		return answer;
	}

	private static byte[] withTail(RawWebSocket.Frame frame) {
		byte[] input = Arrays.copyOf(frame.payload(), frame.payload().length + TAIL.length);
		System.arraycopy(TAIL, 0, input, frame.payload().length, TAIL.length);
		return input;
	}

	private static String inflate(Inflater inflater, RawWebSocket.Frame frame) throws DataFormatException {
		inflater.setInput(withTail(frame));
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) {
			output.write(buffer, 0, n);
		}
		return output.toString(StandardCharsets.UTF_8);
	}

	/** Text that repeats itself only after so many characters. */
	private static String repeatedAfter(int distance) {
		Random random = new Random(1);
		StringBuilder text = new StringBuilder();
		while (text.length() < distance) {
			text.append((char) ('a' + random.nextInt(26)));
		}
		return text.toString() + text;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					level=6 | ; client_max_window_bits | permessage-deflate
					level=6 | ; server_max_window_bits=10; server_no_context_takeover | permessage-deflate;server_no_context_takeover;server_max_window_bits=10
					server-no-context-takeover=true | '' | permessage-deflate;server_no_context_takeover
					client-no-context-takeover=true | '' | permessage-deflate;client_no_context_takeover
					server-max-window-bits=12 | '' | permessage-deflate;server_max_window_bits=12
					client-max-window-bits=11 | ; client_max_window_bits | permessage-deflate;client_max_window_bits=11
					client-max-window-bits=11 | ; x, permessage-deflate; client_max_window_bits | permessage-deflate;client_max_window_bits=11
					""")
	void theHandshakeSaysWhatIsAgreed(String property, String offer, String answer) {
		try (TestServer io = server(property); RawWebSocket client = connect(io, offer)) {
			assertThat(client.handshake().header("Sec-WebSocket-Extensions")).isEqualTo(answer);
			ask(client, REPEATED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "; server_no_context_takeover" })
	void clientsThatCannotBeToldTheirWindowAreNotCompressed(String offer) {
		try (TestServer io = server("client-max-window-bits=11"); RawWebSocket client = connect(io, offer)) {
			assertThat(client.handshake().header("Sec-WebSocket-Extensions")).isNull();
			client.text("420[\"ask\",\"" + REPEATED + "\"]");
			assertThat(client.read().text()).isEqualTo("430[\"" + REPEATED + "\"]");
		}
	}

	@Test
	void byDefaultAMessageRefersToThoseBeforeIt() throws Exception {
		String text = repeatedAfter(1000);
		try (TestServer io = server(); RawWebSocket client = connect(io, "")) {
			Inflater inflater = new Inflater(true);
			RawWebSocket.Frame first = ask(client, text);
			RawWebSocket.Frame second = ask(client, text);
			assertThat(second.payload().length).isLessThan(first.payload().length / 4);
			assertThat(inflate(inflater, first)).isEqualTo("430[\"" + text + "\"]");
			assertThat(inflate(inflater, second)).isEqualTo("430[\"" + text + "\"]");
			inflater.end();
		}
	}

	@Test
	void withoutContextTakeoverEachMessageStandsAlone() throws Exception {
		String text = repeatedAfter(1000);
		try (TestServer io = server("server-no-context-takeover=true"); RawWebSocket client = connect(io, "")) {
			for (int i = 0; i < 3; i++) {
				Inflater fresh = new Inflater(true);
				assertThat(inflate(fresh, ask(client, text))).isEqualTo("430[\"" + text + "\"]");
				fresh.end();
			}
		}
	}

	@Test
	void clientsWithoutContextTakeoverMayCompressEachMessageAlone() {
		try (TestServer io = server("client-no-context-takeover=true"); RawWebSocket client = connect(io, "")) {
			for (int i = 0; i < 3; i++) {
				Deflater fresh = new Deflater(9, true);
				fresh.setInput(("420[\"ask\",\"" + REPEATED + "\"]").getBytes(StandardCharsets.UTF_8));
				byte[] buffer = new byte[1000];
				int length = fresh.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
				fresh.end();
				client.send(RawWebSocket.frame(true, COMPRESSED, RawWebSocket.TEXT,
						Arrays.copyOf(buffer, length - TAIL.length)));
				assertThat(client.read().rsv()).isEqualTo(COMPRESSED);
			}
		}
	}

	@Test
	void theLevelSaysHowHardToCompress() {
		assertThat(lengthAtLevel(0)).isGreaterThan(20_000);
		assertThat(lengthAtLevel(9)).isLessThan(lengthAtLevel(1)).isLessThan(18_000);
	}

	private static int lengthAtLevel(int level) {
		Random random = new Random(1);
		StringBuilder text = new StringBuilder();
		while (text.length() < 20_000) {
			text.append("word").append(random.nextInt(500)).append((char) ('a' + random.nextInt(26)));
		}
		try (TestServer io = server("level=" + level); RawWebSocket client = connect(io, "")) {
			return ask(client, text.toString()).payload().length;
		}
	}

	@Test
	void theThresholdSaysWhatIsCompressed() {
		try (TestServer io = server("threshold=300B"); RawWebSocket client = connect(io, "")) {
			client.text("420[\"ask\",\"" + "x".repeat(299 - 7) + "\"]");
			assertThat(client.read().rsv()).isZero();
			assertThat(ask(client, "x".repeat(300 - 7)).payload()).hasSizeLessThan(100);
		}
	}

	/** What repeats itself is found only if it is not too far back. */
	@Test
	void aSmallWindowIsKept() throws Exception {
		String text = repeatedAfter(2000);
		int large = compressedLength("server-max-window-bits=15", text);
		int small = compressedLength("server-max-window-bits=9", text);
		assertThat(small).isGreaterThan(large * 3 / 2);
	}

	private static int compressedLength(String property, String text) throws Exception {
		try (TestServer io = server(property); RawWebSocket client = connect(io, "")) {
			RawWebSocket.Frame answer = ask(client, text);
			Inflater inflater = new Inflater(true);
			assertThat(inflate(inflater, answer)).isEqualTo("430[\"" + text + "\"]");
			inflater.end();
			return answer.payload().length;
		}
	}

}
