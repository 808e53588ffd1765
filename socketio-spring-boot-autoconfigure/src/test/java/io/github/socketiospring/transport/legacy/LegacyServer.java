package io.github.socketiospring.transport.legacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server for clients of protocol 1, with a client of Engine.IO beside them that sees
 * nothing of what the tests do.
 */
abstract class LegacyServer {

	private static final Pattern BOUNDARY = Pattern
		.compile("(?i)multipart/x-mixed-replace;boundary=\"(socketio-[0-9a-f-]{36})\"");

	static final int MAX = 2_000;

	static final Reasons REASONS = new Reasons();

	static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

	static final String INVALID = "5:::{\"name\":\"error\",\"args\":[\"invalid_packet\",\"the packet cannot be read\"]}";

	static final String STREAM = "<html><body><script>var _ = function (msg) { parent.s._(msg, document); };"
			+ "</script>" + " ".repeat(173);

	static TestServer server;

	PollingSession neighbour;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/").onConnection((socket) -> {
				REASONS.watch(socket);
				socket.on("note", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)));
				socket.on("message", (arguments, ack) -> RECEIVED.add(arguments.get(0, String.class)));
				socket.on("kick", (arguments, ack) -> socket.disconnect(true));
				socket.on("ask", (arguments, ack) -> ack.send(arguments.get(0)));
			});
			io.of("/chat").onConnection((socket) -> {
			});
			io.of("/closed").use((socket) -> Mono.error(new ConnectRefusedException("closed")));
		})
			.properties("socketio.max-http-buffer-size=" + MAX + "B", "socketio.limits.max-packets-per-payload=5")
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void meetANeighbour() {
		RECEIVED.clear();
		this.neighbour = PollingSession.joined(server);
	}

	@AfterEach
	void theNeighbourIsWell() {
		if (REASONS.of(this.neighbour.socketId()) == null
				&& this.neighbour.post("421[\"ask\",\"well?\"]").status() == 200) {
			assertThat(this.neighbour.get().body()).contains("431[\"well?\"]");
		}
		else {
			throw new AssertionError("disturbed: " + REASONS.of(this.neighbour.socketId()));
		}
	}

	static RawHttp.Response get(String target) {
		return RawHttp.exchange(server, "GET", target);
	}

	static String part(String boundary, String payload) {
		return "Content-Type: text/plain; charset=UTF-8\r\n\r\n" + payload + "\r\n--" + boundary + "\r\n";
	}

	/** Each response has another. */
	static String boundary(String head) {
		Matcher boundary = BOUNDARY.matcher(head);
		assertThat(boundary.find()).as(head).isTrue();
		return boundary.group(1);
	}

	static void assertLives(LegacySession session) {
		assertLives(session, 0);
	}

	/** It is told of each packet that could not be read. */
	static void assertLives(LegacySession session, int invalidPackets) {
		session.post("5:7+::{\"name\":\"ask\",\"args\":[\"alive\"]}");
		List<String> expected = new ArrayList<>(Collections.nCopies(invalidPackets, INVALID));
		expected.add("6:::7+[\"alive\"]");
		assertThat(session.packetsUntil("6:::7+[\"alive\"]")).isEqualTo(expected);
	}

}
