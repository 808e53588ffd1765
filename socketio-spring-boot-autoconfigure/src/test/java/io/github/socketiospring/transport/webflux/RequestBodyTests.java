package io.github.socketiospring.transport.webflux;

import java.time.Duration;
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
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Large, slow and endless request bodies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestBodyTests {

	private static final int MAX = 1000;

	private final Reasons reasons = new Reasons();

	private final List<Integer> lengths = new CopyOnWriteArrayList<>();

	private TestServer server;

	void configure(TestServer.Builder builder) {
		// Bodies are read past Spring.
	}

	@BeforeAll
	void start() {
		TestServer.Builder builder = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			this.reasons.watch(socket);
			socket.on("note", (arguments, ack) -> this.lengths.add(arguments.get(0, String.class).length()));
		})).properties("socketio.max-http-buffer-size=" + MAX + "B").virtualTime();
		configure(builder);
		this.server = builder.start();
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@BeforeEach
	void forget() {
		this.lengths.clear();
	}

	private static String note(int bodyLength) {
		return "42[\"note\",\"" + "x".repeat(bodyLength - 13) + "\"]";
	}

	private void assertAlive(PollingSession session) {
		this.lengths.clear();
		assertThat(session.post(note(20)).body()).isEqualTo("ok");
		await().until(() -> this.lengths.contains(7));
		assertThat(this.reasons.of(session.socketId())).isNull();
	}

	@Test
	void theLimitItselfIsServed() {
		PollingSession session = PollingSession.joined(this.server);
		assertThat(session.post(note(MAX)).body()).isEqualTo("ok");
		await().until(() -> this.lengths.contains(MAX - 13));
	}

	@Test
	void aLargerLengthIsRefusedBeforeTheBodyCame() {
		PollingSession session = PollingSession.joined(this.server);
		for (String length : List.of("1001", "4294967296", "9223372036854775807")) {
			try (RawHttp post = new RawHttp(this.server)) {
				post.send("POST " + session.target() + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length
						+ "\r\n\r\n42");
				RawHttp.Response response = post.response();
				assertThat(response.status()).isEqualTo(413);
				assertThat(response.bytes()).isEmpty();
			}
		}
		assertAlive(session);
	}

	@Test
	void aLargerBodyIsRefusedWhileItComes() {
		PollingSession session = PollingSession.joined(this.server);
		try (RawHttp post = new RawHttp(this.server)) {
			post.send("POST " + session.target() + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
			String chunk = "190\r\n" + "x".repeat(400) + "\r\n";
			post.send(chunk + chunk + chunk);
			RawHttp.Response response = post.response();
			assertThat(response.status()).isEqualTo(413);
			assertThat(response.bytes()).isEmpty();
		}
		assertAlive(session);
	}

	@Test
	void chunkedBodiesAreServed() {
		PollingSession session = PollingSession.joined(this.server);
		try (RawHttp post = new RawHttp(this.server)) {
			post.send("POST " + session.target() + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "5\r\n42[\"n\r\n3\r\note\r\nA\r\n\",\"xxxxx\"]\r\n0\r\n\r\n");
			assertThat(post.response().body()).isEqualTo("ok");
		}
		await().until(() -> this.lengths.contains(5));
	}

	@Test
	void aRequestForMoreThanTheHeadIsContinued() {
		PollingSession session = PollingSession.joined(this.server);
		try (RawHttp post = new RawHttp(this.server)) {
			post.send("POST " + session.target()
					+ " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
			assertThat(new String(post.bytes(25))).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			post.send("3");
			assertThat(post.response().body()).isEqualTo("ok");
		}
	}

	@Test
	void anEndlessBodyDoesNotOutliveTheSession() {
		PollingSession session = PollingSession.joined(this.server);
		try (RawHttp post = new RawHttp(this.server)) {
			post.send("POST " + session.target()
					+ " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 500\r\n\r\n");
			// Only then the server waits for the body.
			assertThat(new String(post.bytes(25))).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			post.send("42[");
			letHeartStop(session);
			this.reasons.await(session.socketId(), DisconnectReason.PING_TIMEOUT);
			RawHttp.Response response = post.response();
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.header("Connection")).isEqualTo("close");
			assertThat(post.isEnded()).isTrue();
		}
	}

	@Test
	void anEndlessBodyDoesNotHoldUpAnUpgradeForever() {
		PollingSession session = PollingSession.joined(this.server);
		try (RawHttp post = new RawHttp(this.server); RawHttp poll = session.pendingGet()) {
			post.send("POST " + session.target()
					+ " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n4\r\n");
			letHeartStop(session);
			this.reasons.await(session.socketId(), DisconnectReason.PING_TIMEOUT);
			assertThat(poll.response().status()).isEqualTo(200);
			assertThat(post.response().status()).isEqualTo(400);
		}
	}

	private void letHeartStop(PollingSession session) {
		// The second step must find the heartbeat sent.
		await().until(() -> {
			this.server.clock().advance(Duration.ofSeconds(26));
			return this.reasons.of(session.socketId()) != null;
		});
	}

}
