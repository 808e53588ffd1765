package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.redis.RedisFactories;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that lose their connection to one server and come back to another one, which
 * reads the same stream of Redis.
 */
class RecoveryAcrossServersTests extends RecoveryFixture {

	private static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45),
			10_000, 10_000, 1_000_000, 100);

	private static RedisFactories redis;

	private static TestServer one;

	private static TestServer two;

	@BeforeAll
	static void startServers() {
		redis = RedisFactories.recovering(LIMITS);
		one = startServer();
		two = startServer();
	}

	private static TestServer startServer() {
		return TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true")
			.bean(AdapterFactory.class, redis::create)
			.customizer((io) -> io.of("/").onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start();
	}

	@AfterAll
	static void stopServers() {
		one.close();
		two.close();
		redis.close();
	}

	private static Member joinAt(TestServer at, @Nullable String auth) {
		return join(at, new WebSocketWire(at), "/", auth);
	}

	/** Loses the connection, and waits until other servers know. */
	private static void leave(Member member) {
		lose(member);
		awaitStored(member);
	}

	private static void awaitStored(Member member) {
		await().until(() -> redis.redis().text("EXISTS", "sio:session:" + member.privateId()), "1"::equals);
	}

	/** What different servers emit is in order only if one waits for the other. */
	private static void inStream(int entries, Runnable emitting) {
		long before = length();
		emitting.run();
		await().until(() -> length() == before + entries);
	}

	private static long length() {
		return Long.parseLong(redis.redis().text("XLEN", "socket.io"));
	}

	private static List<String> namesUntil(KitClient client, String last) {
		List<String> names = new ArrayList<>();
		do {
			names.add(client.next().name());
		}
		while (!names.contains(last));
		return names;
	}

	@Test
	void comesBackToAnotherServer() {
		Member before = joinAt(one, null);
		Socket socket = before.socket();
		socket.join("room", "left");
		socket.leave("left");
		socket.data().put("name", "Ann");
		String offset = before.offset();
		leave(before);

		byte[] bytes = { 1, 2, 3 };
		inStream(1, () -> one.io().emit("first", 1));
		inStream(2, () -> {
			two.io().to("room").emit("room", Map.of("bytes", bytes), "text");
			two.io().to("left", "elsewhere").emit("elsewhere");
		});
		inStream(4, () -> {
			one.io().except("room").emit("excepted");
			one.io().of("/other").emit("other namespace");
			one.io().volatileEmit("volatile");
			socket.emit("to itself", "x");
		});
		inStream(1, () -> two.io().to(socket.id(), "room").emit("once"));

		Member after = joinAt(two, before.auth(offset));
		assertThat(after.answer()).isEqualTo(before.answer());
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(socket.id(), "room");
		assertThat(after.socket().data()).isEqualTo(Map.of("name", "Ann"));
		one.io().emit("live");
		KitClient client = after.client();
		assertThat(nextOf(client, "first").arguments()).hasSize(2).first().isEqualTo(1);
		KitClient.Event binary = nextOf(client, "room");
		assertThat(((Map<?, ?>) binary.arguments().get(0)).get("bytes")).isEqualTo(bytes);
		assertThat(namesUntil(client, "live")).containsExactly("to itself", "once", "live");
		client.close();
	}

	@Test
	void whatIsDoneToItWhileItIsAwayIsDone() {
		Member before = joinAt(one, null);
		before.socket().join("kept", "taken");
		String offset = before.offset();
		leave(before);
		inStream(1, () -> two.io().to("kept").socketsLeave("taken"));
		inStream(1, () -> one.io().to("kept").socketsJoin("given"));
		inStream(2, () -> {
			two.io().to("taken").emit("taken");
			two.io().to("given").emit("given");
		});
		Member after = joinAt(two, before.auth(offset));
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "kept", "given");
		two.io().emit("end");
		assertThat(namesUntil(after.client(), "end")).containsExactly("given", "end");
		after.client().close();
	}

	@Test
	void whoWasDisconnectedMeanwhileStartsAnew() {
		Member before = joinAt(one, null);
		String offset = before.offset();
		leave(before);
		inStream(1, () -> one.io().to(before.socket().id()).disconnectSockets());
		Member after = joinAt(two, before.auth(offset));
		assertThat(after.socket().recovered()).isFalse();
		assertThat(after.socket().id()).isNotEqualTo(before.socket().id());
		after.client().close();
	}

	@Test
	void nothingIsLostOrDoubledWhileBothServersEmit() {
		Member member = joinAt(one, null);
		String offset = member.offset();
		int rounds = 6;
		int perRound = 200;
		List<String> received = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			String name = "round-" + round + "-";
			TestServer next = (round % 2 == 0) ? two : one;
			CompletableFuture<?> fromOne = CompletableFuture.runAsync(() -> emit(one, name + "one-", perRound),
					NewThread::start);
			CompletableFuture<?> fromTwo = CompletableFuture.runAsync(() -> emit(two, name + "two-", perRound),
					NewThread::start);
			leave(member);
			Member back = joinAt(next, member.auth(offset));
			assertThat(back.socket().recovered()).isTrue();
			fromOne.join();
			fromTwo.join();
			one.io().emit(name + "end");
			two.io().emit(name + "end");
			int ends = 0;
			while (ends < 2) {
				KitClient.Event event = back.client().next();
				offset = last(event);
				received.add(event.name());
				ends += event.name().endsWith("end") ? 1 : 0;
			}
			member = back;
		}
		member.client().close();
		for (int round = 0; round < rounds; round++) {
			for (String who : List.of("one", "two")) {
				String prefix = "round-" + round + "-" + who + "-";
				List<String> expected = new ArrayList<>();
				for (int i = 0; i < perRound; i++) {
					expected.add(prefix + i);
				}
				assertThat(received.stream().filter((name) -> name.startsWith(prefix)))
					.containsExactlyElementsOf(expected);
			}
		}
	}

	private static void emit(TestServer server, String prefix, int count) {
		for (int i = 0; i < count; i++) {
			server.io().emit(prefix + i);
		}
	}

	@Test
	void survivesTheRestartOfAllServers() {
		TestServer first = startServer();
		Member before = joinAt(first, null);
		String offset = before.offset();
		first.close();
		awaitStored(before);
		TestServer second = startServer();
		try {
			two.io().emit("missed");
			Member after = joinAt(second, before.auth(offset));
			assertThat(after.socket().recovered()).isTrue();
			nextOf(after.client(), "missed");
			after.client().close();
		}
		finally {
			second.close();
		}
	}

	@Test
	void onlyOneGetsASocket() {
		Member before = joinAt(one, null);
		String offset = before.offset();
		leave(before);
		Member first = joinAt(one, before.auth(offset));
		Member second = joinAt(two, before.auth(offset));
		assertThat(first.socket().recovered()).isTrue();
		assertThat(second.socket().recovered()).isFalse();
		first.client().close();
		second.client().close();
	}

	@Test
	void whoKnowsNothingGetsNothing() {
		Member before = joinAt(one, null);
		String offset = before.offset();
		leave(before);
		for (String wrong : List.of("", "x", "1-", "-1", "0-0", "99999999999999-0", "9999999999999999999-1",
				"1-9999999", "+", "(" + offset)) {
			Member refused = joinAt(two, JSON.writeValueAsString(Map.of("pid", "unknown", "offset", wrong)));
			assertThat(refused.socket().recovered()).isFalse();
			refused.client().close();
		}
		Member after = joinAt(two, before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		after.client().close();
	}

}
