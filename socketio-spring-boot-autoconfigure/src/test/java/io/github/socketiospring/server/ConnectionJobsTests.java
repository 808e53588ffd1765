package io.github.socketiospring.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Jobs of connections, which outlive the sockets on them.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionJobsTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> LOG = new LinkedBlockingQueue<>();

	private static TestServer server;

	private SocketIoClient client;

	private ClientConnection connection;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> {
			io.of("/").onConnection(SOCKETS::add);
			io.of("/chat").onConnection(SOCKETS::add);
		}).properties("socketio.limits.max-jobs-per-socket=2").start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() throws InterruptedException {
		SOCKETS.clear();
		LOG.clear();
		this.client = new SocketIoClient(new WebSocketWire(server));
		this.client.open();
		this.client.join("/");
		this.connection = socket().client();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
		await().until(() -> server.io().clientsCount() == 0);
	}

	private static Socket socket() throws InterruptedException {
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	private static String next() throws InterruptedException {
		return LOG.poll(20, TimeUnit.SECONDS);
	}

	private static void sleep() {
		try {
			LOG.add("sleeps");
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			LOG.add("interrupted");
		}
	}

	@Test
	void theyEndWithTheConnectionAndNotWithASocket() throws InterruptedException {
		this.client.join("/chat");
		Socket chat = socket();
		TestPublisher<Object> ofSocket = TestPublisher.create();
		TestPublisher<Object> ofConnection = TestPublisher.create();
		chat.spawn(ofSocket);
		Disposable job = chat.client().spawn(ofConnection);
		this.connection.spawn(ConnectionJobsTests::sleep);
		assertThat(next()).isEqualTo("sleeps");
		this.client.leave("/chat");
		await().untilAsserted(ofSocket::assertCancelled);
		ofConnection.assertNotCancelled();
		assertThat(LOG).isEmpty();
		this.client.close();
		assertThat(next()).isEqualTo("interrupted");
		await().untilAsserted(ofConnection::assertCancelled);
		assertThat(job.isDisposed()).isTrue();
		TestPublisher<Object> late = TestPublisher.create();
		assertThat(this.connection.spawn(late).isDisposed()).isTrue();
		late.assertWasNotSubscribed();
	}

	@Test
	void theyAreBoundedAndCancelledApartFromThoseOfSockets() {
		Socket socket = this.connection.sockets().get("/");
		TestPublisher<Object> ofSocket = TestPublisher.create();
		TestPublisher<Object> ofConnection = TestPublisher.create();
		socket.spawn(ofSocket);
		this.connection.spawn(ofConnection);
		this.connection.spawn(Mono.never());
		assertThatIllegalStateException().isThrownBy(() -> this.connection.spawn(Mono.never()))
			.withMessageContaining("runs 2 jobs");
		socket.spawn(Mono.never());
		this.connection.cancelJobs();
		ofConnection.assertCancelled();
		ofSocket.assertNotCancelled();
		socket.cancelJobs();
		ofSocket.assertCancelled();
		assertThat(this.connection.spawn(Mono.never()).isDisposed()).isFalse();
	}

	@Test
	void whatTheyThrowIsLogged(CapturedOutput output) {
		this.connection.spawn(Mono.error(new IllegalStateException("reactive boom")));
		this.connection.spawn((Runnable) () -> {
			throw new IllegalStateException("blocking boom");
		});
		await().untilAsserted(() -> assertThat(output).contains("A job of Client[EIO4, websocket] failed")
			.contains("reactive boom")
			.contains("blocking boom"));
	}

}
