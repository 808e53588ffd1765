package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.PollingWire;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import io.github.socketiospring.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that lose their connection and come back.
 */
class RecoveryTests extends RecoveryFixture {

	static Stream<String> transports() {
		return Stream.of("websocket", "polling");
	}

	private static Wire wire(String transport) {
		return transport.equals("polling") ? new PollingWire(server) : new WebSocketWire(server);
	}

	@ParameterizedTest
	@MethodSource("transports")
	void getsItsSocketBackAndWhatItHasMissed(String transport) {
		Member before = join(server, wire(transport), "/", null);
		Socket socket = before.socket();
		assertThat(before.privateId()).hasSize(20).isNotEqualTo(socket.id());
		assertThat(socket.recovered()).isFalse();
		socket.join("room", "left");
		socket.leave("left");
		List<Object> value = new ArrayList<>();
		socket.data().put("value", value);
		String offset = before.offset();
		lose(before);
		assertThat(socket.isConnected()).isFalse();

		byte[] bytes = { 1, 2, 3 };
		server.io().emit("all", 1);
		server.io().to("room").emit("room", Map.of("bytes", bytes), "text");
		server.io().to("left", "elsewhere").emit("elsewhere");
		server.io().except("room").emit("excepted");
		server.io().of("/other").emit("other namespace");
		server.io().volatileEmit("volatile");
		socket.emit("to itself", "x");
		server.io().to(socket.id(), "room").emit("once");
		server.io().local().emit("local");

		Member after = join(server, wire(transport), "/", before.auth(offset));
		assertThat(after.answer()).isEqualTo(before.answer());
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().id()).isEqualTo(socket.id());
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(socket.id(), "room");
		assertThat(after.socket().data().get("value")).isSameAs(value);
		assertThat(server.io().of("/").socket(socket.id())).isSameAs(after.socket());
		server.io().emit("live");
		SocketIoClient client = after.client();
		assertThat(nextOf(client, "all").arguments()).hasSize(2).first().isEqualTo(1);
		KitClient.Event binary = nextOf(client, "room");
		assertThat(binary.arguments()).hasSize(3);
		assertThat(((Map<?, ?>) binary.arguments().get(0)).get("bytes")).isEqualTo(bytes);
		assertThat(binary.arguments().get(1)).isEqualTo("text");
		assertThat(nextOf(client, "to itself").arguments()).hasSize(2).first().isEqualTo("x");
		nextOf(client, "once");
		nextOf(client, "local");
		nextOf(client, "live");
		after.client().close();
	}

	@Test
	void whatWasMissedComesBeforeTheAnswer() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		before.socket().emit("missed", 1);
		try (RawWebSocket raw = RawWebSocket.open(server)) {
			raw.text("40" + before.auth(offset));
			assertThat(raw.read().text()).startsWith("42[\"missed\",1,\"");
			assertThat(raw.read().text()).isEqualTo("40" + JSON.writeValueAsString(before.answer()));
		}
	}

	@Test
	void whatWasSentButNotReceivedIsSentAgain() {
		Member before = join(null);
		String offset = before.offset();
		server.io().emit("first");
		String first = last(nextOf(before.client(), "first"));
		server.io().emit("second");
		nextOf(before.client(), "second");
		lose(before);
		Member after = join(before.auth(offset));
		nextOf(after.client(), "first");
		nextOf(after.client(), "second");
		lose(after);
		Member again = join(before.auth(first));
		nextOf(again.client(), "second");
		again.socket().emit("end");
		nextOf(again.client(), "end");
		again.client().close();
	}

	@Test
	void canBeLostAgainAndAgain() {
		Member member = join(null);
		String offset = member.offset();
		for (int i = 0; i < 5; i++) {
			lose(member);
			server.io().emit("missed", i);
			member = join(member.auth(offset));
			assertThat(member.socket().recovered()).isTrue();
			KitClient.Event missed = nextOf(member.client(), "missed");
			assertThat(missed.argument()).isEqualTo(i);
			offset = last(missed);
		}
		member.client().close();
	}

	@Test
	void handlersAreToldOfTheLossAndOfTheReturn() {
		Member before = join(null);
		String offset = before.offset();
		before.client().drop();
		assertThat(awaitGone(before.socket())).isIn(DisconnectReason.TRANSPORT_ERROR, DisconnectReason.TRANSPORT_CLOSE);
		Member after = join(before.auth(offset));
		assertThat(after.socket()).isNotSameAs(before.socket());
		after.client().close();
		assertThat(awaitGone(after.socket())).isNotNull();
	}

	@Test
	void handlersLearnOfTheLossBeforeTheyLearnOfTheReturn() throws InterruptedException {
		CountDownLatch released = new CountDownLatch(1);
		BlockingQueue<String> calls = new LinkedBlockingQueue<>();
		try (TestServer slow = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true")
			.customizer((io) -> io.of("/").onConnection((socket) -> {
				calls.add("connected");
				socket.on("slow", (arguments, ack) -> {
					calls.add("slow");
					released.await();
				});
				socket.onDisconnect((reason, description) -> calls.add("disconnected"));
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(slow, new WebSocketWire(slow), "/", null);
			assertThat(take(calls)).isEqualTo("connected");
			String offset = before.offset();
			before.client().emit("/", "slow");
			assertThat(take(calls)).isEqualTo("slow");
			before.client().drop();
			await().until(() -> !before.socket().isConnected());
			try (SocketIoClient client = new SocketIoClient(new WebSocketWire(slow))) {
				client.open();
				assertThat(JSON.readTree(client.join("/", before.auth(offset)))).isEqualTo(before.answer());
				assertThat(calls).isEmpty();
				released.countDown();
				assertThat(take(calls)).isEqualTo("disconnected");
				assertThat(take(calls)).isEqualTo("connected");
				assertThat(take(CONNECTED).recovered()).isTrue();
			}
		}
	}

	@Test
	void whoWasSilentForTooLongComesBack() {
		Member before = join(null);
		String offset = before.offset();
		before.client().answerHeartbeats(false);
		server.letPass(Duration.ofSeconds(26));
		await().until(() -> before.client().heartbeats() > 0);
		server.letPass(Duration.ofSeconds(21));
		assertThat(awaitGone(before.socket())).isEqualTo(DisconnectReason.PING_TIMEOUT);
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		after.client().close();
	}

	@Test
	void comesBackToAQuietNamespace() {
		Member before = join(null);
		String offset = before.offset();
		for (int i = 0; i < 10; i++) {
			int heartbeats = before.client().answeredHeartbeats();
			server.letPass(Duration.ofSeconds(26));
			await().until(() -> before.client().answeredHeartbeats() > heartbeats);
			before.client().call("/", "sync");
		}
		lose(before);
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		after.client().close();
	}

	@Test
	void anOffsetFromBeforeShowsNothingOfARoomFromBeforeItWasJoined() {
		Member before = join(null);
		String offset = before.offset();
		server.io().to("room").emit("not for it");
		before.socket().join("room");
		server.io().to("room").emit("for it");
		nextOf(before.client(), "for it");
		lose(before);
		Member after = join(before.auth(offset));
		nextOf(after.client(), "for it");
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	/** As clients do that had a session before, and have received nothing in this one. */
	@Test
	void anOffsetFromBeforeTheSocketShowsNothingFromBefore() {
		Member first = join(null);
		String offset = first.offset();
		lose(first);
		server.io().emit("before");
		Member second = join(null);
		server.io().emit("after");
		nextOf(second.client(), "after");
		lose(second);
		Member after = join(second.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		nextOf(after.client(), "after");
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void moreIsMissedThanMayWaitForAClient() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		for (int i = 0; i < 20; i++) {
			before.socket().emit("large", "x".repeat(10_000));
		}
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isFalse();
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void olderClientsSeeNoOffset() {
		Member member = join(null);
		try (OldSocketIoClient old = new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), ""));
				LegacySocketIoClient oldest = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			old.open();
			take(CONNECTED);
			oldest.open();
			oldest.join("/");
			take(CONNECTED);
			server.io().emit("event", "argument");
			assertThat(nextOf(member.client(), "event").arguments()).hasSize(2).first().isEqualTo("argument");
			assertThat(nextOf(old, "event").arguments()).containsExactly("argument");
			assertThat(nextOf(oldest, "event").arguments()).containsExactly("argument");
			for (Socket socket : server.io().sockets()) {
				socket.emit("single", 1);
			}
			assertThat(nextOf(member.client(), "single").arguments()).hasSize(2);
			assertThat(nextOf(old, "single").arguments()).containsExactly(1);
			assertThat(nextOf(oldest, "single").arguments()).containsExactly(1);
		}
		member.client().close();
	}

	@Test
	void onlyWhatCanBeRecoveredHasAnOffset() {
		Member member = join(null);
		member.socket().volatileEmit("volatile", 1);
		assertThat(nextOf(member.client(), "volatile").arguments()).containsExactly(1);
		member.socket().emitWithAck("asked", 1).onErrorComplete().subscribe();
		assertThat(nextOf(member.client(), "asked").arguments()).containsExactly(1);
		server.io().emitWithAck("all asked", 1).onErrorComplete().subscribe();
		assertThat(nextOf(member.client(), "all asked").arguments()).containsExactly(1);
		member.client().close();
	}

	@Test
	void whenOffNothingIsKept() {
		try (TestServer plain = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			watch(socket);
			CONNECTED.add(socket);
		})).start()) {
			Member member = join(plain, new WebSocketWire(plain), "/", null);
			assertThat(member.answer().propertyNames()).containsExactly("sid");
			assertThat(member.socket()).isExactlyInstanceOf(ServerSocket.class);
			plain.io().emit("event");
			assertThat(nextOf(member.client(), "event").arguments()).isEmpty();
			member.socket().emit("event");
			assertThat(nextOf(member.client(), "event").arguments()).isEmpty();
			lose(member);
			Member after = join(plain, new WebSocketWire(plain), "/", member.auth("x-1"));
			assertThat(after.socket().recovered()).isFalse();
			assertThat(after.socket().handshake().auth().has("pid")).isTrue();
			after.client().close();
		}
	}

}
