package io.github.socketiospring.transport.legacy;

import java.time.Duration;
import java.util.List;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Polls and posts of protocol 1, byte for byte.
 */
class LegacyPollingTests extends LegacyServer {

	@Test
	void aPollIsAnsweredExactly() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.post(LegacySession.event("ask", "\u00e9").replace("5::", "5:1+:"));
			RawHttp.Response response = poll.response();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("6:::1+[\"\u00e9\"]");
			assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
			assertThat(response.header("Content-Length")).isEqualTo("12");
			assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	void anAnswerWithNothingToCompressIsAsItIs() {
		LegacySession session = LegacySession.joined(server);
		String text = "x".repeat(1500);
		server.io().to(session.sid()).emit("text", text);
		assertThat(session.get("Accept-Encoding: gzip").header("Content-Encoding")).isEqualTo("gzip");
		server.io().to(session.sid()).compress(false).emit("image", text);
		assertThat(session.get("Accept-Encoding: gzip").header("Content-Encoding")).isNull();
	}

	@Test
	void aPollByScriptIsAnsweredExactly() {
		LegacySession session = LegacySession.open(server);
		RawHttp.Response response = get(session.target("jsonp-polling"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("io.j[3](\"1::\");");
		assertThat(response.header("Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("15");
		assertThat(get(LegacySession.HANDSHAKE + "jsonp-polling/" + session.sid() + "?i=12&disconnect").status())
			.isEqualTo(200);
	}

	@Test
	void everyScriptHasItsOwnIndex() {
		LegacySession session = LegacySession.open(server);
		String target = LegacySession.HANDSHAKE + "jsonp-polling/" + session.sid();
		assertThat(get(target + "?i=0").body()).isEqualTo("io.j[0](\"1::\");");
		session.post("1::/chat");
		assertThat(get(target + "?t=5&i=41&x=y").body()).isEqualTo("io.j[41](\"1::/chat\");");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?i", "?i=", "?i=x", "?i=-1", "?i=1.5", "?i=12345678901", "?i=1]", "?j=1" })
	void theIndexOfAPollIsANumber(String query) {
		LegacySession session = LegacySession.joined(server);
		for (String sid : new String[] { session.sid(), "abc" }) {
			String target = LegacySession.HANDSHAKE + "jsonp-polling/" + sid + query;
			assertThat(get(target).status()).isEqualTo(400);
			assertThat(RawHttp.post(server, target, "d=%220::%22").status()).isEqualTo(400);
		}
		assertThat(session.post("2::").body()).isEqualTo("1");
	}

	@Test
	void anEmptyPollEndsWithANoop() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet()) {
			session.awaitPoll();
			server.clock().advance(Duration.ofMillis(20_100));
			assertThat(poll.response().body()).isEqualTo("8::");
		}
		LegacySession script = LegacySession.joined(server);
		try (RawHttp poll = new RawHttp(server)) {
			poll.request("GET", script.target("jsonp-polling"), null);
			assertThat(poll.response().body()).isEqualTo("io.j[3](\"1::\");");
			poll.request("GET", script.target("jsonp-polling"), null);
			script.awaitPoll();
			server.clock().advance(Duration.ofMillis(20_100));
			assertThat(poll.response().body()).isEqualTo("io.j[3](\"8::\");");
		}
		this.neighbour = PollingSession.joined(server);
	}

	@Test
	void aSecondPollReleasesTheFirst() {
		LegacySession session = LegacySession.joined(server);
		try (RawHttp first = session.pendingGet()) {
			session.awaitPoll();
			try (RawHttp second = session.pendingGet()) {
				assertThat(first.response().body()).isEqualTo("8::");
				session.awaitPoll();
				session.post("1::/chat");
				assertThat(second.response().body()).isEqualTo("1::/chat");
			}
		}
	}

	@Test
	void aClientThatDoesNotComeBackIsGone() {
		LegacySession session = LegacySession.joined(server);
		// The answer may still be on its way, and the time to come back begins behind it.
		await().until(() -> {
			server.clock().advance(Duration.ofSeconds(20));
			return REASONS.of(session.sid()) != null;
		});
		REASONS.await(session.sid(), DisconnectReason.TRANSPORT_CLOSE);
		session.awaitUnknown();
		this.neighbour = PollingSession.joined(server);
	}

	@Test
	void aPostIsAnsweredExactly() {
		LegacySession session = LegacySession.joined(server);
		for (String transport : List.of("xhr-polling", "htmlfile", "xhr-multipart")) {
			assertTaken(RawHttp.post(server, session.target(transport), "3:::" + transport,
					"Content-type: text/plain;charset=UTF-8"));
		}
		assertTaken(RawHttp.post(server, session.target("jsonp-polling"), "d=%223:::jsonp-polling%22",
				"Content-Type: application/x-www-form-urlencoded"));
		await().until(() -> RECEIVED.size() == 4);
		assertThat(RECEIVED).containsExactly("xhr-polling", "htmlfile", "xhr-multipart", "jsonp-polling");
	}

	private static void assertTaken(RawHttp.Response response) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("1");
		assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("1");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void oldInternetExplorersAreTold() {
		LegacySession session = LegacySession.joined(server);
		assertThat(session.post("2::", "User-Agent: Mozilla/4.0 (compatible;MSIE 8.0)").header("X-XSS-Protection"))
			.isEqualTo("0");
		assertThat(session.post("2::", "User-Agent: Mozilla/5.0").header("X-XSS-Protection")).isNull();
	}

	@Test
	void aPayloadHoldsManyPackets() {
		LegacySession session = LegacySession.joined(server);
		String payload = LegacySession.frames("3:::a\ud83d\ude00", "3:::\u20ac:", "2::", "8::", "3:::\ufffd2\ufffd");
		assertThat(session.post(payload).body()).isEqualTo("1");
		assertThat(session.post("").body()).as("no packet").isEqualTo("1");
		assertThat(session.post("3:::one \ufffd3\ufffd").body()).isEqualTo("1");
		await().until(() -> RECEIVED.size() == 4);
		assertThat(RECEIVED).containsExactly("a\ud83d\ude00", "\u20ac:", "\ufffd2\ufffd", "one \ufffd3\ufffd");
	}

	@Test
	void severalPacketsAreAnsweredInOnePayload() {
		LegacySession session = LegacySession.joined(server);
		session.post(LegacySession.frames("1::/chat", "1::/nowhere", "1::/chat", "3:7::x"));
		assertThat(session.get().body())
			.isEqualTo(LegacySession.frames("1::/chat", "7::/nowhere:2", "1::/chat", "6:::7"));
	}

	@Test
	void aPostBeforeTheFirstPollFindsNobody() {
		LegacySession session = LegacySession.open(server);
		RawHttp.Response response = session.post("3:::early");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(LegacySession.UNKNOWN);
		assertThat(session.get().body()).isEqualTo("1::");
		assertThat(session.post("3:::now").body()).isEqualTo("1");
		await().until(() -> !RECEIVED.isEmpty());
		assertThat(RECEIVED).containsExactly("now");
	}

	@Test
	void overlappingPostsEndTheSession() {
		LegacySession session = LegacySession.joined(server);
		LegacySession other = LegacySession.joined(server);
		try (RawHttp poll = session.pendingGet(); RawHttp first = new RawHttp(server)) {
			session.awaitPoll();
			first.send(
					"POST " + session.target("xhr-polling") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n3:::");
			// The server may see the second before it sees the first.
			RawHttp.Response second = await().until(() -> session.post("2::"), (response) -> response.status() == 400);
			assertThat(second.bytes()).isEmpty();
			RawHttp.Response aborted = first.response();
			assertThat(aborted.status()).isEqualTo(400);
			assertThat(aborted.header("Connection")).isEqualTo("close");
			assertThat(poll.response().status()).isEqualTo(200);
		}
		REASONS.await(session.sid(), DisconnectReason.TRANSPORT_ERROR);
		session.awaitUnknown();
		assertThat(other.post("3:::fine").body()).isEqualTo("1");
		await().until(() -> !RECEIVED.isEmpty());
		assertThat(RECEIVED).containsExactly("fine");
	}

	@Test
	void aBodyOverTheLimitIsRefused() {
		LegacySession session = LegacySession.joined(server);
		for (String transport : List.of("xhr-polling", "jsonp-polling", "htmlfile")) {
			for (String head : List.of("Content-Length: 2001", "Content-Length: 9223372036854775807")) {
				try (RawHttp post = new RawHttp(server)) {
					post.send("POST " + session.target(transport) + " HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n3:");
					RawHttp.Response response = post.response();
					assertThat(response.status()).isEqualTo(413);
					assertThat(response.bytes()).isEmpty();
				}
			}
		}
		try (RawHttp post = new RawHttp(server)) {
			String chunk = "3e8\r\n" + "x".repeat(1_000) + "\r\n";
			post.send("POST " + session.target("xhr-polling")
					+ " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk);
			assertThat(post.response().status()).isEqualTo(413);
		}
		assertThat(session.post("3:::" + "x".repeat(MAX - 4)).body()).isEqualTo("1");
		await().until(() -> RECEIVED.contains("x".repeat(MAX - 4)));
	}

	@Test
	void whatWasSentOnAConnectionThatEndsWithItIsNotRepeated() {
		LegacySession session = LegacySession.open(server);
		assertThat(session.get("Connection: close").body()).isEqualTo("1::");
		for (int i = 0; i < 3; i++) {
			session.post("5:" + i + "+::{\"name\":\"ask\",\"args\":[]}", "Connection: close");
			assertThat(session.get("Connection: close").body()).isEqualTo("6:::" + i + "+[null]");
		}
	}

}
