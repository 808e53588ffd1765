package io.github.socketiospring.transport.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Polls and posts, request by request.
 */
class PollingTests {

	private static final Reasons REASONS = new Reasons();

	private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("note", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)));
			socket.on("kick", (arguments, ack) -> socket.disconnect(true));
			socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)));
		})).virtualTime().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		RECEIVED.clear();
	}

	private static void assertUnknown(PollingSession session) {
		RawHttp.Response response = session.get();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
	}

	@Test
	void aPollIsAnsweredExactly() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.post("420[\"ask\",\"é\"]");
			RawHttp.Response response = poll.response();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("430[\"é\"]");
			assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
			assertThat(response.header("Cache-Control")).isEqualTo("no-store");
			assertThat(response.header("Content-Length")).isEqualTo("9");
		}
	}

	@Test
	void aPostIsAnsweredExactly() {
		RawHttp.Response response = PollingSession.joined(server).post("42[\"note\",\"x\"]");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("ok");
		assertThat(response.header("Content-Type")).isEqualTo("text/html");
		assertThat(response.header("Content-Length")).isEqualTo("2");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Mozilla/4.0 (compatible;MSIE 8.0)", "Mozilla/5.0 (Windows NT 6.3; Trident/7.0)" })
	void oldInternetExplorersAreTold(String userAgent) {
		PollingSession session = PollingSession.joined(server);
		assertThat(session.post("3", "User-Agent: " + userAgent).header("X-XSS-Protection")).isEqualTo("0");
		session.post("420[\"ask\",1]");
		assertThat(session.get("User-Agent: " + userAgent).header("X-XSS-Protection")).isEqualTo("0");
		assertThat(session.post("3", "User-Agent: Mozilla/5.0").header("X-XSS-Protection")).isNull();
	}

	@Test
	void aPayloadHoldsManyPackets() {
		PollingSession session = PollingSession.joined(server);
		List<String> notes = new ArrayList<>();
		StringBuilder payload = new StringBuilder("3");
		for (int i = 0; i < 500; i++) {
			notes.add("n" + i);
			payload.append("\u001e42[\"note\",\"n").append(i).append("\"]");
		}
		assertThat(session.post(payload.toString()).body()).isEqualTo("ok");
		await().until(() -> RECEIVED.size() == notes.size());
		assertThat(RECEIVED).isEqualTo(notes);
	}

	@Test
	void manyPacketsAreFetchedInBatches() {
		PollingSession session = PollingSession.joined(server);
		for (int i = 0; i < 20; i++) {
			server.io().emit("n", i);
		}
		List<String> packets = new ArrayList<>(List.of(session.get().body().split("\u001e")));
		assertThat(packets).hasSize(16);
		packets.addAll(List.of(session.get().body().split("\u001e")));
		assertThat(packets).hasSize(20).last().isEqualTo("42[\"n\",19]");
	}

	@Test
	void overlappingPollsEndTheSession() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp first = session.pendingGet()) {
			session.awaitPoll();
			RawHttp.Response second = session.get();
			assertThat(second.status()).isEqualTo(400);
			assertThat(second.bytes()).isEmpty();
			RawHttp.Response response = first.response();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("1");
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
		assertUnknown(session);
	}

	@Test
	void overlappingPostsEndTheSession() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp poll = session.pendingGet(); RawHttp first = new RawHttp(server)) {
			session.awaitPoll();
			first.send("POST " + session.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n42");
			RawHttp.Response second = awaitRefusedPost(session);
			assertThat(second.bytes()).isEmpty();
			assertThat(poll.response().body()).isEqualTo("1");
			assertThat(first.response().status()).isEqualTo(400);
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
		assertUnknown(session);
	}

	/** The server may see the second before it sees the first. */
	private static RawHttp.Response awaitRefusedPost(PollingSession session) {
		return await().until(() -> session.post("3"), (response) -> response.status() == 400);
	}

	@Test
	void anAbortedPollEndsTheSession() {
		PollingSession session = PollingSession.joined(server);
		session.pendingGet().close();
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
		assertUnknown(session);
	}

	@Test
	void anAbortedPostEndsTheSession() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp post = new RawHttp(server)) {
			post.send("POST " + session.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n42[\"note\"");
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
		assertUnknown(session);
		assertThat(RECEIVED).isEmpty();
	}

	@Test
	void theClientCloses() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.awaitPoll();
			assertThat(session.post("1").body()).isEqualTo("ok");
			assertThat(poll.response().body()).isEqualTo("6");
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_CLOSE);
		assertUnknown(session);
	}

	@Test
	void theClientClosesBeforeItsPollArrives() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp post = session.pendingPost("1")) {
			REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_CLOSE);
			RawHttp.Response poll = session.get();
			assertThat(poll.status()).isEqualTo(200);
			assertThat(poll.body()).isEqualTo("6");
			assertThat(post.response().body()).isEqualTo("ok");
		}
		assertUnknown(session);
	}

	@Test
	void aPollAfterTheClientHasClosedIsRefused() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp post = session.pendingPost("1")) {
			REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_CLOSE);
			server.clock().advance(Duration.ofSeconds(2));
			assertThat(post.response().body()).isEqualTo("ok");
		}
		assertUnknown(session);
		assertThat(session.post("3").body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
	}

	@Test
	void theServerClosesWhileAPollWaits() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.awaitPoll();
			session.post("42[\"kick\"]");
			assertThat(poll.response().body()).isEqualTo("41");
		}
		REASONS.await(session.socketId(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(session.get().body()).isEqualTo("1");
		assertUnknown(session);
	}

	@Test
	void theServerClosesWhileNoPollWaits() {
		PollingSession session = PollingSession.joined(server);
		session.post("42[\"kick\"]");
		REASONS.await(session.socketId(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(session.get().body()).isEqualTo("41");
		assertThat(session.get().body()).isEqualTo("1");
		assertUnknown(session);
	}

	@Test
	void aCloseThatNobodyFetchesIsForgotten() {
		PollingSession session = PollingSession.joined(server);
		session.post("42[\"kick\"]");
		REASONS.await(session.socketId(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		server.clock().advance(Duration.ofSeconds(31));
		await().untilAsserted(() -> assertUnknown(session));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\u001e", "42[\"note\",\"x\"]\u001e", "4", "4x", "42", "42{}", "42[", "b!!!", "47",
			"7", "x", "42[\"connect\"]", "451-[\"x\"]\u001e42[\"x\"]", "bAQID", "44{}" })
	void whatIsNoPacketEndsTheSession(String payload) {
		PollingSession session = PollingSession.joined(server);
		assertThat(session.post(payload).status()).isIn(200, 400);
		REASONS.await(session.socketId(), DisconnectReason.PARSE_ERROR);
		await().untilAsserted(
				() -> assertThat(session.get().body()).isIn("1", "{\"code\":1,\"message\":\"Session ID unknown\"}"));
	}

	@Test
	void packetsBeforeABadOneCount() {
		PollingSession session = PollingSession.joined(server);
		session.post("42[\"note\",\"good\"]\u001e42[\u001e42[\"note\",\"late\"]");
		REASONS.await(session.socketId(), DisconnectReason.PARSE_ERROR);
		assertThat(RECEIVED).containsExactly("good");
	}

	@Test
	void aPingFromTheClientIsAnError() {
		PollingSession session = PollingSession.joined(server);
		session.post("2");
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0{}", "5", "6" })
	void otherTypesMeanNothing(String packet) {
		PollingSession session = PollingSession.joined(server);
		assertThat(session.post(packet).body()).isEqualTo("ok");
		assertThat(session.post("42[\"note\",\"still here\"]").body()).isEqualTo("ok");
		await().until(() -> RECEIVED.contains("still here"));
	}

	@Test
	void aBinaryBodyEndsTheSession() {
		PollingSession session = PollingSession.joined(server);
		RawHttp.Response response = session.post("3", "Content-Type: application/octet-stream");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.bytes()).isEmpty();
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
		assertUnknown(session);
	}

	@Test
	void aBodyMustBeUtf8() {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp post = new RawHttp(server)) {
			post.send("POST " + session.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n42");
			post.send(new byte[] { (byte) 0xff });
			assertThat(post.response().status()).isEqualTo(400);
		}
		REASONS.await(session.socketId(), DisconnectReason.TRANSPORT_ERROR);
		assertUnknown(session);
	}

}
