package io.github.socketiospring.transport.webflux;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.RefusedRequestListener;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.handshake.ResponseHeadersCustomizer;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refused requests are told, and headers are added to responses.
 */
class RequestHooksTests {

	private static final String SID = "0123456789abcdefghij";

	private static final String[] HANDSHAKE = { "Connection: Upgrade", "Upgrade: websocket",
			"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };

	private static final BlockingQueue<String> REFUSALS = new LinkedBlockingQueue<>();

	private static TestServer server;

	/**
	 * Adds one of each.
	 */
	@Order(2)
	private static final class Headers implements ResponseHeadersCustomizer {

		@Override
		public void customizeInitial(HttpHeaders headers, HandshakeRequest request) {
			headers.add("X-Initial", request.method());
			headers.add(HttpHeaders.SET_COOKIE, "mine=1");
		}

		@Override
		public void customize(HttpHeaders headers, HandshakeRequest request) {
			headers.add("X-Each", String.valueOf(request.query().getFirst("transport")));
			headers.set(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
		}

	}

	/**
	 * Fails after it has done its part.
	 */
	@Order(1)
	private static final class Failing implements ResponseHeadersCustomizer {

		@Override
		public void customize(HttpHeaders headers, HandshakeRequest request) {
			headers.add("X-Failing", "yes");
			throw new IllegalStateException("customize");
		}

	}

	@BeforeAll
	static void start() {
		RequestFilter filter = (request) -> request.query().containsKey("deny")
				? Mono.error(new RequestRefusedException(RequestError.FORBIDDEN, "not you")) : Mono.empty();
		RefusedRequestListener failing = (request, error, message) -> {
			throw new IllegalStateException("refused");
		};
		RefusedRequestListener recorder = (request, error, message) -> REFUSALS
			.add(error.code() + " " + message + " " + request.method() + " " + request.uri().getPath() + " "
					+ request.headers().getFirst("X-Test") + " " + (request.remoteAddress() != null));
		server = TestServer.builder()
			.customizer((io) -> io.of("/"))
			.bean(RequestFilter.class, filter)
			.bean(RefusedRequestListener.class, failing)
			.bean(RefusedRequestListener.class, recorder)
			.bean(ResponseHeadersCustomizer.class, new Headers())
			.bean(ResponseHeadersCustomizer.class, new Failing())
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		REFUSALS.clear();
	}

	private static String refusal() throws InterruptedException {
		String refusal = REFUSALS.poll(20, TimeUnit.SECONDS);
		return (refusal != null) ? refusal : "nothing";
	}

	// Refused requests

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET | ?EIO=4 | 0 Transport unknown
			GET | ?EIO=4&transport=carrier-pigeon | 0 Transport unknown
			GET | ?EIO=4&transport=polling&sid=0123456789abcdefghij | 1 Session ID unknown
			POST | ?EIO=4&transport=polling | 2 Bad handshake method
			GET | ?EIO=4&transport=websocket | 3 Bad request
			GET | ?EIO=4&transport=polling&j=x | 3 Bad request
			GET | ?EIO=4&transport=polling&deny=1 | 4 not you
			GET | 1/?deny=1 | 4 not you
			GET | 1/?jsonp=x | 3 jsonp is no number
			DELETE | 1/ | 2 method
			GET | 1/xhr-polling/0123456789abcdefghij | 1 Session ID unknown
			POST | 1/xhr-polling/0123456789abcdefghij | 1 Session ID unknown
			GET | 1/htmlfile/0123456789abcdefghij | 1 Session ID unknown
			GET | 1/carrier-pigeon/0123456789abcdefghij | 0 transport not offered
			GET | 1/websocket/0123456789abcdefghij | 3 no WebSocket handshake
			""")
	void refusedRequestsAreTold(String method, String target, String refusal) throws Exception {
		RawHttp.exchange(server, method, "/socket.io/" + target, "X-Test: header", "Content-Length: 0");
		assertThat(refusal())
			.isEqualTo(refusal + " " + method + " /socket.io/" + target.replaceFirst("\\?.*", "") + " header true");
		assertThat(REFUSALS).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			?EIO=4&transport=websocket&sid=0123456789abcdefghij | 1 Session ID unknown
			?EIO=4&transport=websocket&deny=1 | 4 not you
			?EIO=4&transport=polling | 3 Bad request
			""")
	void refusedWebSocketsAreTold(String target, String refusal) throws Exception {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/" + target, HANDSHAKE);
		assertThat(response.status()).isEqualTo(400);
		assertThat(refusal()).startsWith(refusal);
	}

	@Test
	void aWebSocketOfAnUnknownSessionOfProtocolOneIsTold() throws Exception {
		try (RawWebSocket client = RawWebSocket.at(server, "/socket.io/1/websocket/" + SID)) {
			assertThat(client.read().text()).isEqualTo("7:::1+0");
			assertThat(refusal()).startsWith("1 Session ID unknown");
		}
	}

	@Test
	void foreignOriginsAreTold() throws Exception {
		RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE, "Origin: https://elsewhere.example");
		assertThat(refusal()).startsWith("4 Forbidden");
		RawHttp.exchange(server, "GET", "/socket.io/1/", "Origin: https://elsewhere.example");
		assertThat(refusal()).startsWith("4 handshake bad origin");
	}

