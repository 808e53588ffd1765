package io.github.socketiospring.server;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.Dialect;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packets at the edge of what the protocol allows, as frames, over both transports.
 */
class PacketEdgeTests {

	private static final BlockingQueue<DisconnectReason> GONE = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> io.of("/").onConnection(PacketEdgeTests::connected));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void connected(Socket socket) {
		socket.on("ask", (arguments, ack) -> socket.emitWithAck("question")
			.subscribe((answer) -> socket.emit("answered", answer.size())));
		socket.on("back", (arguments, ack) -> {
			socket.emit("all", arguments);
			socket.emit("more", 0, arguments, "z");
			socket.emit("inside", List.of(arguments), arguments.toArray());
			socket.broadcast().emit("nobody", arguments);
			ack.send(arguments);
		});
		socket.onDisconnect((reason, description) -> GONE.add(reason));
	}

	private enum Transport {

		POLLING, WEBSOCKET;

		Wire wire(Dialect dialect) {
			return switch (this) {
				case POLLING -> new PollingWire(server, dialect, "");
				case WEBSOCKET -> new WebSocketWire(server, dialect, "");
			};
		}

	}

	static Stream<Arguments> clients() {
		return Stream.of(Transport.values())
			.flatMap((transport) -> Stream.of(Arguments.of(transport, new Eio3Dialect()),
					Arguments.of(transport, new Eio4Dialect())));
	}

	static Stream<Arguments> malformed() {
		List<Object[]> all = List.of(new Object[] { "450-[\"x\",1]" }, new Object[] { "460-1[1]" },
				new Object[] { "450-[\"x\",1]", new byte[] { 1 } },
				new Object[] { "460-1[1]", new byte[] { 1 }, new byte[] { 2 } }, new Object[] { "451-woot" },
				new Object[] { "452-[\"connect\"]" });
		return clients()
			.flatMap((client) -> all.stream().map((frames) -> Arguments.of(client.get()[0], client.get()[1], frames)));
	}

	private static Frames connect(Transport transport, Dialect dialect) throws InterruptedException {
		Frames frames = new Frames(transport.wire(dialect));
		frames.wire.open(frames);
		assertThat(frames.next()).startsWith("0{");
		if (dialect.number().equals("4")) {
			frames.wire.send("40");
		}
		assertThat(frames.next()).startsWith("40");
		return frames;
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whatCannotBecomeAPacketEndsTheConnectionAtOnce(Transport transport, Dialect dialect, Object... packet)
			throws InterruptedException {
		Frames frames = connect(transport, dialect);
		try {
			frames.wire.send(packet);
		}
		catch (RuntimeException ex) {
			// The server may be faster than the client's frames.
		}
		assertThat(GONE.poll(20, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.PARSE_ERROR);
		assertThat(frames.ended.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void anAcknowledgementNeedsNoPayload(Transport transport, Dialect dialect) throws InterruptedException {
		Frames frames = connect(transport, dialect);
		frames.wire.send("42[\"ask\"]");
		String question = frames.next();
		assertThat(question).matches("42\\d+\\[\"question\"]");
		frames.wire.send(question.replace("42", "43").replace("[\"question\"]", ""));
		assertThat(frames.next()).isEqualTo("42[\"answered\",0]");
		frames.close();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void argumentsTravelAsTheirValues(Transport transport, Dialect dialect) throws InterruptedException {
		Frames frames = connect(transport, dialect);
		frames.wire.send("427[\"back\",1,{\"a\":[null]}]");
		assertThat(frames.next()).isEqualTo("42[\"all\",1,{\"a\":[null]}]");
		assertThat(frames.next()).isEqualTo("42[\"more\",0,1,{\"a\":[null]},\"z\"]");
		assertThat(frames.next()).isEqualTo("42[\"inside\",[[1,{\"a\":[null]}]],[1,{\"a\":[null]}]]");
		assertThat(frames.next()).isEqualTo("437[1,{\"a\":[null]}]");
		frames.close();
	}

	/**
	 * The frames that have come.
	 */
	private static final class Frames implements Wire.Receiver {

		private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

		private final CountDownLatch ended = new CountDownLatch(1);

		private final Wire wire;

		Frames(Wire wire) {
			this.wire = wire;
		}

		@Override
		public void frame(Object frame) {
			this.frames.add(frame.toString());
		}

		@Override
		public void ended() {
			this.ended.countDown();
		}

		String next() throws InterruptedException {
			String frame = this.frames.poll(20, TimeUnit.SECONDS);
			assertThat(frame).isNotNull();
			return frame;
		}

		void close() throws InterruptedException {
			this.wire.close();
			assertThat(GONE.poll(20, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
		}

	}

}
