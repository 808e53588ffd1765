package io.github.socketiospring.transport.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.HttpResources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose server has gone, or does not do what it should.
 */
class LostServerTests {

	private static final String LOST = "LOSTLOST";

	private static final String SID = "0123456789abcdefghij" + LOST;

	private static final String[] HANDSHAKE = { "Connection: Upgrade", "Upgrade: websocket",
			"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };

	private static final ForwardOptions OPTIONS = new ForwardOptions(Duration.ofSeconds(2), Duration.ofMillis(300),
			Duration.ofMillis(300), 2, Duration.ofSeconds(10));

	private final ForwardCluster cluster = new ForwardCluster();

	private TestServer asked;

	/** What clients request. */
	private enum Request {

		POLL, POST, WEBSOCKET, OLD_POLL, OLD_POST, OLD_STREAM, OLD_WEBSOCKET;

		RawHttp.Response send(TestServer server) {
			String current = PollingSession.HANDSHAKE + "&sid=" + SID;
			return switch (this) {
				case POLL -> RawHttp.exchange(server, "GET", current);
				case POST -> RawHttp.post(server, current, "3");
				case WEBSOCKET -> RawHttp.exchange(server, "GET", current.replace("polling", "websocket"), HANDSHAKE);
				case OLD_POLL -> RawHttp.exchange(server, "GET", "/socket.io/1/xhr-polling/" + SID);
				case OLD_POST -> RawHttp.post(server, "/socket.io/1/xhr-polling/" + SID, "2::");
				case OLD_STREAM -> RawHttp.exchange(server, "GET", "/socket.io/1/htmlfile/" + SID);
				case OLD_WEBSOCKET -> RawHttp.exchange(server, "GET", "/socket.io/1/websocket/" + SID, HANDSHAKE);
			};
		}

		void assertUnknown(RawHttp.Response response) {
			switch (this) {
				case POLL, POST -> {
					assertThat(response.status()).isEqualTo(400);
					assertThat(response.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
				}
				case WEBSOCKET -> {
					assertThat(response.status()).isEqualTo(400);
					assertThat(response.body()).isEqualTo("Session ID unknown");
				}
				case OLD_POLL, OLD_POST -> assertThat(response.body()).isEqualTo("7:::1+0");
				case OLD_STREAM -> assertThat(response.body()).contains("7:::1+0");
				// Told by a packet.
				case OLD_WEBSOCKET -> assertThat(response.status()).isEqualTo(101);
			}
		}

	}

	/** A server that does not do what it should. */
	private static final class BadServer implements AutoCloseable {

		private final ServerSocket socket;

		private final AtomicInteger accepted = new AtomicInteger();

		BadServer(Behaviour behaviour) throws IOException {
			this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
			Thread thread = new Thread(() -> run(behaviour), "bad-server");
			thread.setDaemon(true);
			thread.start();
		}

		private void run(Behaviour behaviour) {
			try {
				while (true) {
					Socket client = this.socket.accept();
					this.accepted.incrementAndGet();
					Thread thread = new Thread(() -> {
						try {
							behaviour.serve(client);
						}
						catch (IOException ex) {
							// The other side has gone.
						}
					}, "bad-server");
					thread.setDaemon(true);
					thread.start();
				}
			}
			catch (IOException ex) {
				// Closed.
			}
		}

		static void head(Socket client) throws IOException {
			InputStream input = client.getInputStream();
			for (int seen = 0; seen < 4;) {
				int next = input.read();
				if (next < 0) {
					throw new IOException("closed");
				}
				seen = (next == ((seen % 2 == 0) ? '\r' : '\n')) ? seen + 1 : 0;
			}
		}

		ServerRecord record() {
			return new ServerRecord(LOST, "127.0.0.1:" + this.socket.getLocalPort(), "key");
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	@FunctionalInterface
	private interface Behaviour {

		void serve(Socket client) throws IOException;

	}

	@BeforeEach
	void start() {
		ServerIdentity identity = new ServerIdentity();
		this.asked = this.cluster.server()
			.bean(ServerIdentity.class, identity)
			.bean(SessionForwarder.class,
					new SessionForwarder(identity, this.cluster.directory(), OPTIONS, HttpResources.get()))
			.start();
	}

	@AfterEach
	void stop() {
		this.asked.close();
	}

	private void announce(ServerRecord server) {
		this.cluster.directory().announce(server, Duration.ofSeconds(15)).block();
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatNobodyKnowsHoldsNoSession(Request request) {
		request.assertUnknown(request.send(this.asked));
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatHasGoneHoldsNoSession(Request request) throws IOException {
		ServerRecord gone;
		try (BadServer server = new BadServer((client) -> {
		})) {
			gone = server.record();
		}
		announce(gone);
		request.assertUnknown(request.send(this.asked));
		request.assertUnknown(request.send(this.asked));
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatGoesBeforeItAnswers(Request request) throws IOException {
		try (BadServer server = new BadServer((client) -> {
			BadServer.head(client);
			client.close();
		})) {
			announce(server.record());
			request.assertUnknown(request.send(this.asked));
		}
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatNeverAnswersIsNotWaitedForLong(Request request) throws IOException {
		try (BadServer server = new BadServer(BadServer::head)) {
			announce(server.record());
			request.assertUnknown(request.send(this.asked));
		}
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatSpeaksNoHttp(Request request) throws IOException {
		try (BadServer server = new BadServer((client) -> {
			BadServer.head(client);
			client.getOutputStream().write("\u0000\u0001 rubbish\r\n\r\n".repeat(100).getBytes("ISO-8859-1"));
			client.close();
		})) {
			announce(server.record());
			request.assertUnknown(request.send(this.asked));
		}
	}

	@ParameterizedTest
	@EnumSource
	void anAddressThatIsNoneIsNotConnectedTo(Request request) {
		announce(new ServerRecord(LOST, "example.invalid:80", "key"));
		request.assertUnknown(request.send(this.asked));
	}

	@Test
	void halfAnAnswerIsCut() throws IOException {
		try (BadServer server = new BadServer((client) -> {
			BadServer.head(client);
			client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n42[".getBytes("ISO-8859-1"));
			client.close();
		}); RawHttp http = new RawHttp(this.asked)) {
			announce(server.record());
			http.request("GET", PollingSession.HANDSHAKE + "&sid=" + SID, null);
			while (!http.isEnded()) {
				// What came before.
			}
		}
	}

	/** Whoever has its address now has another name, and takes nothing for another. */
	@ParameterizedTest
	@EnumSource
	void aServerThatHasTheAddressOfAnother(Request request) {
		try (TestServer successor = this.cluster.server().start()) {
			announce(new ServerRecord(LOST, "127.0.0.1:" + successor.port(), "key"));
			request.assertUnknown(request.send(this.asked));
		}
	}

	/** As if every server were the other. */
	@Test
	void requestsDoNotRunInCircles() {
		announce(new ServerRecord(LOST, "127.0.0.1:" + this.asked.port(), "key"));
		Request.POLL.assertUnknown(Request.POLL.send(this.asked));
	}

	@Test
	void whatWouldTakeMoreConnectionsThanAllowedIsRefused() throws IOException {
		try (BadServer server = new BadServer((client) -> {
			BadServer.head(client);
			if (client.getInputStream().read() < 0) {
				client.close();
			}
		})) {
			announce(server.record());
			List<RawHttp> waiting = IntStream.range(0, OPTIONS.maxConnections()).mapToObj((i) -> {
				RawHttp http = new RawHttp(this.asked);
				http.request("GET", PollingSession.HANDSHAKE + "&sid=" + SID, null);
				return http;
			}).toList();
			org.awaitility.Awaitility.await().until(() -> server.accepted.get() == OPTIONS.maxConnections());
			assertThat(Request.POLL.send(this.asked).status()).isEqualTo(503);
			assertThat(Request.WEBSOCKET.send(this.asked).status()).isEqualTo(503);
			assertThat(Request.OLD_POLL.send(this.asked).status()).isEqualTo(503);
			for (RawHttp http : waiting) {
				assertThat(http.response().body()).contains("Session ID unknown");
				http.close();
			}
			Request.POLL.assertUnknown(Request.POLL.send(this.asked));
		}
	}

	/** Names of servers come from clients: anybody can ask for any number of them. */
	@Test
	void theDirectoryIsReadRarely() {
		long start = System.nanoTime();
		for (int i = 0; i < 30; i++) {
			RawHttp.exchange(this.asked, "GET",
					PollingSession.HANDSHAKE + "&sid=0123456789abcdefghijNOBODY" + (10 + i));
		}
		long rests = (System.nanoTime() - start) / ServerTable.REST.toNanos();
		assertThat(this.cluster.directory().readings()).isLessThanOrEqualTo((int) rests + 2);
	}

	@Test
	void idsThatNameNoServerAreNotLookedUp() {
		for (String sid : List.of("x", "0123456789", "", "%20")) {
			RawHttp.exchange(this.asked, "GET", PollingSession.HANDSHAKE + "&sid=" + sid);
			RawHttp.exchange(this.asked, "GET", "/socket.io/1/xhr-polling/" + sid);
		}
		assertThat(this.cluster.directory().readings()).isZero();
	}

}
