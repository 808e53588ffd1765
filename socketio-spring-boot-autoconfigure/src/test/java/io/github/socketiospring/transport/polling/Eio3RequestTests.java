package io.github.socketiospring.transport.polling;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Revision;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of Engine.IO 3 byte for byte, from the handshake to the namespaces.
 */
class Eio3RequestTests {

	private static final String TARGET = "/socket.io/?EIO=3&transport=polling";

	private static final String OCTET_STREAM = "Content-Type: application/octet-stream";

	/** In a script, quotes are escaped. */
	private static final Pattern OPENING = Pattern
		.compile("0\\{\\\\?\"sid\\\\?\":\\\\?\"([\\w-]{20})\\\\?\",.*:1000000}(\"\\);)?$");

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Eio3RequestTests::configure);
	}

	private static void configure(SocketIOServer io) {
		io.of("/")
			.onConnection((socket) -> socket.on("echo", (arguments, ack) -> socket.emit("echo", arguments.get(0))));
		io.of("/who")
			.onConnection((socket) -> socket.emit("you", socket.id(), socket.handshake().revision(),
					socket.handshake().auth()));
		io.of("/closed").use((socket) -> Mono.error(new ConnectRefusedException("go \"away\"")));
		io.of("/data").use((socket) -> Mono.error(new ConnectRefusedException("no", Map.of("code", 7))));
		io.of("/broken").use((socket) -> Mono.error(new IllegalStateException("secret")));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** The session's first answer: the opening packet and nothing else. */
	private static String open(String more) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", TARGET + more);
		assertThat(response.status()).isEqualTo(200);
		String body = response.body();
		Matcher opening = OPENING.matcher(body);
		assertThat(opening.find()).as(body).isTrue();
		return opening.group(1);
	}

	private static RawHttp.Response poll(String sid, String more) {
		return RawHttp.exchange(server, "GET", TARGET + more + "&sid=" + sid);
	}

	private static String payload(String... packets) {
		StringBuilder payload = new StringBuilder();
		for (String packet : packets) {
			payload.append(packet.length()).append(':').append(packet);
		}
		return payload.toString();
	}

	private static void post(String sid, String... packets) {
		String payload = payload(packets);
		RawHttp.Response response = RawHttp.post(server, TARGET + "&sid=" + sid, payload, "Content-Type: text/plain");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("ok");
	}

	private static String joined() {
		String sid = open("&b64=1");
		assertThat(poll(sid, "&b64=1").body()).isEqualTo("2:40");
		return sid;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&EIO=", "&EIO=2", "&EIO=3", "&EIO=5", "&EIO=04", "&EIO=four" })
	void whateverIsNotRevision4IsRevision3(String revision) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/?transport=polling" + revision);
		assertThat(response.body()).matches("118:0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[\"websocket\"],"
				+ "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
	}

	@Test
	void aSessionKeepsItsRevision() {
		String sid = joined();
		RawHttp.Response response = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE + "&sid=" + sid);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		PollingSession current = PollingSession.joined(server);
		assertThat(poll(current.sid(), "").body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "&t=Ab1 | application/octet-stream | 00 02 ff 34 30", "&b64=1 | text/plain; charset=UTF-8 | none",
					"none | text/plain; charset=UTF-8 | none", "&t=Ab1&b64=1 | text/plain; charset=UTF-8 | none",
					"&j=3 | text/javascript; charset=UTF-8 | none" })
	void theFormOfPollsDependsOnTheQuery(String query, String contentType, String bytes) {
		String more = (query != null) ? query : "";
		RawHttp.Response response = poll(open(more), more);
		assertThat(response.header("Content-Type")).isEqualTo(contentType);
		if (bytes != null) {
			assertThat(response.bytes()).isEqualTo(new byte[] { 0, 2, (byte) 0xff, '4', '0' });
		}
		else {
			assertThat(response.body()).isEqualTo(more.startsWith("&j") ? "___eio[3](\"2:40\");" : "2:40");
		}
	}

	@Test
	void base64OnceAskedForStays() {
		String sid = joined();
		post(sid, "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]", "b4AQID");
		assertThat(poll(sid, "&t=1").body()).endsWith("6:b4AQID");
	}

	@Test
	void bodiesMayBeBinary() {
		String sid = open("&t=1");
		poll(sid, "&t=1");
		byte[] text = "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]".getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.writeBytes(new byte[] { 0, (byte) (text.length / 10), (byte) (text.length % 10), (byte) 0xff });
		body.writeBytes(text);
		body.writeBytes(new byte[] { 1, 4, (byte) 0xff, 4, (byte) 0xc3, 0, (byte) 0xff });
		try (RawHttp http = new RawHttp(server)) {
			http.send("POST " + TARGET + "&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\n" + OCTET_STREAM
					+ "\r\nContent-Length: " + body.size() + "\r\n\r\n");
			http.send(body.toByteArray());
			assertThat(http.response().body()).isEqualTo("ok");
		}
		assertThat(poll(sid, "&t=1").bytes()).endsWith(1, 4, 0xff, 4, 0xc3, 0, 0xff);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "1:", "0:", "9:4x", "1:2x", "-1:2", "1:7", "2:b2", "1:3" })
	void invalidBodiesEndTheSession(String body) {
		String sid = joined();
		RawHttp.post(server, TARGET + "&sid=" + sid, body, "Content-Type: text/plain");
		assertThat(poll(sid, "").body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
	}

	@Test
	void pongsDoNotEcho() {
		String sid = joined();
		post(sid, "2", "2probe");
		assertThat(poll(sid, "").body()).isEqualTo("1:31:3");
	}

	@Test
	void socketIdsAreDerivedAndQueriesAreCredentials() {
		String sid = joined();
		post(sid, "40/who?a=b%20c&t=1&t=%C3%A4,");
		String event = "42/who,[\"you\",\"/who#" + sid + "\",\"" + Revision.EIO3
				+ "\",{\"a\":\"b c\",\"t\":[\"1\",\"\u00e4\"]}]";
		String answers = poll(sid, "").body();
		// The handler runs elsewhere, so its event may miss the first poll.
		answers = answers.equals(payload("40/who,")) ? answers + poll(sid, "").body() : answers;
		assertThat(answers).isEqualTo(payload("40/who,", event));
	}

	@Test
	void everyTransportAndRevisionHasItsIds() {
		try (RawWebSocket socket = RawWebSocket.connect(server, "3")) {
			String sid = socket.read().text().substring(9, 29);
			assertThat(socket.read().text()).isEqualTo("40");
			socket.text("40/who,");
			assertThat(socket.read().text()).isEqualTo("40/who,");
			assertThat(socket.read().text())
				.isEqualTo("42/who,[\"you\",\"/who#" + sid + "\",\"" + Revision.EIO3 + "\",null]");
		}
		try (RawWebSocket socket = RawWebSocket.open(server)) {
			socket.text("40/who,");
			String id = socket.read().text().substring(15, 35);
			assertThat(socket.read().text())
				.isEqualTo("42/who,[\"you\",\"" + id + "\",\"" + Revision.EIO4 + "\",null]");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "/nowhere | 44/nowhere,\"Invalid namespace\"", "/nowhere?x=1 | 44/nowhere,\"Invalid namespace\"",
					"/closed | 44/closed,\"go \\\"away\\\"\"", "/data | 44/data,{\"code\":7}",
					"/broken | 44/broken,\"Connection refused\"" })
	void errorsAreBare(String namespace, String expected) {
		String sid = joined();
		post(sid, "40" + namespace + ",");
		assertThat(poll(sid, "").body()).isEqualTo(payload(expected));
	}

}
