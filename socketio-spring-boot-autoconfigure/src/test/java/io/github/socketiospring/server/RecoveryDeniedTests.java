package io.github.socketiospring.server;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that lose their connection and do not come back, or not to all they had.
 */
class RecoveryDeniedTests extends RecoveryFixture {

	private static void assertAnew(Member before, String auth) {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			client.open();
			JsonNode answer = JSON.readTree(client.join("/", auth));
			Socket socket = takeConnected(answer);
			assertThat(answer.path("sid").asString()).isNotEqualTo(before.socket().id()).hasSize(20);
			assertThat(answer.path("pid").asString()).isNotEqualTo(before.privateId()).hasSize(20);
			assertThat(socket.recovered()).isFalse();
			assertThat(socket.rooms()).containsExactly(socket.id());
			assertThat(socket.data()).isEmpty();
			socket.emit("end");
			nextOf(client, "end");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "client leaves", "socket.disconnect", "connection closed" })
	void whoLeavesOrIsPutOutDoesNotComeBack(String how) {
		Member before = join(null);
		String offset = before.offset();
		switch (how) {
			case "client leaves" -> before.client().leave("/");
			case "socket.disconnect" -> before.socket().disconnect();
			default -> before.socket().disconnect(true);
		}
		awaitGone(before.socket());
		before.socket().emit("gone");
		assertAnew(before, before.auth(offset));
		before.client().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "by its socket", "by its room", "by its user's name" })
	void whoIsPutOutWhileAwayDoesNotComeBack(String how) {
		Member before = join(null);
		before.socket().join("user:alice");
		String offset = before.offset();
		lose(before);
		switch (how) {
			case "by its socket" -> before.socket().disconnect();
			case "by its room" -> server.io().to(before.socket().id()).disconnectSockets(false);
			default -> server.io().to("user:alice").disconnectSockets(true);
		}
		assertThat(before.socket().emit("gone"))
			.isIn(how.equals("by its socket") ? List.of(EmitResult.DISCONNECTED) : List.of(EmitResult.HANDED_ON));
		assertAnew(before, before.auth(offset));
	}

	@Test
	void whoIsPutOutOfARoomWhileAwayComesBackWithoutIt() {
		Member before = join(null);
		before.socket().join("staff", "room");
		String offset = before.offset();
		lose(before);
		server.io().to("room").socketsLeave("staff");
		server.io().to("staff").emit("secret");
		Member after = join(before.auth(offset));
		assertThat(after.socket().rooms()).containsExactlyInAnyOrder(after.socket().id(), "room");
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void whoJoinsARoomNamedAfterASocketLearnsNothingAndStays() {
		Member before = join(null);
		Member spy = join(null);
		spy.socket().join(before.socket().id());
		before.socket().emit("private");
		nextOf(before.client(), "private");
		server.io().of("/").fetchSockets().block().forEach((remote) -> {
			if (remote.id().equals(before.socket().id())) {
				remote.emit("private too");
			}
		});
		nextOf(before.client(), "private too");
		String offset = spy.offset();
		lose(before);
		before.socket().emit("private as well");
		before.socket().disconnect();
		lose(spy);
		Member after = join(spy.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().rooms()).contains(before.socket().id());
		after.socket().emit("end");
		nextOf(after.client(), "end");
		after.client().close();
	}

	@Test
	void whoWasAwayForTooLongConnectsAnew() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		server.letPass(Duration.ofSeconds(121));
		assertAnew(before, before.auth(offset));
	}

	@Test
	void comesBackOnce() {
		Member before = join(null);
		String offset = before.offset();
		lose(before);
		Member after = join(before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		assertAnew(before, before.auth(offset));
		assertThat(after.socket().isConnected()).isTrue();
		after.client().close();
	}

	@Test
	void whoseLossIsNotNoticedGetsANewSocket() {
		Member before = join(null);
		String offset = before.offset();
		assertAnew(before, before.auth(offset));
		assertThat(before.socket().isConnected()).isTrue();
		before.client().close();
	}

	@Test
	void onlyOneOfManyThatRaceComesBack() {
		for (int round = 0; round < 10; round++) {
			Member before = join(null);
			String offset = before.offset();
			lose(before);
			server.io().emit("missed");
			List<SocketIoClient> clients = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
				client.open();
				clients.add(client);
			}
			List<CompletableFuture<String>> answers = clients.stream()
				.map((client) -> CompletableFuture.supplyAsync(() -> client.join("/", before.auth(offset)),
						NewThread::start))
				.toList();
			List<Socket> sockets = new ArrayList<>();
			for (CompletableFuture<String> answer : answers) {
				String id = JSON.readTree(answer.join()).path("sid").asString();
				sockets.add(server.io().of("/").socket(id));
			}
			assertThat(sockets).doesNotContainNull().filteredOn(Socket::recovered).hasSize(1);
			assertThat(sockets).extracting(Socket::id).doesNotHaveDuplicates();
			clients.forEach(SocketIoClient::close);
		}
	}

	static Stream<String> forged() {
		String id = "\"AAAAAAAAAAAAAAAAAAAA\"";
		return Stream.of("{}", "[]", "null", "1", "{\"pid\":1,\"offset\":2}", "{\"pid\":null,\"offset\":null}",
				"{\"pid\":%s}", "{\"pid\":%s,\"offset\":null}", "{\"pid\":%s,\"offset\":1}",
				"{\"pid\":%s,\"offset\":[\"x\"]}", "{\"pid\":%s,\"offset\":{}}", "{\"pid\":%s,\"offset\":\"\"}",
				"{\"pid\":%s,\"offset\":\"x\"}", "{\"pid\":%s,\"offset\":\"$-1\"}", "{\"pid\":%s,\"offset\":\" $\"}",
				"{\"pid\":%s,\"offset\":\"" + "x".repeat(50_000) + "\"}", "{\"pid\":[%s],\"offset\":\"$\"}",
				"{\"pid\":{\"a\":%s},\"offset\":\"$\"}", "{\"pid\":\"\",\"offset\":\"$\"}",
				"{\"pid\":" + id + ",\"offset\":\"$\"}", "{\"PID\":%s,\"offset\":\"$\"}",
				"{\"pid\":\"" + "A".repeat(900_000) + "\",\"offset\":\"$\"}",
				"{\"pid\":%s,\"offset\":\"$zzzzzzzzzzzzzzzzzzzz\"}", "{\"pid\":%s,\"offset\":\"$/../\\u0000\"}");
	}

	/** In place of {@code $} there is the right offset, of {@code %s} the right id. */
	@ParameterizedTest
	@MethodSource("forged")
	void whatIsForgedIsANewSession(String pattern) {
		Member before = join(null);
		String offset = before.offset();
		before.socket().join("room");
		before.socket().data().put("secret", 1);
		lose(before);
		before.socket().emit("secret");
		assertAnewOrRefused(before, pattern.replace("%s", "\"" + before.privateId() + "\"").replace("$", offset));
	}

	/** What is no object is no valid packet, with or without recovery. */
	private static void assertAnewOrRefused(Member before, String auth) {
		if (auth.startsWith("{")) {
			assertAnew(before, auth);
			return;
		}
		try (RawWebSocket raw = RawWebSocket.open(server)) {
			raw.text("40" + auth);
			assertThat(raw.read().text()).doesNotContain("secret").doesNotContain(before.socket().id());
		}
	}

	@Test
	void offsetsOfOtherNamespacesAreUnknown() {
		Member other = join(server, new WebSocketWire(server), "/other", null);
		String offset = other.offset();
		Member before = join(null);
		before.offset();
		lose(before);
		assertAnew(before, before.auth(offset));
		other.client().close();
	}

	@Test
	void privateIdsOfOtherNamespacesAreUnknown() {
		Member other = join(server, new WebSocketWire(server), "/other", null);
		other.offset();
		Member before = join(null);
		String offset = before.offset();
		lose(other);
		assertAnew(other, other.auth(offset));
		before.client().close();
	}

	@Test
	void anotherUserDoesNotComeBackInItsPlace() {
		Member before = join(server, new WebSocketWire(server, new Eio4Dialect(), "&user=alice"), "/", null);
		assertThat(before.socket().principal()).extracting(Principal::getName).isEqualTo("alice");
		String offset = before.offset();
		lose(before);
		before.socket().emit("secret");
		for (String query : List.of("", "&user=mallory")) {
			Member thief = join(server, new WebSocketWire(server, new Eio4Dialect(), query), "/", before.auth(offset));
			assertThat(thief.socket().recovered()).isFalse();
			assertThat(thief.socket().id()).isNotEqualTo(before.socket().id());
			thief.socket().emit("end");
			nextOf(thief.client(), "end");
			thief.client().close();
		}
		Member after = join(server, new WebSocketWire(server, new Eio4Dialect(), "&user=alice"), "/",
				before.auth(offset));
		assertThat(after.socket().recovered()).isTrue();
		nextOf(after.client(), "secret");
		after.client().close();
	}

}
