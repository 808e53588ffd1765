package io.github.socketiospring.transport.forward;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.ResponseHeadersCustomizer;
import io.github.socketiospring.testkit.KitApplication;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that reach another server than the one that holds their session.
 */
class SessionForwardingTests {

	private static final int MAX_BODY = 1_000_000;

	private static final KitApplication APPLICATION = new KitApplication();

	/** What the owner's filters see. */
	private static final BlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>();

	private static TestServer owner;

	private static TestServer asked;

	private PollingSession here;

	private PollingSession there;

	/**
	 * A request as filters see it.
	 */
	private record Seen(InetSocketAddress remote, String uri, HttpHeaders headers) {

		static Seen of(ServerHttpRequest request) {
			return new Seen(request.getRemoteAddress(), request.getURI().toString(),
					HttpHeaders.copyOf(request.getHeaders()));
		}

	}

	private static final class Headers implements ResponseHeadersCustomizer {

		@Override
		public void customize(HttpHeaders headers, HandshakeRequest request) {
			headers.add("X-Each", "1");
			headers.add(HttpHeaders.SET_COOKIE, "a=1");
			headers.add(HttpHeaders.SET_COOKIE, "b=2");
		}

	}

	@BeforeAll
	static void start() {
		ForwardCluster cluster = new ForwardCluster();
		owner = cluster.server()
			.customizer(APPLICATION)
			.properties("server.forward-headers-strategy=framework")
			.bean(ResponseHeadersCustomizer.class, new Headers())
			.bean(WebFilter.class, (exchange, chain) -> {
				SEEN.add(Seen.of(exchange.getRequest()));
				return chain.filter(exchange);
			})
			.start();
		asked = cluster.server()
			.properties("server.forward-headers-strategy=framework")
			.bean(ResponseHeadersCustomizer.class, new Headers())
			.start();
	}

	@AfterAll
	static void stop() {
		asked.close();
		owner.close();
	}

	@BeforeEach
	void join() {
		this.here = PollingSession.joined(owner);
		this.there = new PollingSession(asked, this.here.sid(), this.here.socketId());
		SEEN.clear();
	}

