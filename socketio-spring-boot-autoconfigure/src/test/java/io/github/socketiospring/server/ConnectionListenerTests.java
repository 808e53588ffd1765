package io.github.socketiospring.server;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.PacketListener;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners are told of connections.
 */
class ConnectionListenerTests {

	private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

	private final Map<String, ClientConnection> connections = new ConcurrentHashMap<>();

	private @Nullable TestServer server;

	/**
	 * Writes down what it is told.
	 */
	@Order(2)
	private final class Recorder implements ConnectionListener {

		@Override
		public void connected(ClientConnection connection) {
			ConnectionListenerTests.this.connections.put("last", connection);
			tell("connected " + connection.transport() + " " + connection.sockets().keySet());
		}

		@Override
		public void upgraded(ClientConnection connection, String from, String to) {
			tell("upgraded " + from + " to " + to + ", now " + connection.transport());
		}

		@Override
		public void upgradeFailed(ClientConnection connection, String to, String reason) {
			tell("upgradeFailed " + to + ": " + reason + ", now " + connection.transport());
		}

		@Override
		public void closed(ClientConnection connection, DisconnectReason reason, @Nullable String description) {
			tell("closed " + reason + " (" + description + ") " + connection.sockets().keySet());
		}

	}

	/**
	 * Fails whatever it is told.
	 */
	@Order(1)
	private static final class Failing implements ConnectionListener {

		@Override
		public void connected(ClientConnection connection) {
			throw new IllegalStateException("connected");
		}

		@Override
		public void upgraded(ClientConnection connection, String from, String to) {
			throw new IllegalStateException("upgraded");
		}

		@Override
		public void upgradeFailed(ClientConnection connection, String to, String reason) {
			throw new IllegalStateException("upgradeFailed");
		}

		@Override
		public void closed(ClientConnection connection, DisconnectReason reason, @Nullable String description) {
			throw new IllegalStateException("closed");
		}

	}

	private void tell(String what) {
		this.told.add(what);
	}

	private String next() throws InterruptedException {
		String next = this.told.poll(20, TimeUnit.SECONDS);
		return (next != null) ? next : "nothing";
	}

	private TestServer start(ConnectionListener... listeners) {
		TestServer.Builder builder = TestServer.builder().customizer((io) -> io.of("/"));
		for (ConnectionListener listener : listeners) {
			builder.bean(ConnectionListener.class, listener);
		}
		TestServer started = builder.start();
		this.server = started;
		return started;
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void connectionsComeAndGo() throws Exception {
		TestServer io = start(new Recorder());
		try (RawWebSocket client = RawWebSocket.joined(io)) {
			assertThat(next()).isEqualTo("connected websocket []");
			client.text("1");
			assertThat(next()).isEqualTo("closed transport close (the client closed the session) []");
		}
	}

	@Test
	void theFirstReasonIsTheReason() throws Exception {
		TestServer io = start(new Recorder());
		try (RawWebSocket client = RawWebSocket.joined(io)) {
			next();
			client.text("4no packet");
			assertThat(next()).startsWith("closed parse error (");
			assertThat(client.readClose().opcode()).isEqualTo(RawWebSocket.CLOSE);
			client.close();
			io.close();
			assertThat(this.told).isEmpty();
		}
	}

	@Test
	void upgradesAreTold() throws Exception {
		TestServer io = start(new Recorder());
		PollingSession session = PollingSession.joined(io);
		assertThat(next()).isEqualTo("connected polling []");
		try (RawWebSocket client = RawWebSocket.at(io, "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid())) {
			client.text("no probe");
			assertThat(next()).isEqualTo("upgradeFailed websocket: a packet other than the probe, now polling");
		}
		try (RawWebSocket client = RawWebSocket.at(io, "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid())) {
			client.text("2probe");
			assertThat(client.read().text()).isEqualTo("3probe");
			client.text("5");
			assertThat(next()).isEqualTo("upgraded polling to websocket, now websocket");
		}
		assertThat(next()).startsWith("closed transport ");
	}

	@Test
	void aListenerThatFailsChangesNothing() throws Exception {
		TestServer io = start(new Recorder(), new Failing());
		PollingSession session = PollingSession.joined(io);
		assertThat(next()).isEqualTo("connected polling []");
		try (RawWebSocket client = RawWebSocket.at(io, "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid())) {
			client.text("x");
			assertThat(next()).startsWith("upgradeFailed");
		}
		try (RawWebSocket client = RawWebSocket.at(io, "/socket.io/?EIO=4&transport=websocket&sid=" + session.sid())) {
			client.text("2probe");
			client.read();
			client.text("5");
			assertThat(next()).startsWith("upgraded");
		}
		assertThat(next()).startsWith("closed");
	}

	@Test
	void packetsCanBeListenedToFromTheFirst() throws Exception {
		TestServer io = start(new ConnectionListener() {
			@Override
			public void connected(ClientConnection connection) {
				connection.onPacket(new PacketListener() {
					@Override
					public void received(String packet) {
						tell("< " + packet);
					}

					@Override
					public void sent(String packet) {
						tell("> " + packet.substring(0, 2));
					}
				});
			}
		});
		try (RawWebSocket client = RawWebSocket.joined(io)) {
			assertThat(next()).isEqualTo("< 40");
			assertThat(next()).isEqualTo("> 40");
		}
		try (RawWebSocket client = RawWebSocket.connect(io, "3")) {
			client.read();
			assertThat(next()).isEqualTo("> 40");
		}
	}

	@Test
	void aConnectionCanBeClosedAtOnce() throws Exception {
		TestServer io = start(new ConnectionListener() {
			@Override
			public void connected(ClientConnection connection) {
				connection.close();
			}
		}, new Recorder());
		try (RawWebSocket client = RawWebSocket.connect(io, "4")) {
			assertThat(client.readClose().opcode()).isIn(RawWebSocket.CLOSE, RawWebSocket.END);
		}
		assertThat(next()).startsWith("connected");
		assertThat(next()).isEqualTo("closed forced close (the application closed the connection) []");
		assertThat(io.io().clientsCount()).isZero();
	}

	@Test
	void theServerThatStopsEndsConnections() throws Exception {
		TestServer io = start(new Recorder());
		try (RawWebSocket client = RawWebSocket.joined(io)) {
			next();
			io.close();
			assertThat(next()).startsWith("closed server shutting down");
			assertThat(this.connections.get("last").state()).isEqualTo(ClientConnection.State.CLOSED);
		}
	}

}
