package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code socketio.ack-timeout}: for all who set no time-out themselves.
 */
class AckTimeoutTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static TestServer server;

	private static SocketIoClient client;

	private static Socket socket;

	@BeforeAll
	static void start() throws InterruptedException {
		server = TestServer.builder()
			.customizer((io) -> io.of("/").onConnection(SOCKETS::add))
			.properties("socketio.ack-timeout=3s")
			.virtualTime()
			.start();
		client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join("/");
		socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
	}

	@AfterAll
	static void stop() {
		client.close();
		server.close();
	}

	private static void assertTimedOut(CompletableFuture<?> answer, String message) {
		await().until(answer::isDone);
		assertThat(answer.handle((value, error) -> error).join()).isInstanceOf(AckException.class).hasMessage(message);
	}

	@Test
	void itIsForAllWhoSetNone() {
		RemoteSocket remote = server.io().fetchSockets().map((sockets) -> sockets.get(0)).block();
		CompletableFuture<Arguments> single = socket.emitWithAck("q").toFuture();
		CompletableFuture<Arguments> uncompressed = socket.compress(false).sendWithAck("q").toFuture();
		CompletableFuture<List<Arguments>> broadcast = server.io().emitWithAck("q").toFuture();
		CompletableFuture<Arguments> far = remote.emitWithAck("q").toFuture();
		CompletableFuture<Arguments> patient = socket.timeout(Duration.ofSeconds(5)).emitWithAck("q").toFuture();
		CompletableFuture<List<Arguments>> patientBroadcast = server.io()
			.timeout(Duration.ofSeconds(6))
			.emitWithAck("q")
			.toFuture();
		server.clock().advance(Duration.ofSeconds(4));
		assertTimedOut(single, "no acknowledgement within 3000 ms");
		assertTimedOut(uncompressed, "no acknowledgement within 3000 ms");
		assertTimedOut(broadcast, "not all clients acknowledged within 3000 ms");
		assertTimedOut(far, "not all clients acknowledged within 3000 ms");
		assertThat(patient).isNotDone();
		assertThat(patientBroadcast).isNotDone();
		server.clock().advance(Duration.ofSeconds(3));
		assertTimedOut(patient, "no acknowledgement within 5000 ms");
		assertTimedOut(patientBroadcast, "not all clients acknowledged within 6000 ms");
	}

}
