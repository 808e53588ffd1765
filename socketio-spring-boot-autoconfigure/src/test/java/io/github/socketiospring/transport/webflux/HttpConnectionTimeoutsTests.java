package io.github.socketiospring.transport.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpConnectionTimeouts}.
 */
@Timeout(30)
class HttpConnectionTimeoutsTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final Sinks.One<String> slowAnswer = Sinks.one();

	private DisposableServer server;

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	private Socket connect(Duration head, Duration idle) throws IOException {
		HttpConnections connections = new HttpConnections("/ws", new HttpConnectionTimeouts(head, idle));
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnChannelInit((observer, channel, address) -> connections.watch(channel))
			.route((routes) -> routes.get("/fast", (request, response) -> response.sendString(Mono.just("ok")))
				.get("/slow", (request, response) -> response.sendString(this.slowAnswer.asMono()))
				.ws("/ws", (in, out) -> out.sendString(in.receive().asString())))
			.bindNow();
		return new Socket(InetAddress.getLoopbackAddress(), this.server.port());
	}

	@Test
	void closesConnectionWhoseRequestHeadDoesNotEnd() throws IOException {
		try (Socket socket = connect(SHORT, LONG)) {
			write(socket, "GET /fast HTTP/1.1\r\nHost: lo");
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void closesConnectionThatIsNeverUsed() throws IOException {
		try (Socket socket = connect(SHORT, SHORT)) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void closesConnectionsAfterATimeWithoutAny() throws IOException {
		try (Socket first = connect(SHORT, SHORT)) {
			assertThat(first.getInputStream().read()).isEqualTo(-1);
			for (int i = 0; i < 5; i++) {
				try (Socket next = new Socket(first.getInetAddress(), first.getPort());
						Socket another = new Socket(first.getInetAddress(), first.getPort())) {
					assertThat(next.getInputStream().read()).isEqualTo(-1);
					assertThat(another.getInputStream().read()).isEqualTo(-1);
				}
			}
		}
	}

	@Test
	void closesConnectionThatIsNoLongerUsed() throws IOException {
		try (Socket socket = connect(SHORT, SHORT)) {
			write(socket, "GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n");
			String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(all).startsWith("HTTP/1.1 200 OK").contains("ok");
		}
	}

	@Test
	void leavesRequestThatWaitsForItsAnswerAlone() throws IOException {
		try (Socket socket = connect(SHORT, SHORT);
				Socket other = new Socket(socket.getInetAddress(), socket.getPort())) {
			write(socket, "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
			// The other connection's end tells that the time has passed.
			assertThat(other.getInputStream().read()).isEqualTo(-1);
			this.slowAnswer.tryEmitValue("at last");
			assertThat(readUntil(socket, "at last")).startsWith("HTTP/1.1 200 OK");
		}
	}

	@Test
	void leavesWebSocketAlone() throws IOException {
		try (Socket socket = connect(SHORT, SHORT);
				Socket other = new Socket(socket.getInetAddress(), socket.getPort())) {
			write(socket, "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
			assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 101");
			assertThat(other.getInputStream().read()).isEqualTo(-1);
			byte[] maskedFrame = { (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i' };
			socket.getOutputStream().write(maskedFrame);
			assertThat(readUntil(socket, "hi")).endsWith("hi");
		}
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static String readUntil(Socket socket, String end) throws IOException {
		InputStream input = socket.getInputStream();
		StringBuilder text = new StringBuilder();
		int next;
		while (text.indexOf(end) < 0 && (next = input.read()) >= 0) {
			text.append((char) next);
		}
		return text.toString();
	}

}
