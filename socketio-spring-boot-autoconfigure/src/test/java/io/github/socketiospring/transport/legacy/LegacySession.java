package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketiospring.engine.legacy.VirtualConnection;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session of protocol 1 whose every request is made by hand.
 *
 * @param server the server
 * @param sid its id, which is also that of its socket in the root namespace
 */
record LegacySession(TestServer server, String sid) {

	static final String HANDSHAKE = "/socket.io/1/";

	static final String UNKNOWN = "7:::1+0";

	static final String[] UPGRADE = { "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };

	private static final Pattern LINE = Pattern.compile("([\\w-]{20}):\\d+:\\d+:[\\w,-]+");

	/** Shakes hands, and no more. */
	static LegacySession open(TestServer server) {
		return of(server, RawHttp.exchange(server, "GET", HANDSHAKE + "?t=1"));
	}

	static LegacySession of(TestServer server, RawHttp.Response handshake) {
		Matcher matcher = LINE.matcher(handshake.body());
		if (handshake.status() != 200 || !matcher.find()) {
			throw new AssertionError("no handshake: " + handshake.status() + " " + handshake.body());
		}
		return new LegacySession(server, matcher.group(1));
	}

	/** Shakes hands and polls once, by XHR. */
	static LegacySession joined(TestServer server) {
		LegacySession session = open(server);
		assertThat(session.get().body()).isEqualTo("1::");
		return session;
	}

	static String target(String transport, String sid) {
		return HANDSHAKE + transport + "/" + sid + (transport.equals("jsonp-polling") ? "?i=3" : "");
	}

	static String event(String name, Object... arguments) {
		return "5:::" + JsonMapper.shared().writeValueAsString(Map.of("name", name, "args", arguments));
	}

	static String frames(String... packets) {
		StringBuilder payload = new StringBuilder();
		for (String packet : packets) {
			payload.append('\ufffd').append(packet.length()).append('\ufffd').append(packet);
		}
		return payload.toString();
	}

	String target(String transport) {
		return target(transport, this.sid);
	}

	RawHttp.Response get(String... headers) {
		return RawHttp.exchange(this.server, "GET", target("xhr-polling"), headers);
	}

	/** Polls until a packet comes, and returns all that came. */
	List<String> packetsUntil(String last) {
		List<String> packets = new ArrayList<>();
		while (!packets.contains(last)) {
			packets.addAll(packets(get().body()));
			assertThat(packets).doesNotContain(UNKNOWN);
		}
		return packets;
	}

	private static List<String> packets(String body) {
		if (!body.startsWith("\ufffd")) {
			return List.of(body);
		}
		return Stream.of(body.split("\ufffd")).filter((part) -> part.contains(":")).toList();
	}

	RawHttp.Response post(String body, String... headers) {
		return RawHttp.post(this.server, target("xhr-polling"), body, headers);
	}

	/** Sends a GET and leaves it pending. */
	RawHttp pendingGet() {
		RawHttp http = new RawHttp(this.server);
		http.request("GET", target("xhr-polling"), null);
		return http;
	}

	/** Waits until the server has a GET that waits for packets. */
	void awaitPoll() {
		Awaitility.await().until(() -> {
			VirtualConnection connection = this.server.legacySessions().find(this.sid);
			return connection != null && connection.isWritable();
		});
	}

	void assertUnknown() {
		RawHttp.Response response = get();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(UNKNOWN);
	}

	/**
	 * The answer before may still be on its way, and is then followed by an empty one.
	 */
	void awaitUnknown() {
		Awaitility.await().untilAsserted(this::assertUnknown);
	}

	/** Opens a WebSocket, by which the server has answered with status 101. */
	static RawHttp webSocket(TestServer server, String target, String... headers) {
		RawHttp http = new RawHttp(server);
		String[] all = java.util.Arrays.copyOf(UPGRADE, UPGRADE.length + headers.length);
		System.arraycopy(headers, 0, all, UPGRADE.length, headers.length);
		http.request("GET", target, null, all);
		assertThat(http.response().status()).isEqualTo(101);
		return http;
	}

	/** Reads a short frame: its opcode and its text. */
	static String frame(RawHttp webSocket) {
		byte[] head = webSocket.bytes(2);
		assertThat(head[0] & 0xf0).as("last frame, uncompressed").isEqualTo(0x80);
		assertThat(head[1]).as("length").isNotNegative().isLessThan((byte) 126);
		return (head[0] & 0x0f) + " " + new String(webSocket.bytes(head[1]), StandardCharsets.UTF_8);
	}

}
