package io.github.socketiospring.server;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.PacketListener;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The connection below the sockets: what is known of it and what can be done with it.
 */
class ClientConnectionTests {

	private static final Reasons REASONS = new Reasons();

	private static final Map<String, Socket> SOCKETS = new ConcurrentHashMap<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/").onConnection(ClientConnectionTests::connected);
			io.of("/other").onConnection(ClientConnectionTests::connected);
		}).virtualTime().start();
	}

	private static void connected(Socket socket) {
		REASONS.watch(socket);
		SOCKETS.put(socket.id(), socket);
		socket.on("id", (arguments, ack) -> ack.send(socket.id()));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** Waits for the listener of connections: a client may be told earlier. */
	private static Socket known(String id) {
		Awaitility.await().until(() -> SOCKETS.containsKey(id));
		return SOCKETS.get(id);
	}

	private static Socket socket(RawWebSocket client) {
		client.text("420[\"id\"]");
		String answer = client.read().text();
		return known(answer.substring("430[\"".length(), answer.length() - 2));
	}

	/**
	 * A listener that writes down what it sees.
	 */
	static final class Log implements PacketListener {

		final List<String> packets = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void received(String packet) {
			this.packets.add("< " + packet);
		}

		@Override
		public void received(byte[] packet) {
			this.packets.add("< bytes " + packet.length);
		}

		@Override
		public void sent(String packet) {
			this.packets.add("> " + packet);
		}

		@Override
		public void sent(byte[] packet) {
			this.packets.add("> bytes " + packet.length);
		}

	}

	@Test
	void tellsWhatIsKnown() {
		Instant before = Instant.now();
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			ClientConnection connection = socket(client).client();
			assertThat(connection.transport()).isEqualTo("websocket");
			assertThat(connection.revision()).isEqualTo(Revision.EIO4);
			assertThat(connection.remoteAddress().getAddress()).matches(InetAddress::isLoopbackAddress);
			assertThat(connection.remoteAddress().getPort()).isEqualTo(client.http().socket().getLocalPort());
			assertThat(connection.connectedAt()).isBetween(before.minusMillis(1), Instant.now());
			assertThat(connection.lastHeard()).isBetween(connection.connectedAt(), Instant.now());
			assertThat(connection.state()).isEqualTo(ClientConnection.State.OPEN);
			assertThat(connection.queuedPackets()).isZero();
			assertThat(connection.queuedBytes()).isZero();
			assertThat(connection.id()).matches("[\\w-]{12}").isEqualTo(socket(client).client().id());
		}
	}

	@Test
	void lastHeardIsWhenAPacketCame() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			ClientConnection connection = socket(client).client();
			server.letPass(Duration.ofSeconds(20));
			// The wall clock has not moved, and nothing came before it connected.
			assertThat(connection.lastHeard()).isEqualTo(connection.connectedAt());
			Instant before = Instant.now();
			// The timers' thread may not have looked at the time yet.
			Awaitility.await().untilAsserted(() -> {
				socket(client);
				assertThat(connection.lastHeard()).isAfterOrEqualTo(before);
			});
		}
	}

	@Test
	void isOneWhateverTheNamespaces() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket root = socket(client);
			client.text("40/other,");
			assertThat(client.read().text()).startsWith("40/other,");
			Awaitility.await().until(() -> root.sibling("/other").isPresent());
			Socket other = root.sibling("/other").orElseThrow();
			assertThat(root.client()).isEqualTo(other.client()).hasSameHashCodeAs(other.client());
			assertThat(root.client().sockets()).containsOnly(Map.entry("/", root), Map.entry("/other", other));
			other.disconnect();
			assertThat(root.client().sockets()).containsOnlyKeys("/");
			try (RawWebSocket second = RawWebSocket.joined(server)) {
				assertThat(socket(second).client()).isNotEqualTo(root.client());
				assertThat(socket(second).client().id()).isNotEqualTo(root.client().id());
			}
		}
	}

	@Test
	void countsWhatAPollWouldTake() {
		PollingSession session = PollingSession.joined(server);
		Socket socket = known(session.socketId());
		ClientConnection connection = socket.client();
		assertThat(connection.transport()).isEqualTo("polling");
		socket.emit("a");
		socket.emit("b", new byte[100]);
		assertThat(connection.queuedPackets()).isEqualTo(3);
		assertThat(connection.queuedBytes()).isBetween(100L, 1_000L);
		session.get();
		assertThat(connection.queuedPackets()).isZero();
	}

	@Test
	void disconnectTellsTheClient() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket socket = socket(client);
			socket.emit("last");
			socket.client().disconnect();
			assertThat(client.read().text()).isEqualTo("42[\"last\"]");
			assertThat(client.read().text()).isEqualTo("41");
			assertThat(client.readClose().status()).isEqualTo(1005);
			REASONS.await(socket.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			Awaitility.await().until(() -> socket.client().state() == ClientConnection.State.CLOSED);
			assertThat(socket.client().sockets()).isEmpty();
		}
	}

	@Test
	void closeTellsNothing() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket socket = socket(client);
			socket.client().close();
			assertThat(client.read().opcode()).isIn(RawWebSocket.CLOSE, RawWebSocket.END);
			REASONS.await(socket.id(), DisconnectReason.FORCED_CLOSE);
			assertThat(REASONS.description(socket.id())).isEqualTo("the application closed the connection");
			assertThat(socket.client().state()).isEqualTo(ClientConnection.State.CLOSED);
			socket.client().close();
			socket.client().disconnect();
			socket.client().write("6");
			assertThat(socket.client().queuedPackets()).isZero();
		}
	}

	@Test
	void aConnectionThatIsToEndIsClosing() {
		PollingSession session = PollingSession.joined(server);
		ClientConnection connection = known(session.socketId()).client();
		connection.disconnect();
		assertThat(connection.state()).isEqualTo(ClientConnection.State.CLOSING);
		assertThat(session.get().body()).isEqualTo("41");
		session.get();
		assertThat(connection.state()).isEqualTo(ClientConnection.State.CLOSED);
	}

	@Test
	void packetsAreWrittenAsTheyAre() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket socket = socket(client);
			socket.emit("before");
			socket.client().write("6");
			socket.client().write("42[\"by hand\"]");
			socket.client().write("no packet at all");
			socket.client().write(new byte[] { 7, 8 });
			socket.client().write(new byte[0]);
			assertThat(client.read().text()).isEqualTo("42[\"before\"]");
			assertThat(client.read().text()).isEqualTo("6");
			assertThat(client.read().text()).isEqualTo("42[\"by hand\"]");
			assertThat(client.read().text()).isEqualTo("no packet at all");
			assertThat(client.read().payload()).containsExactly(7, 8);
			RawWebSocket.Frame empty = client.read();
			assertThat(empty.opcode()).isEqualTo(RawWebSocket.BINARY);
			assertThat(empty.payload()).isEmpty();
		}
	}

	@Test
	void packetsAreWrittenToPolls() {
		PollingSession session = PollingSession.joined(server);
		ClientConnection connection = known(session.socketId()).client();
		connection.write("6");
		connection.write(new byte[] { 1 });
		assertThat(session.get().body()).isEqualTo("6\u001ebAQ==");
	}

	@Test
	void anEmptyPacketIsNone() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			ClientConnection connection = socket(client).client();
			assertThatIllegalArgumentException().isThrownBy(() -> connection.write(""));
			assertThat(connection.state()).isEqualTo(ClientConnection.State.OPEN);
		}
	}

	@Test
	void oldClientsGetBytesWithTheirType() {
		try (RawWebSocket client = RawWebSocket.connect(server, "3")) {
			client.read();
			client.read();
			ClientConnection connection = socket(client).client();
			assertThat(connection.revision()).isEqualTo(Revision.EIO3);
			assertThatIllegalArgumentException().isThrownBy(() -> connection.write(new byte[0]));
			assertThatIllegalArgumentException().isThrownBy(() -> connection.write(new byte[] { 7 }));
			connection.write(new byte[] { 4, 7 });
			assertThat(client.read().payload()).containsExactly(4, 7);
		}
	}

	@Test
	void theOldestClientsGetNoBytes() {
		String line = RawHttp.exchange(server, "GET", "/socket.io/1/").body();
		String sid = line.substring(0, line.indexOf(':'));
		try (RawWebSocket client = RawWebSocket.at(server, "/socket.io/1/websocket/" + sid)) {
			assertThat(client.read().text()).isEqualTo("1::");
			ClientConnection connection = known(sid).client();
			assertThat(connection.revision()).isEqualTo(Revision.V1);
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> connection.write(new byte[] { 1 }));
			connection.write("8::");
			assertThat(client.read().text()).isEqualTo("8::");
			assertThat(connection.id()).isNotEqualTo(sid);
			assertThat(connection.toString()).doesNotContain(sid).contains("V1");
		}
	}

	@Test
	void logsDoNotShowSecrets() {
		try (RawWebSocket client = RawWebSocket.at(server, "/socket.io/?EIO=3&transport=websocket&token=secret")) {
			String sid = client.read().text().replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
			client.read();
			Socket socket = socket(client);
			assertThat(socket.id()).isEqualTo(sid);
			assertThat(socket.client().toString()).doesNotContain(sid).doesNotContain("secret").contains("EIO3");
			assertThat(socket.handshake().toString()).doesNotContain(sid).doesNotContain("secret");
			assertThat(socket.client().id()).doesNotContain(sid.substring(0, 6));
		}
	}

	@Test
	void packetsAreShownToListeners() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket socket = socket(client);
			Log log = new Log();
			assertThat(socket.client().onPacket(log)).isEqualTo(socket.client());
			client.text("420[\"id\"]");
			client.read();
			client.text("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
			client.send(true, RawWebSocket.BINARY, new byte[5]);
			client.text("420[\"id\"]");
			client.read();
			socket.emit("y", new byte[3]);
			client.read();
			client.read();
			socket.client().offPacket(log);
			socket(client);
			String answer = "> 430[\"" + socket.id() + "\"]";
			assertThat(log.packets).containsExactly("< 420[\"id\"]", answer,
					"< 451-[\"x\",{\"_placeholder\":true,\"num\":0}]", "< bytes 5", "< 420[\"id\"]", answer,
					"> 451-[\"y\",{\"_placeholder\":true,\"num\":0}]", "> bytes 3");
		}
	}

	@Test
	void listenersOfPacketsMayFail() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Log log = new Log();
			socket(client).client().onPacket(new PacketListener() {
				@Override
				public void received(String packet) {
					throw new IllegalStateException("received");
				}

				@Override
				public void sent(String packet) {
					throw new IllegalStateException("sent");
				}
			}).onPacket(log);
			socket(client);
			Awaitility.await().until(() -> log.packets.size() == 2);
		}
	}

	@Test
	void heartbeatsAreShown() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket socket = socket(client);
			Log log = new Log();
			socket.client().onPacket(log);
			server.letPass(Duration.ofSeconds(25));
			assertThat(client.read().text()).isEqualTo("2");
			client.text("3");
			Awaitility.await().until(() -> log.packets.contains("< 3"));
			assertThat(log.packets).containsExactly("> 2", "< 3");
		}
	}

}
