package io.github.socketiospring.transport.toy;

import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to a third transport are checked as those to any other.
 */
class ToyRequestTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().configuration(ToyConfiguration.class).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static RawHttp.Response send(TestServer target, String method, String query) {
		try (RawHttp http = new RawHttp(target)) {
			http.send(method + " /socket.io/?EIO=4&transport=" + query
					+ " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
			return http.response();
		}
	}

	@Test
	void isUnknownWithoutItsRow() {
		try (TestServer plain = TestServer.builder().start()) {
			RawHttp.Response response = send(plain, "GET", "toy");
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.body()).contains("\"code\":0,");
		}
	}

	@Test
	void isOfferedToSessionsThatPoll() {
		assertThat(send(server, "GET", "polling").body()).contains("\"upgrades\":[\"websocket\",\"toy\"]");
	}

	@Test
	void opensSessionsByGetOnly() {
		RawHttp.Response response = send(server, "POST", "toy");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).contains("\"code\":2,");
	}

	@Test
	void refusesPostsOfSessionsThatAreElsewhere() {
		PollingSession session = PollingSession.joined(server);
		RawHttp.Response response = send(server, "POST", "toy&sid=" + session.sid());
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).contains("\"code\":3,");
	}

}
