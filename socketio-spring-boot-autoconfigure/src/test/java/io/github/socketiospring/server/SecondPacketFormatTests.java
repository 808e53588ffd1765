package io.github.socketiospring.server;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proves that a packet format is one class and one bean: client and server speak
 * {@link OneMessageFormat}, over every transport and both revisions of Engine.IO.
 */
class SecondPacketFormatTests {

	private static final OneMessageFormat FORMAT = new OneMessageFormat(
			new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS));

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().bean(PacketFormat.class, FORMAT).customizer((io) -> {
			io.of("/").onConnection(SecondPacketFormatTests::connected);
			io.of("/chat").onConnection(SecondPacketFormatTests::connected);
		}).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void connected(Socket socket) {
		REASONS.watch(socket);
		socket.on("who", (arguments, ack) -> ack.send(socket.id()));
		socket.on("echo", (arguments, ack) -> {
			socket.emit("echo", arguments);
			socket.namespace().emit("all", arguments.get(0, byte[].class));
			ack.send(arguments.get(0, byte[].class).length, arguments.get(0, byte[].class));
		});
		socket.on("ask", (arguments, ack) -> socket.emitWithAck("question", new byte[] { 7 })
			.subscribe((answer) -> socket.emit("answered", answer)));
	}

	static Stream<Arguments> wires() {
		return Stream.of(client("EIO4 polling", false, new PollingWire(server, new Eio4Dialect(), "")),
				client("EIO4 WebSocket", false, new WebSocketWire(server, new Eio4Dialect(), "")),
				client("EIO4 upgrade", false, new UpgradeWire(server)),
				client("EIO3 polling", true, new PollingWire(server, new Eio3Dialect(), "")),
				client("EIO3 WebSocket", true, new WebSocketWire(server, new Eio3Dialect(), "")));
	}

	private static Arguments client(String name, boolean joined, Wire wire) {
		return Arguments.of(Named.of(name, wire), joined);
	}

	@ParameterizedTest
	@MethodSource("wires")
	void clientAndServerSpeakIt(Wire wire, boolean joined) throws InterruptedException {
		OneMessageClient client = new OneMessageClient(wire);
		wire.open(client);
		if (!joined) {
			client.send('c', "/", Packet.NO_ID, null);
		}
		assertThat(client.next()).startsWith("c / -1 ");
		client.send('e', "/", 0, "who");
		String id = client.next().replaceAll("a / 0 \\[\"(.*)\"]", "$1");
		assertThat(id).hasSize(20);
		client.send('e', "/", 1, "echo", new byte[] { 1, 2 }, "\u20ac", Arrays.asList(null, new byte[] { 3 }));
		assertThat(client.next()).isEqualTo("e / -1 [\"echo\", \"AQI=\", \"\u20ac\", [null,\"Aw==\"]]");
		assertThat(client.next()).isEqualTo("e / -1 [\"all\", \"AQI=\"]");
		assertThat(client.next()).isEqualTo("a / 1 [2, \"AQI=\"]");
		client.send('e', "/", Packet.NO_ID, "ask");
		String[] question = client.next().split(" ");
		assertThat(question).contains("[\"question\",", "\"Bw==\"]");
		client.send('a', "/", Long.parseLong(question[2]), null, new byte[] { 8 });
		assertThat(client.next()).isEqualTo("e / -1 [\"answered\", \"CA==\"]");
		client.send('c', "/chat", Packet.NO_ID, null);
		assertThat(client.next()).startsWith("c /chat -1 ");
		client.send('c', "/nowhere", Packet.NO_ID, null);
		assertThat(client.next()).isEqualTo("x /nowhere -1 [\"Invalid namespace\"]");
		wire.send("42[\"echo\"]");
		REASONS.await(id, DisconnectReason.PARSE_ERROR);
	}

	/**
	 * A client of that format, which notes what has come as text.
	 */
	private static final class OneMessageClient implements Wire.Receiver {

		private final Wire wire;

		private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();

		OneMessageClient(Wire wire) {
			this.wire = wire;
		}

		void send(char type, String namespace, long id, @Nullable String first, Object... values) {
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			FORMAT.write(message, type, namespace, id, first, Arrays.asList(values));
			this.wire.send(message.toByteArray());
		}

		@Override
		public void frame(Object frame) {
			if (frame instanceof byte[] message) {
				this.packets.add(FORMAT.describe(message));
			}
		}

		@Override
		public void ended() {
		}

		String next() throws InterruptedException {
			String packet = this.packets.poll(20, TimeUnit.SECONDS);
			assertThat(packet).isNotNull();
			return packet;
		}

	}

}
