package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that send faster than their handlers work.
 */
class InboundBackpressureTests {

	private static final int MAX_PENDING = 10;

	private static final int EVENTS = 400;

	private static final int EVENT_SIZE = 500;

	private static final int BUFFER = 8192;

	private static final List<Channel> CHANNELS = new CopyOnWriteArrayList<>();

	private static final List<Integer> RECEIVED = new CopyOnWriteArrayList<>();

	private static final Reasons REASONS = new Reasons();

	private static volatile CountDownLatch entered = new CountDownLatch(0);

	private static volatile CountDownLatch release = new CountDownLatch(0);

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			REASONS.watch(socket);
			socket.on("n", (arguments, ack) -> {
				entered.countDown();
				assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
				RECEIVED.add(arguments.get(0, int.class));
			});
			socket.on("who", (arguments, ack) -> ack.send(socket.id()));
		}))
			.bean(NettyServerCustomizer.class,
					(http) -> http.childOption(ChannelOption.SO_RCVBUF, BUFFER)
						.doOnConnection((connection) -> CHANNELS.add(connection.channel())))
			.properties("socketio.limits.max-pending-events=" + MAX_PENDING)
			.virtualTime()
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void block() {
		RECEIVED.clear();
		entered = new CountDownLatch(1);
		release = new CountDownLatch(1);
	}

	private static List<Integer> numbers(int count) {
		List<Integer> numbers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			numbers.add(i);
		}
		return numbers;
	}

	@Test
	void aWebSocketIsNotReadUntilTheHandlersHaveCaughtUp() throws Exception {
		AtomicInteger written = new AtomicInteger();
		try (RawWebSocket socket = RawWebSocket.joined(server)) {
			Channel channel = CHANNELS.get(CHANNELS.size() - 1);
			socket.http().socket().setSendBufferSize(BUFFER);
			socket.text("429[\"who\"]");
			String id = socket.read().text().substring(5, 25);
			CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
				for (int i = 0; i < EVENTS; i++) {
					socket.text("42[\"n\"," + i + ",\"" + "x".repeat(EVENT_SIZE) + "\"]");
					written.incrementAndGet();
				}
			}, NewThread::start);
			await().until(() -> !channel.config().isAutoRead());
			assertThat(RECEIVED).isEmpty();
			// Neither does the heart stop: the server does not listen.
			server.clock().advance(Duration.ofSeconds(26));
			assertThat(socket.read().text()).isEqualTo("2");
			server.clock().advance(Duration.ofSeconds(26));
			// Both ends together can buffer a small part of it.
			assertThat(flood).isNotDone();
			assertThat(written).hasValueLessThan(EVENTS / 2);
			assertThat(channel.config().isAutoRead()).isFalse();
			release.countDown();
			flood.get(60, TimeUnit.SECONDS);
			await().until(() -> RECEIVED.size() == EVENTS);
			assertThat(RECEIVED).isEqualTo(numbers(EVENTS));
			socket.text("3");
			socket.send(true, RawWebSocket.PING, "p".getBytes());
			assertThat(socket.read().text()).isEqualTo("p");
			assertThat(REASONS.of(id)).isNull();
			server.clock().advance(Duration.ofSeconds(26));
			assertThat(socket.read().text()).isEqualTo("2");
		}
	}

	@Test
	void aPostIsNotAnsweredUntilTheHandlersHaveCaughtUp() throws Exception {
		PollingSession session = PollingSession.joined(server);
		StringBuilder payload = new StringBuilder();
		for (int i = 0; i < 50; i++) {
			payload.append((i > 0) ? "\u001e" : "").append("42[\"n\",").append(i).append("]");
		}
		CompletableFuture<RawHttp.Response> post = CompletableFuture.supplyAsync(() -> session.post(payload.toString()),
				NewThread::start);
		// The rest of the server goes on meanwhile.
		for (int i = 0; i < 20; i++) {
			PollingSession.joined(server);
		}
		assertThat(post).isNotDone();
		release.countDown();
		assertThat(post.get(20, TimeUnit.SECONDS).body()).isEqualTo("ok");
		await().until(() -> RECEIVED.size() == 50);
		assertThat(RECEIVED).isEqualTo(numbers(50));
		assertThat(session.post("42[\"n\",50]").body()).isEqualTo("ok");
		await().until(() -> RECEIVED.size() == 51);
	}

	@Test
	void aHeldPostDoesNotOutliveTheSession() throws Exception {
		PollingSession session = PollingSession.joined(server);
		CompletableFuture<RawHttp.Response> post = CompletableFuture
			.supplyAsync(() -> session.post("42[\"n\",0]" + "\u001e42[\"n\",1]".repeat(30)), NewThread::start);
		try (RawHttp poll = session.pendingGet()) {
			await().until(() -> session.get().status() == 400);
		}
		assertThat(post.get(20, TimeUnit.SECONDS).status()).isIn(200, 400);
		release.countDown();
		REASONS.await(session.socketId(), io.github.socketiospring.DisconnectReason.TRANSPORT_ERROR);
	}

	@Test
	void aPostThatIsCutWhileItIsHeldMakesRoomForTheNext() throws Exception {
		PollingSession session = PollingSession.joined(server);
		try (RawHttp post = new RawHttp(server)) {
			post.request("POST", session.target(), "42[\"n\",0]" + "\u001e42[\"n\",1]".repeat(30));
			assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
			Channel channel = CHANNELS.get(CHANNELS.size() - 1);
			// The rest of the body has been taken by then.
			channel.eventLoop().submit(() -> {
			}).get(20, TimeUnit.SECONDS);
			post.close();
			assertThat(channel.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
		}
		release.countDown();
		await().until(() -> RECEIVED.size() == 31);
		assertThat(session.post("42[\"n\",2]").body()).isEqualTo("ok");
		await().until(() -> RECEIVED.size() == 32);
		assertThat(REASONS.of(session.socketId())).isNull();
	}

}
