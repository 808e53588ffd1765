package io.github.socketiospring.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions on WebSockets, and their way there.
 */
class WebSocketSessionTests {

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/").onConnection((socket) -> {
				REASONS.watch(socket);
				socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0), socket.id()));
				socket.on("kick", (arguments, ack) -> socket.disconnect(true));
			});
			io.of("/other");
		}).virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String id(RawWebSocket socket) {
		socket.text("429[\"ask\",1]");
		String answer = socket.read().text();
		assertThat(answer).startsWith("439[1,\"");
		return answer.substring(7, 27);
	}

	private static RawWebSocket upgrade(PollingSession session) {
		return new RawWebSocket(server, "&sid=" + session.sid(), new byte[0]);
	}

	/** Begins an upgrade, and waits until the server has taken note of it. */
	private static RawWebSocket begunUpgrade(PollingSession session) {
		RawWebSocket socket = upgrade(session);
		socket.send(true, RawWebSocket.PING, new byte[0]);
		assertThat(socket.read().opcode()).isEqualTo(RawWebSocket.PONG);
		return socket;
	}

	/** Ends a poll that waits, as the server does every 100 ms during an upgrade. */
	private static RawHttp.Response release(RawHttp poll) {
		CompletableFuture<RawHttp.Response> response = CompletableFuture.supplyAsync(poll::response, NewThread::start);
		await().until(() -> {
			server.clock().advance(Duration.ofMillis(100));
			return response.isDone();
		});
		return response.join();
	}

	@Test
	void theHandshakeIsExact() {
		try (RawWebSocket socket = new RawWebSocket(server, "", new byte[0],
				"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "Sec-WebSocket-Protocol: x")) {
			RawHttp.Response response = socket.handshake();
			assertThat(response.header("Upgrade")).isEqualToIgnoringCase("websocket");
			assertThat(response.header("Connection")).isEqualToIgnoringCase("upgrade");
			assertThat(response.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
			assertThat(response.header("Sec-WebSocket-Protocol")).isEqualTo("x");
			assertThat(socket.read().text()).matches("0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[],"
					+ "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
		}
	}

	@Test
	void whatComesWithTheHandshakeIsNotLost() {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		frames.writeBytes(RawWebSocket.textFrame("40"));
		frames.writeBytes(RawWebSocket.frame(true, 0, RawWebSocket.PING, "p".getBytes()));
		frames.writeBytes(RawWebSocket.textFrame("420[\"ask\",1]"));
		try (RawWebSocket socket = new RawWebSocket(server, "", frames.toByteArray())) {
			assertThat(socket.read().text()).startsWith("0{");
			java.util.List<String> rest = new java.util.ArrayList<>();
			for (int i = 0; i < 3; i++) {
				rest.add(socket.read().text());
			}
			assertThat(rest).anyMatch((text) -> text.startsWith("40{"))
				.anyMatch((text) -> text.startsWith("430["))
				.contains("p");
		}
	}

	@Test
	void aCloseThatComesWithTheHandshakeIsAnswered() {
		byte[] close = RawWebSocket.frame(true, 0, RawWebSocket.CLOSE, new byte[] { 3, (byte) 0xe8 });
		try (RawWebSocket socket = new RawWebSocket(server, "", close)) {
			assertThat(socket.readClose().status()).isEqualTo(1000);
			assertThat(socket.http().isEnded()).isTrue();
		}
	}

	@Test
	void onePacketPerMessage() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			socket.text("420[\"ask\",1]");
			assertThat(socket.read().text()).startsWith("430[1,");
			socket.text("451-0[\"ask\",{\"_placeholder\":true,\"num\":0}]");
			socket.send(true, RawWebSocket.BINARY, new byte[] { 1, 2, 3 });
			assertThat(socket.read().text()).startsWith("461-0[{\"_placeholder\":true,\"num\":0},");
			RawWebSocket.Frame attachment = socket.read();
			assertThat(attachment.opcode()).isEqualTo(RawWebSocket.BINARY);
			assertThat(attachment.payload()).containsExactly(1, 2, 3);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "40", "42/other,[\"x\"]", "43/other,1[]", "41/other,", "42/unknown,[\"x\"]" })
	void whatANamespaceForbidsEndsTheConnection(String packet) {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			String id = id(socket);
			socket.text(packet);
			assertThat(socket.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.FORCED_SERVER_CLOSE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "44{\"message\":\"x\"}", "4", "47", "42[]", "42[null]", "42{\"a\":1}", "42[\"a\"",
			"42[\"a\"]x", "41{}", "40[]", "4511-[\"a\"]", "45-[\"a\"]", "42[\"disconnect\"]", "42[\"newListener\"]",
			"4299999999999999999999[\"a\"]", "43[1" })
	void whatIsNoPacketEndsTheConnection(String packet) {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			String id = id(socket);
			socket.text(packet);
			assertThat(socket.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.PARSE_ERROR);
		}
	}

	@Test
	void attachmentsMustBeDue() {
		try (RawWebSocket socket = RawWebSocket.joined(server); RawWebSocket other = RawWebSocket.joined(server)) {
			String id = id(socket);
			socket.send(true, RawWebSocket.BINARY, new byte[1]);
			assertThat(socket.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.PARSE_ERROR);
			id = id(other);
			other.text("451-[\"ask\",{\"_placeholder\":true,\"num\":0}]");
			other.text("42[\"ask\",1]");
			assertThat(other.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.PARSE_ERROR);
		}
	}

	@Test
	void unknownNamespacesAreRefused() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			socket.text("40/a b,{\"x\":1}");
			assertThat(socket.read().text()).isEqualTo("44/a b,{\"message\":\"Invalid namespace\"}");
			socket.text("40/?a=b");
			assertThat(socket.read().text()).isEqualTo("44/?a=b,{\"message\":\"Invalid namespace\"}");
			id(socket);
		}
	}

	@Test
	void aPingFromTheClientIsAnError() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			String id = id(socket);
			socket.text("2");
			assertThat(socket.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.TRANSPORT_ERROR);
		}
	}

	@Test
	void anEmptyMessageIsAnError() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			String id = id(socket);
			socket.text("");
			assertThat(socket.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.PARSE_ERROR);
		}
	}

	@Test
	void theClientClosesTheSession() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			String id = id(socket);
			socket.text("1");
			assertThat(socket.readClose().status()).isEqualTo(1005);
			REASONS.await(id, DisconnectReason.TRANSPORT_CLOSE);
		}
	}

	@Test
	void base64IsBinary() {
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			socket.text("451-0[\"ask\",{\"_placeholder\":true,\"num\":0}]");
			socket.text("bAQID");
			assertThat(socket.read().text()).startsWith("461-0[");
			assertThat(socket.read().payload()).containsExactly(1, 2, 3);
			String id = id(socket);
			socket.text("b!");
			socket.readClose();
			REASONS.await(id, DisconnectReason.PARSE_ERROR);
		}
	}

	@Test
	void aClientWithoutBinaryGetsBase64() {
		try (RawWebSocket socket = new RawWebSocket(server, "&b64=1", new byte[0])) {
			assertThat(socket.read().text()).startsWith("0{");
			socket.text("40");
			assertThat(socket.read().text()).startsWith("40{");
			server.io().emit("data", new byte[] { 1, 2, 3 });
			assertThat(socket.read().text()).isEqualTo("451-[\"data\",{\"_placeholder\":true,\"num\":0}]");
			RawWebSocket.Frame attachment = socket.read();
			assertThat(attachment.opcode()).isEqualTo(RawWebSocket.TEXT);
			assertThat(attachment.text()).isEqualTo("bAQID");
		}
	}

	@Test
	void upgrades() {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = upgrade(session); RawHttp poll = session.pendingGet()) {
			socket.text("2probe");
			assertThat(socket.read().text()).isEqualTo("3probe");
			assertThat(release(poll).body()).isEqualTo("6");
			server.io().emit("still", "polling");
			assertThat(session.get().body()).isEqualTo("42[\"still\",\"polling\"]");
			server.io().emit("queued", 1);
			socket.text("5");
			assertThat(socket.read().text()).isEqualTo("42[\"queued\",1]");
			assertThat(id(socket)).isEqualTo(session.socketId());
			RawHttp.Response late = session.get();
			assertThat(late.status()).isEqualTo(400);
			assertThat(late.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
			assertThat(session.post("3").body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
			id(socket);
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_CLOSE);
	}

	@Test
	void anUpgradeEndsAPollThatStillWaits() {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = upgrade(session); RawHttp poll = session.pendingGet()) {
			socket.text("2probe");
			assertThat(socket.read().text()).isEqualTo("3probe");
			session.awaitPoll();
			socket.text("5");
			assertThat(poll.response().body()).isEqualTo("1");
			id(socket);
		}
	}

	@Test
	void aSecondUpgradeIsClosed() {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket first = begunUpgrade(session); RawWebSocket second = upgrade(session)) {
			assertThat(second.readClose().status()).isEqualTo(1005);
			first.text("2probe");
			assertThat(first.read().text()).isEqualTo("3probe");
			first.text("5");
			id(first);
			try (RawWebSocket third = upgrade(session)) {
				assertThat(third.readClose().status()).isEqualTo(1005);
			}
			id(first);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "2probe2", "5", "42[\"ask\",1]", "1", "3probe", "" })
	void anythingElseFailsTheUpgradeOnly(String frame) {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = upgrade(session)) {
			socket.text(frame);
			assertThat(socket.readClose().status()).isEqualTo(1005);
		}
		assertStillPolling(session);
	}

	@Test
	void aBinaryFrameOrALostConnectionFailsTheUpgradeOnly() {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = upgrade(session)) {
			socket.send(true, RawWebSocket.BINARY, "2probe".getBytes());
			assertThat(socket.readClose().status()).isEqualTo(1005);
		}
		RawWebSocket lost = upgrade(session);
		lost.text("2probe");
		lost.read();
		lost.close();
		assertStillPolling(session);
		// And the next attempt may succeed.
		try (RawWebSocket socket = await().until(() -> upgrade(session), WebSocketSessionTests::probes)) {
			socket.text("5");
			assertThat(id(socket)).isEqualTo(session.socketId());
		}
	}

	private static boolean probes(RawWebSocket socket) {
		socket.text("2probe");
		return socket.read().text().equals("3probe");
	}

	private static void assertStillPolling(PollingSession session) {
		assertThat(session.post("420[\"ask\",2]").body()).isEqualTo("ok");
		assertThat(session.get().body()).startsWith("430[2,");
		assertThat(REASONS.of(session.socketId())).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anUpgradeTimesOut(boolean probed) {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = begunUpgrade(session)) {
			if (probed) {
				assertThat(probes(socket)).isTrue();
			}
			server.clock().advance(Duration.ofSeconds(11));
			assertThat(socket.readClose().status()).isEqualTo(1005);
		}
		assertStillPolling(session);
	}

	@Test
	void aSessionThatClosesDuringAnUpgradeTakesBothWithIt() {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = upgrade(session)) {
			assertThat(probes(socket)).isTrue();
			try (RawHttp post = session.pendingPost("1")) {
				assertThat(socket.readClose().status()).isEqualTo(1005);
			}
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_CLOSE);
	}

	@Test
	void aClosingSessionStillUpgradesToSayGoodbye() {
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket socket = upgrade(session)) {
			assertThat(probes(socket)).isTrue();
			session.post("42[\"kick\"]");
			REASONS.await(session.socketId(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			socket.text("5");
			assertThat(socket.read().text()).isEqualTo("41");
			assertThat(socket.readClose().status()).isEqualTo(1005);
		}
	}

}
