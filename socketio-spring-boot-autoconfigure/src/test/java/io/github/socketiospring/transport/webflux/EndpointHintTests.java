package io.github.socketiospring.transport.webflux;

import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said to those who are no Socket.IO clients.
 */
class EndpointHintTests {

	private static final String[] UPGRADE = { "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };

	private static final String BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private static final String JSON = "{\"code\":0,\"message\":\"Transport unknown\"}";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?token=x", "chat", "chat?x=1" })
	void aPlainWebSocketIsToldWhatThisIs(String target) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/" + target, UPGRADE);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Connection")).isEqualTo("close");
		assertThat(response.header("Content-Type")).isEqualTo("text/html");
		assertThat(response.body())
			.startsWith("Transport unknown. This is a Socket.IO endpoint (transports: polling, websocket).")
			.contains("Socket.IO client", "plain WebSocket");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?EIO=4", "?transport=x", "?EIO=4&transport=x" })
	void aWebSocketOfTheFamilyIsToldWhatTheReferenceSays(String query) {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/" + query, UPGRADE);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("Transport unknown");
	}

	@Test
	void aPersonWithABrowserIsToldWhatThisIs() {
		RawHttp.Response response = RawHttp.exchange(server, "GET", "/socket.io/", BROWSER);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
		assertThat(response.body())
			.startsWith("{\"code\":0,\"message\":\"Transport unknown\",\"hint\":\"This is a Socket.IO")
			.endsWith("\"}");
	}

	@Test
	void scriptsAndClientsAreToldWhatTheReferenceSays() {
		assertThat(RawHttp.exchange(server, "GET", "/socket.io/").body()).isEqualTo(JSON);
		assertThat(RawHttp.exchange(server, "GET", "/socket.io/", "Accept: */*").body()).isEqualTo(JSON);
		assertThat(RawHttp.exchange(server, "GET", "/socket.io/?EIO=4", BROWSER).body()).isEqualTo(JSON);
		assertThat(RawHttp.exchange(server, "GET", "/socket.io/?transport=x", BROWSER).body()).isEqualTo(JSON);
		assertThat(RawHttp.exchange(server, "GET", "/socket.io/?EIO=4&transport=polling&sid=x", BROWSER).body())
			.isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
	}

}
