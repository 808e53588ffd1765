package io.github.socketiospring.server;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.EmitResult;
import io.github.socketiospring.JobDecorator;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Jobs of sockets: their end, and what becomes of what they throw.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketJobsTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> LOG = new LinkedBlockingQueue<>();

	private static final Set<String> GONE = ConcurrentHashMap.newKeySet();

	private static TestServer server;

	private SocketIoClient client;

	private Socket socket;

	@BeforeAll
	static void start() {
		server = TestServer.builder().configuration(Beans.class).start();
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
		this.socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(this.socket).isNotNull();
	}

	/** Until its last handler has run, which must not disturb the next test. */
	@AfterEach
	void disconnect() {
		this.client.close();
		await().until(() -> GONE.contains(this.socket.id()));
	}

	private static String next() throws InterruptedException {
		return LOG.poll(20, TimeUnit.SECONDS);
	}

	private void sleep() {
		try {
			LOG.add("sleeps");
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			LOG.add("interrupted on " + Thread.currentThread().getName());
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void jobsEndWithTheirSocket(CapturedOutput output) throws InterruptedException {
		TestPublisher<Object> publisher = TestPublisher.create();
		Disposable reactive = this.socket.spawn(publisher);
		Disposable blocking = this.socket.spawn(this::sleep);
		assertThat(next()).isEqualTo("sleeps");
		this.client.leave("/");
		assertThat(next()).startsWith("interrupted on socketio-handler-");
		await().untilAsserted(publisher::assertCancelled);
		assertThat(reactive.isDisposed()).isTrue();
		assertThat(blocking.isDisposed()).isTrue();
		assertThat(output).doesNotContain("InterruptedException");
		Disposable late = this.socket.spawn(() -> LOG.add("late"));
		assertThat(late.isDisposed()).isTrue();
		assertThat(this.socket.emit("late")).isEqualTo(EmitResult.DISCONNECTED);
		assertThat(LOG).isEmpty();
	}

	@Test
	void jobsEndWithTheServer() throws InterruptedException {
		try (TestServer other = TestServer.builder().configuration(Beans.class).start()) {
			SocketIoClient client = new SocketIoClient(new WebSocketWire(other));
			client.open();
			client.join("/");
			TestPublisher<Object> publisher = TestPublisher.create();
			Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
			assertThat(socket).isNotNull();
			socket.spawn(publisher);
			socket.spawn(this::sleep);
			assertThat(next()).isEqualTo("sleeps");
			other.close();
			assertThat(next()).startsWith("interrupted");
			publisher.assertCancelled();
		}
	}

	@Test
	void jobsMayBeCancelledBefore() throws InterruptedException {
		TestPublisher<Object> publisher = TestPublisher.create();
		this.socket.spawn(publisher);
		this.socket.spawn(this::sleep);
		assertThat(next()).isEqualTo("sleeps");
		this.socket.cancelJobs();
		publisher.assertCancelled();
		assertThat(next()).startsWith("interrupted");
		this.socket.spawn(() -> this.socket.emit("hello"));
		assertThat(this.client.next().name()).isEqualTo("hello");
	}

	@Test
	void jobsRunBesideTheEventsOfTheirSocket() throws InterruptedException {
		this.client.emit("/", "spawn");
		assertThat(next()).isEqualTo("sleeps");
		assertThat(this.client.call("/", "ask")).containsExactly("answer");
		this.client.close();
		assertThat(next()).startsWith("interrupted");
	}

	@Test
	void beansDecorateJobs() throws InterruptedException {
		this.socket.spawn(new Marked());
		assertThat(next()).isEqualTo("before " + this.socket.id());
		assertThat(next()).isEqualTo("marked");
	}

	@Test
	void exceptionsGoToTheHandlersOfTheNamespace(CapturedOutput output) throws InterruptedException {
		this.socket.spawn((Runnable) () -> {
			throw new IllegalStateException("blocking");
		});
		assertThat(next()).isEqualTo("bean has job blocking " + this.socket.id());
		this.socket.spawn(Mono.error(new IllegalStateException("reactive")));
		assertThat(next()).isEqualTo("bean has job reactive " + this.socket.id());
		this.socket.spawn(Mono.error(new IllegalArgumentException("other")));
		assertThat(next()).isEqualTo("advice has job other");
		assertThat(output).doesNotContain("failed");
		this.socket.spawn(Mono.error(new UnsupportedOperationException("nobody's")));
		await().untilAsserted(() -> assertThat(output).contains("Event 'job' of socket " + this.socket.id())
			.contains("UnsupportedOperationException: nobody's"));
	}

	/**
	 * Handlers.
	 */
	@SocketIONamespace("/")
	static class Handlers {

		@OnConnect
		void connected(Socket socket) {
			SOCKETS.add(socket);
		}

		@OnEvent("ask")
		String ask() {
			return "answer";
		}

		@OnEvent("spawn")
		void spawn(Socket socket) {
			socket.spawn(new SocketJobsTests()::sleep);
		}

		@OnDisconnect
		void disconnected(Socket socket) {
			GONE.add(socket.id());
		}

		@OnEventException
		void failed(IllegalStateException exception, String event, Socket socket) {
			LOG.add("bean has " + event + " " + exception.getMessage() + " " + socket.id());
		}

	}

	/**
	 * Handles what no other takes.
	 */
	@SocketIOAdvice
	static class Advice {

		@OnEventException
		void failed(IllegalArgumentException exception, String event) {
			LOG.add("advice has " + event + " " + exception.getMessage());
		}

	}

	/**
	 * A job that is decorated.
	 */
	private static final class Marked implements Runnable {

		@Override
		public void run() {
			LOG.add("marked");
		}

	}

	/**
	 * Decorates marked jobs.
	 */
	static class Decorator implements JobDecorator {

		@Override
		public Runnable decorate(Runnable job, @Nullable Socket socket) {
			return !(job instanceof Marked) ? job : () -> {
				LOG.add("before " + socket.id());
				job.run();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		JobDecorator decorator() {
			return new Decorator();
		}

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

		@Bean
		Advice advice() {
			return new Advice();
		}

	}

}