	@Test
	void whatIsServedIsNotTold() {
		PollingSession session = PollingSession.joined(server);
		session.post("1");
		RawWebSocket.joined(server).close();
		assertThat(REFUSALS).isEmpty();
	}

	@Test
	void tooManySessionsAreTold() throws Exception {
		BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
		RefusedRequestListener listener = (request, error, message) -> refusals.add(error.code() + " " + message);
		try (TestServer small = TestServer.builder()
			.customizer((io) -> io.of("/"))
			.bean(RefusedRequestListener.class, listener)
			.properties("socketio.limits.max-sessions-per-address=1")
			.start(); RawWebSocket first = RawWebSocket.joined(small)) {
			RawHttp.exchange(small, "GET", PollingSession.HANDSHAKE);
			assertThat(refusals.poll(20, TimeUnit.SECONDS)).isEqualTo("4 Too many connections from this address");
			try (RawWebSocket second = RawWebSocket.connect(small, "4")) {
				assertThat(second.readClose().opcode()).isIn(RawWebSocket.CLOSE, RawWebSocket.END);
			}
			assertThat(refusals.poll(20, TimeUnit.SECONDS)).isEqualTo("4 Too many connections from this address");
			first.text("3");
		}
	}

	// Headers

	@Test
	void theFirstResponseHasInitialHeaders() {
		RawHttp.Response response = RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE);
		assertThat(response.headers().get("X-Initial")).containsExactly("GET");
		assertThat(response.header("Set-Cookie")).isEqualTo("mine=1");
		assertThat(response.headers().get("X-Each")).containsExactly("polling");
		assertThat(response.headers().get("X-Failing")).containsExactly("yes");
	}

	@Test
	void laterResponsesHaveOnlyTheOthers() {
		PollingSession session = PollingSession.joined(server);
		for (RawHttp.Response response : List.of(session.post("40"), session.get())) {
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("X-Initial")).isNull();
			assertThat(response.header("Set-Cookie")).isNull();
			assertThat(response.headers().get("X-Each")).containsExactly("polling");
			assertThat(response.header("Cache-Control")).isEqualTo("no-store, no-transform");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&deny=1" })
	void refusalsHaveOnlyTheOthers(String more) {
		RawHttp.Response response = RawHttp.exchange(server, "GET",
				"/socket.io/?EIO=4&transport=" + (more.isEmpty() ? "unknown" : "polling") + more);
		assertThat(response.status()).isIn(400, 403);
		assertThat(response.header("X-Initial")).isNull();
		assertThat(response.header("X-Each")).isNotNull();
	}

	@Test
	void webSocketHandshakesHaveThem() {
		try (RawWebSocket client = RawWebSocket.open(server)) {
			assertThat(client.handshake().header("X-Initial")).isEqualTo("GET");
			assertThat(client.handshake().header("X-Each")).isEqualTo("websocket");
		}
		PollingSession session = PollingSession.joined(server);
		try (RawWebSocket client = RawWebSocket.at(server,
				"/socket.io/?EIO=4&transport=websocket&sid=" + session.sid())) {
			assertThat(client.handshake().header("X-Initial")).isNull();
			assertThat(client.handshake().header("X-Each")).isEqualTo("websocket");
		}
	}

	@Test
	void protocolOneHasThem() {
		RawHttp.Response handshake = RawHttp.exchange(server, "GET", "/socket.io/1/");
		assertThat(handshake.header("X-Initial")).isEqualTo("GET");
		assertThat(handshake.header("X-Each")).isNotNull();
		String sid = handshake.body().substring(0, handshake.body().indexOf(':'));
		RawHttp.Response poll = RawHttp.exchange(server, "GET", "/socket.io/1/xhr-polling/" + sid);
		assertThat(poll.body()).isEqualTo("1::");
		assertThat(poll.header("X-Initial")).isNull();
		assertThat(poll.header("X-Each")).isNotNull();
	}

	@Test
	void theClientsFilesDoNot() {
		assertThat(RawHttp.exchange(server, "HEAD", "/socket.io/socket.io.js").header("X-Each")).isNull();
	}

}
