package io.github.socketiospring.server;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.Msgpack;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose parser is msgpack, over every transport of both revisions of Engine.IO.
 */
class MsgpackTests {

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.properties("socketio.parser=msgpack", "socketio.max-http-buffer-size=100KB")
			.configuration(Values.class)
			.customizer(MsgpackTests::configure)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void configure(SocketIOServer io) {
		io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("who", (arguments, ack) -> ack.send(socket.id()));
			socket.on("echo", (arguments, ack) -> {
				socket.emit("echo", arguments);
				ack.send(arguments.asList().toArray());
			});
			socket.on("inside", (arguments, ack) -> ack.send(Map.of("received", arguments)));
			socket.on("ask", (arguments, ack) -> socket.emitWithAck("question", ByteBuffer.wrap(new byte[] { 7 }))
				.subscribe((answer) -> socket.emit("answered", answer)));
			socket.on("everyone", (arguments, ack) -> io.of("/").emit("all", arguments.get(0), new byte[] { 1 }));
			socket.on("cycle", (arguments, ack) -> {
				Object[] self = new Object[1];
				self[0] = self;
				ack.send((Object) self);
			});
		});
		io.of("/refusing")
			.use((socket) -> Mono.error(new ConnectRefusedException("no", Map.of("bytes", new byte[] { 5 }))));
	}

	record Point(int x, double y, @Nullable String name) {
	}

	/**
	 * Handlers whose parameters are bound from the tokens.
	 */
	@SocketIONamespace("/values")
	static class Values {

		final AtomicInteger calls = new AtomicInteger();

		@OnEvent("all")
		List<Object> all(int number, Point point, byte[] bytes, Instant time, List<Point> points, JsonNode node) {
			this.calls.incrementAndGet();
			return List.of(number, point, bytes, time, points, node);
		}

		@OnEvent("number")
		int number(int number) {
			this.calls.incrementAndGet();
			return number;
		}

	}

	static Stream<Arguments> wires() {
		return Stream.of(client("EIO4 polling", false, new PollingWire(server, new Eio4Dialect(), "")),
				client("EIO4 WebSocket", false, new WebSocketWire(server, new Eio4Dialect(), "")),
				client("EIO4 upgrade", false, new UpgradeWire(server)),
				client("EIO3 polling", true, new PollingWire(server, new Eio3Dialect(), "")),
				client("EIO3 WebSocket", true, new WebSocketWire(server, new Eio3Dialect(), "")));
	}

	private static Arguments client(String name, boolean old, Wire wire) {
		return Arguments.of(Named.of(name, wire), old);
	}

	@ParameterizedTest
	@MethodSource("wires")
	void clientAndServerSpeakIt(Wire wire, boolean old) throws InterruptedException {
		Client client = new Client(wire, old);
		String id = client.open();
		client.event("/", 1, "echo", new byte[] { 1, 2 }, "\u20ac", Arrays.asList(null, Msgpack.UNDEFINED, 1.5),
				Msgpack.hex("c70200 0304"), Msgpack.hex("d7000000000000000001"));
		String echoed = "\"AQI=\",\"\u20ac\",[null,null,1.5],\"AwQ=\",\"1970-01-01T00:00:00.001Z\"]";
		assertThat(client.next()).isEqualTo("{\"type\":2,\"data\":[\"echo\"," + echoed + ",\"nsp\":\"/\"}");
		assertThat(client.next()).isEqualTo("{\"type\":3,\"data\":[" + echoed + ",\"id\":1,\"nsp\":\"/\"}");
		client.event("/", 2, "inside", 5, new byte[] { 6 });
		assertThat(client.next())
			.isEqualTo("{\"type\":3,\"data\":[{\"received\":[5,\"Bg==\"]}],\"id\":2,\"nsp\":\"/\"}");
		client.event("/", null, "ask");
		String question = client.next();
		assertThat(question).startsWith("{\"type\":2,\"data\":[\"question\",\"Bw==\"],\"id\":");
		int ackId = Integer.parseInt(question.replaceAll(".*\"id\":(\\d+),.*", "$1"));
		client.send(Msgpack.packet("id", ackId, "nsp", "/", "type", old ? 6 : 3, "data", List.of(new byte[] { 8 })));
		assertThat(client.next()).isEqualTo("{\"type\":2,\"data\":[\"answered\",\"CA==\"],\"nsp\":\"/\"}");
		client.close();
		REASONS.await(id, DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.TRANSPORT_ERROR,
				DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
	}

	@ParameterizedTest
	@MethodSource("wires")
	void argumentsAreBoundToTypes(Wire wire, boolean old) throws InterruptedException {
		Client client = new Client(wire, old);
		client.open();
		client.join("/values");
		Map<String, Object> point = Map.of("x", 1.0, "y", 2, "name", Msgpack.UNDEFINED, "more", List.of(1));
		client.event("/values", 3, "all", 7, point, new byte[] { 1 }, Msgpack.hex("d7000000000000000001"),
				List.of(point, point), Map.of("deep", new byte[] { 2 }));
		String bound = "{\"x\":1,\"y\":2.0,\"name\":null}";
		assertThat(client.next())
			.isEqualTo("{\"type\":3,\"data\":[[7," + bound + ",\"AQ==\",\"1970-01-01T00:00:00.001Z\",[" + bound + ","
					+ bound + "],{\"deep\":\"Ag==\"}]],\"id\":3,\"nsp\":\"/values\"}");
		// What does not fit is no fault of the packet.
		int calls = server.context().getBean(Values.class).calls.get();
		client.event("/values", null, "number", "x");
		client.event("/values", 4, "number", 5);
		assertThat(client.next()).isEqualTo("{\"type\":3,\"data\":[5],\"id\":4,\"nsp\":\"/values\"}");
		assertThat(server.context().getBean(Values.class).calls).hasValue(calls + 1);
		client.close();
	}

	@ParameterizedTest
	@MethodSource("wires")
	void refusalsSayWhy(Wire wire, boolean old) throws InterruptedException {
		Client client = new Client(wire, old);
		client.open();
		client.join("/nowhere");
		assertThat(client.lastJoin).isEqualTo(old ? "{\"type\":4,\"nsp\":\"/nowhere\",\"data\":\"Invalid namespace\"}"
				: "{\"type\":4,\"data\":{\"message\":\"Invalid namespace\"},\"nsp\":\"/nowhere\"}");
		client.join("/refusing");
		assertThat(client.lastJoin).isEqualTo(old ? "{\"type\":4,\"nsp\":\"/refusing\",\"data\":\"no\"}"
				: "{\"type\":4,\"data\":{\"message\":\"no\",\"data\":{\"bytes\":\"BQ==\"}},\"nsp\":\"/refusing\"}");
		client.close();
	}

	@Test
	void broadcastsReachClientsOfBothRevisions() throws InterruptedException {
		Client first = new Client(new WebSocketWire(server, new Eio4Dialect(), ""), false);
		Client second = new Client(new WebSocketWire(server, new Eio3Dialect(), ""), true);
		first.open();
		second.open();
		first.event("/", null, "everyone", Map.of("a", List.of(1, "b")));
		for (Client client : List.of(first, second)) {
			assertThat(client.next())
				.isEqualTo("{\"type\":2,\"data\":[\"all\",{\"a\":[1,\"b\"]},\"AQ==\"],\"nsp\":\"/\"}");
			client.close();
		}
	}

	/** The connection stays, and so does what another message is written with. */
	@Test
	void whatCannotBeWrittenIsNotSent() throws InterruptedException {
		Client client = new Client(new WebSocketWire(server, new Eio4Dialect(), ""), false);
		client.open();
		client.event("/", 8, "cycle");
		client.event("/", 9, "who");
		assertThat(client.next()).startsWith("{\"type\":3,\"data\":[\"").endsWith("\"],\"id\":9,\"nsp\":\"/\"}");
		client.close();
	}

	static Stream<Object> hostile() {
		byte[] valid = Msgpack.event("/", "echo", "x");
		byte[] deep = new byte[90_000];
		Arrays.fill(deep, (byte) 0x91);
		deep[deep.length - 1] = (byte) 0xC0;
		Object containers = Collections.nCopies(40_000, Msgpack.hex("90"));
		return Stream.of("0", "2[\"echo\"]", new byte[0], new byte[] { (byte) 0xC1 }, Msgpack.bytes(null),
				Msgpack.bytes(Map.of()), Msgpack.packet("type", 2, "nsp", "/"),
				Msgpack.packet("type", 9, "nsp", "/", "data", List.of("echo")),
				Msgpack.packet("type", 4, "nsp", "/", "data", "x"), Msgpack.event("/", "disconnect"),
				Msgpack.event("/", "x".repeat(257)), Msgpack.event("/"),
				Msgpack.event("/", "echo", Msgpack.hex("ddffffffff")),
				Msgpack.event("/", "echo", Msgpack.hex("dfffffffff")),
				Msgpack.event("/", "echo", Msgpack.hex("c6ffffffff")),
				Msgpack.event("/", "echo", Msgpack.hex("db7fffffff")),
				Msgpack.event("/", "echo", Msgpack.hex("c97fffffff00")),
				Msgpack.event("/", "echo", Msgpack.hex("a2c328")), Msgpack.event("/", "echo", Msgpack.hex("d405ff")),
				Msgpack.event("/", "echo", Msgpack.hex("8190c0")), Arrays.copyOf(valid, valid.length - 1),
				Arrays.copyOf(valid, valid.length + 1), Msgpack.event("/", "echo", new Msgpack.Raw(deep)),
				Msgpack.event("/", "echo", containers));
	}

	@ParameterizedTest
	@MethodSource("hostile")
	void badInputEndsTheConnectionItCameBy(Object frame) throws InterruptedException {
		Client bystander = new Client(new WebSocketWire(server, new Eio4Dialect(), ""), false);
		bystander.open();
		Client client = new Client(new WebSocketWire(server, new Eio4Dialect(), ""), false);
		String id = client.open();
		client.send(frame);
		REASONS.await(id, DisconnectReason.PARSE_ERROR);
		assertThat(REASONS.description(id)).isNotBlank().doesNotContain("Exception", "null");
		bystander.event("/", 1, "who");
		assertThat(bystander.next()).startsWith("{\"type\":3,\"data\":[\"");
		bystander.close();
	}

	@Test
	void randomDamageDisturbsNobodyElse() throws InterruptedException {
		Random random = new Random(42);
		Client bystander = new Client(new WebSocketWire(server, new Eio4Dialect(), ""), false);
		bystander.open();
		byte[] valid = Msgpack.event("/", "echo", Map.of("a", List.of(1, "b", new byte[] { 3 })));
		for (int i = 0; i < 100; i++) {
			Client client = new Client(new WebSocketWire(server, new Eio4Dialect(), ""), false);
			client.open();
			byte[] damaged = valid.clone();
			damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			client.send(damaged);
			client.close();
			bystander.event("/", i, "who");
			assertThat(bystander.next()).endsWith("\"id\":" + i + ",\"nsp\":\"/\"}");
		}
		bystander.close();
	}

	/** A client with one of npm's parsers, in the place of whose decoder is ours. */
	private static final class Client implements Wire.Receiver {

		private static final MsgpackCodec CODEC = new MsgpackCodec(
				new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS), 1_000);

		private final Wire wire;

		private final boolean old;

		private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();

		private String lastJoin = "";

		Client(Wire wire, boolean old) {
			this.wire = wire;
			this.old = old;
		}

		/** Joins the root namespace; returns the socket's id. */
		String open() throws InterruptedException {
			this.wire.open(this);
			if (this.old) {
				assertThat(next()).isEqualTo("{\"type\":0,\"nsp\":\"/\"}");
			}
			else {
				join("/");
			}
			event("/", 0, "who");
			String answer = next();
			assertThat(answer).startsWith("{\"type\":3,\"data\":[\"").endsWith("\"],\"id\":0,\"nsp\":\"/\"}");
			return answer.replaceAll(".*\\[\"(.*)\"].*", "$1");
		}

		void join(String namespace) throws InterruptedException {
			this.wire.send(this.old ? "4{\"type\":0,\"nsp\":\"" + namespace + "\"}"
					: Msgpack.packet("type", 0, "data", Msgpack.UNDEFINED, "nsp", namespace));
			this.lastJoin = next();
			if (!this.lastJoin.startsWith("{\"type\":4")) {
				assertThat(this.lastJoin).contains("{\"type\":0").contains("\"nsp\":\"" + namespace + "\"");
			}
		}

		void event(String namespace, @Nullable Integer id, @Nullable Object... values) {
			this.wire.send(Msgpack.packet("type", 2, "data", Arrays.asList(values), "options", Map.of("compress", true),
					"id", (id != null) ? id : Msgpack.UNDEFINED, "nsp", namespace));
		}

		void send(Object frame) {
			this.wire.send((frame instanceof String text) ? "4" + text : frame);
		}

		void close() {
			this.wire.close();
		}

		@Override
		public void frame(Object frame) {
			if (frame instanceof byte[] message) {
				CODEC.reader(message).skip();
				this.packets.add(CODEC.readTree(message, 0).toString());
			}
			else if (frame instanceof String text && text.startsWith("4{")) {
				this.packets.add(text.substring(1));
			}
		}

		@Override
		public void ended() {
			// Tests wait for the server to notice.
		}

		String next() throws InterruptedException {
			String packet = this.packets.poll(20, TimeUnit.SECONDS);
			assertThat(packet).isNotNull();
			return packet;
		}

	}

}