	private static Seen seen() {
		try {
			Seen seen = SEEN.poll(20, TimeUnit.SECONDS);
			if (seen == null) {
				throw new AssertionError("the owner has seen nothing");
			}
			return seen;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private DisconnectReason awaitReason() {
		String id = this.here.socketId();
		await().until(() -> APPLICATION.reason(id) != null);
		return APPLICATION.reason(id);
	}

	@Test
	void theIdOfASessionIsSecretAndNamesItsServer() {
		PollingSession other = PollingSession.open(owner);
		assertThat(this.here.sid()).hasSize(28);
		assertThat(other.sid().substring(20)).isEqualTo(this.here.sid().substring(20));
		assertThat(other.sid().substring(0, 20)).isNotEqualTo(this.here.sid().substring(0, 20));
		assertThat(PollingSession.open(asked).sid().substring(20)).isNotEqualTo(this.here.sid().substring(20));
	}

	@Test
	void aPollAndAPostAreServedByTheOwner() {
		assertThat(this.there.post("420[\"ask\",1]").body()).isEqualTo("ok");
		assertThat(this.there.get().body()).isEqualTo("430[1]");
	}

	@Test
	void theOwnerSeesTheClient() throws Exception {
		try (RawHttp http = this.there.pendingGet()) {
			Seen seen = seen();
			assertThat(seen.remote().getPort()).isEqualTo(http.socket().getLocalPort());
			assertThat(seen.remote().getAddress()).isEqualTo(http.socket().getInetAddress());
			assertThat(seen.uri()).isEqualTo("http://localhost:" + asked.port() + this.there.target());
			owner.io().emit("x");
			assertThat(http.response().body()).isEqualTo("42[\"x\"]");
		}
	}

	@Test
	void whatProxiesSayIsHandedOn() {
		this.there.post("3", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https",
				"X-Forwarded-Host: example.org", "X-Own: a,  b", "X-Own: c", "Cookie: k=v; l=w",
				"Connection: keep-alive, X-Hop", "X-Hop: 1");
		Seen seen = seen();
		assertThat(seen.remote().getHostString()).isEqualTo("203.0.113.9");
		assertThat(seen.uri()).startsWith("https://example.org/socket.io/?");
		assertThat(seen.headers().get("X-Own")).containsExactly("a,  b", "c");
		assertThat(seen.headers().getFirst("Cookie")).isEqualTo("k=v; l=w");
		assertThat(seen.headers().getFirst("X-Hop")).isNull();
		assertThat(seen.headers().getFirst("User-Agent")).isNull();
		assertThat(seen.headers().getFirst("Accept")).isNull();
	}

	@Test
	void theOwnersHeadersComeOnce() {
		RawHttp.Response response = this.there.post("3");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headers().get("X-Each")).containsExactly("1");
		assertThat(response.headers().get("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(response.headers().get("Content-Length")).containsExactly("2");
		assertThat(response.headers().get("Cache-Control")).containsExactly("no-store");
	}

	@Test
	void oddTargetsArriveAsTheyAre() {
		String odd = "&x=%20%41+a;b='!$()*,;:@/?%C3%A9&&=&y";
		RawHttp.post(asked, this.there.target() + odd, "3");
		assertThat(seen().uri()).endsWith(this.there.target() + odd);
	}

	@Test
	void compressedAnswersStaySo() {
		owner.io().emit("x", "y".repeat(5000));
		RawHttp.Response response = this.there.get("Accept-Encoding: gzip");
		assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(response.bytes()).hasSizeLessThan(1000);
	}

	@Test
	void refusalsAreTheOwnersOwn() {
		RawHttp.Response unsupported = RawHttp.exchange(asked, "DELETE", this.there.target());
		RawHttp.Response direct = RawHttp.exchange(owner, "DELETE", this.there.target());
		assertThat(unsupported.status()).isEqualTo(direct.status());
		assertThat(unsupported.body()).isEqualTo(direct.body());
		RawHttp.Response version = RawHttp.exchange(asked, "GET", this.there.target().replace("EIO=4", "EIO=3"));
		assertThat(version.status()).isEqualTo(400);
		assertThat(version.body()).contains("Bad request");
	}

	@Test
	void aWebSocketThatIsRefusedIsToldSo() {
		RawHttp.Response response = RawHttp.exchange(asked, "GET",
				this.there.target().replace("polling", "websocket").replace("EIO=4", "EIO=3"), "Connection: Upgrade",
				"Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("Bad request");
	}

	// Ends

	@Test
	void aPollThatItsClientAbortsIsAbortedAtTheOwner() {
		RawHttp http = this.there.pendingGet();
		this.here.awaitPoll();
		http.close();
		assertThat(awaitReason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
	}

	@Test
	void aPostThatItsClientAbortsIsAbortedAtTheOwner() {
		try (RawHttp http = new RawHttp(asked)) {
			http.send("POST " + this.there.target() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n42[");
			seen();
		}
		assertThat(awaitReason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
	}

	@Test
	void twoPollsAtOnceEndTheSessionWhereverTheyGo() {
		RawHttp first = this.there.pendingGet();
		this.here.awaitPoll();
		assertThat(this.here.get().status()).isEqualTo(400);
		assertThat(first.response().body()).isEqualTo("1");
		first.close();
		assertThat(awaitReason()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
	}

	@Test
	void aSessionThatHasEndedIsUnknown() {
		this.here.post("1");
		await().until(() -> owner.engine().find(this.here.sid()) == null);
		this.there.get();
		RawHttp.Response response = this.there.get();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
		assertThat(response.headers().get("X-Each")).containsExactly("1");
	}

	// Bodies

	@Test
	void aBodyAsLargeAsPossibleIsTaken() {
		String text = "x".repeat(MAX_BODY - 20);
		assertThat(this.there.post("42[\"ech\",\"" + text + "\"]").body()).isEqualTo("ok");
	}

	@Test
	void aBodyThatIsTooLargeIsRefusedAndTheSessionLivesOn() {
		RawHttp.Response direct = this.here.post("4" + "x".repeat(MAX_BODY));
		RawHttp.Response response = this.there.post("4" + "x".repeat(MAX_BODY));
		assertThat(response.status()).isEqualTo(direct.status()).isEqualTo(413);
		assertThat(this.there.post("420[\"ask\",1]").body()).isEqualTo("ok");
	}

	@Test
	void aBodyOfUnknownLengthIsHandedOnInParts() {
		try (RawHttp http = new RawHttp(asked)) {
			http.send("POST " + this.there.target()
					+ " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n420\r\n");
			seen();
			http.send("A\r\n[\"ask\",12]\r\n0\r\n\r\n");
			assertThat(http.response().body()).isEqualTo("ok");
		}
		assertThat(this.there.get().body()).isEqualTo("430[12]");
	}

	@Test
	void aConnectionServesRequestsOfDifferentServers() {
		PollingSession own = PollingSession.open(asked);
		try (RawHttp http = new RawHttp(asked)) {
			for (String target : List.of(this.there.target(), own.target(), this.there.target(), own.target())) {
				http.request("POST", target, "3");
				assertThat(http.response().body()).isEqualTo("ok");
			}
		}
	}

	// Whom to trust

	@ParameterizedTest
	@ValueSource(strings = { "x", "", ";;;;", "%s;127.0.0.1;1;http;", "%s;127.0.0.1;1;http;AAAA",
			"%s;203.0.113.7;1;https;!!!", "%s;a;b;http;AAAA", "%s;127.0.0.1;1;ftp;AAAA", "%s;127.0.0.1;1;http;AAAA;x" })
	void whoPretendsToBeAServerIsRefused(String header) {
		String value = header.formatted(this.here.sid().substring(20));
		for (Function<String, RawHttp.Response> request : List.<Function<String, RawHttp.Response>>of(
				(own) -> this.here.post("420[\"ask\",1]", own), (own) -> this.here.get(own),
				(own) -> RawHttp.exchange(owner, "GET", PollingSession.HANDSHAKE, own))) {
			RawHttp.Response response = request.apply(ForwardHeader.NAME + ": " + value);
			assertThat(response.status()).isEqualTo(403);
		}
		assertThat(SEEN).isEmpty();
		assertThat(this.here.post("420[\"ask\",1]").body()).isEqualTo("ok");
	}

	@Test
	void whoPretendsToHandOnIsNotHandedOnAndNotBelieved() {
		String header = ForwardHeader.NAME + ": ABCDEFGH;203.0.113.7;1;https;AAAA";
		assertThat(this.there.get(header).body()).contains("Session ID unknown");
		assertThat(SEEN).isEmpty();
		this.here.post("3", header);
		Seen seen = seen();
		assertThat(seen.remote().getHostString()).isNotEqualTo("203.0.113.7");
		assertThat(seen.uri()).startsWith("http:");
	}

}
