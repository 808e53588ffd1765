package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.JoinedClientsFixture.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is asked of sockets, and looking at them: on a server that is alone, and from one
 * of two servers that are joined, with a client at either.
 */
@ParameterizedClass
@EnumSource(Cluster.class)
@ExtendWith(OutputCaptureExtension.class)
class AdapterSocketTests extends JoinedClientsFixture {

	@Test
	void socketsJoinAndLeaveRooms() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().socketsJoin("all", "some");
		io().to(there.id()).socketsLeave("some");
		io().emit("end");
		here.names();
		there.names();
		assertThat(here.socket().rooms()).containsExactlyInAnyOrder(here.id(), "all", "some");
		assertThat(there.socket().rooms()).containsExactlyInAnyOrder(there.id(), "all");
		io().local().socketsJoin("local");
		io().to("some").local().socketsLeave("some");
		io().emit("end");
		there.names();
		assertThat(here.socket().rooms()).containsExactlyInAnyOrder(here.id(), "all", "local");
		assertThat(there.socket().rooms().contains("local")).isEqualTo(!isJoined());
	}

	@Test
	void socketsAreDisconnected() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().to(there.id()).disconnectSockets();
		there.client().awaitLeft("/");
		assertThat(here.socket().isConnected()).isTrue();
		io().disconnectSockets(true);
		here.client().awaitEnd();
	}

	@Test
	void localSocketsAreDisconnected() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().local().except((isJoined()) ? "none" : there.id()).disconnectSockets(false);
		here.client().awaitLeft("/");
		io().emit("end");
		assertThat(there.names()).containsExactly("end");
	}

	@Test
	void lookUpsAreLocal() throws InterruptedException {
		Member here = here();
		Member there = there();
		assertThat(io().sockets()).contains(here.socket());
		assertThat(io().sockets().contains(there.socket())).isEqualTo(!isJoined());
		assertThat(io().of("/").socket(here.id())).isSameAs(here.socket());
		assertThat(io().of("/").socket(there.id()) != null).isEqualTo(!isJoined());
		assertThat(io().clientsCount()).isEqualTo(isJoined() ? 1 : 2);
	}

	@Test
	void socketsAreFetched() throws InterruptedException {
		Member here = here();
		Member there = there();
		there.socket().join("room");
		there.socket().data().put("user", Map.of("name", "Ann"));
		there.socket().data().put("picture", BYTES);
		assertThat(fetch(io().fetchSockets().toFuture())).extracting(RemoteSocket::id)
			.containsExactlyInAnyOrder(here.id(), there.id());
		List<RemoteSocket> found = fetch(io().to("room").fetchSockets().toFuture());
		assertThat(found).singleElement().satisfies((socket) -> {
			assertThat(socket.id()).isEqualTo(there.id());
			assertThat(socket.rooms()).containsExactlyInAnyOrder("room", there.id());
			assertThat(socket.data().get("user").get("name").asString()).isEqualTo("Ann");
			assertThat(socket.data("user", User.class)).isEqualTo(new User("Ann"));
			assertThat(socket.data("picture", byte[].class)).isEqualTo(BYTES);
			assertThat(socket.data("nothing", String.class)).isNull();
			assertThat(socket.handshake().uri()).isEqualTo(there.socket().handshake().uri());
			assertThat(socket.handshake().headers().getFirst("Upgrade")).isEqualTo("websocket");
			assertThat(socket.handshake().query().getFirst("EIO")).isEqualTo("4");
			assertThat(socket.handshake().remoteAddress()).isNotNull();
			assertThat(socket.handshake().time()).isEqualTo(there.socket().handshake().time());
			assertThat(socket.handshake().revision()).isEqualTo(Revision.EIO4);
			assertThat(socket.handshake().secure()).isFalse();
			assertThat(socket.handshake().crossDomain()).isFalse();
			assertThat(socket.handshake().auth().get("token").asString()).isEqualTo("t");
		});
		assertThat(fetch(io().except("room").local().fetchSockets().toFuture())).singleElement()
			.satisfies((socket) -> assertThat(socket.data().isEmpty()).isTrue());
		assertThat(fetch(io().to("room").local().fetchSockets().toFuture())).hasSize(isJoined() ? 0 : 1);
	}

	@Test
	void whatIsFetchedStaysAsItWas() throws InterruptedException {
		Member there = there();
		List<String> names = new CopyOnWriteArrayList<>(List.of("Ann"));
		there.socket().data().put("names", names);
		RemoteSocket found = fetch(io().to(there.id()).fetchSockets().toFuture()).get(0);
		names.add("Bob");
		there.socket().data().put("more", true);
		assertThat(found.data()).hasToString("{\"names\":[\"Ann\"]}");
	}

	/**
	 * What an application may store.
	 *
	 * @param name a name
	 */
	record User(String name) {
	}

	private static List<RemoteSocket> fetch(CompletableFuture<List<RemoteSocket>> sockets) {
		return join(sockets);
	}

	@Test
	void aFetchedSocketIsReached() throws InterruptedException {
		Member there = there();
		RemoteSocket remote = fetch(io().to(there.id()).fetchSockets().toFuture()).get(0);
		remote.emit("event", BYTES);
		remote.send("hello");
		remote.sendJson(new int[] { 1, 2 });
		assertThat(there.client().next().argument()).isEqualTo(BYTES);
		assertThat(there.client().next().argument()).isEqualTo("hello");
		assertThat(there.client().next().argument()).isEqualTo(List.of(1, 2));
		remote.volatileEmit("volatile");
		assertThat(there.client().next().name()).isEqualTo("volatile");
		remote.join("one", "two");
		remote.leave("one");
		remote.emit("end");
		there.names();
		assertThat(there.socket().rooms()).containsExactlyInAnyOrder(there.id(), "two");
		remote.disconnect();
		there.client().awaitLeft("/");
	}

	@Test
	void aFetchedSocketAnswers() throws InterruptedException {
		Member there = there();
		RemoteSocket remote = fetch(io().fetchSockets().toFuture()).get(0);
		CompletableFuture<Arguments> answer = remote.emitWithAck("question").toFuture();
		there.client().acknowledge(there.client().next(), 42);
		assertThat(join(answer).get(0, int.class)).isEqualTo(42);
		CompletableFuture<Arguments> late = remote.timeout(Duration.ofSeconds(1)).emitWithAck("question").toFuture();
		there.client().next();
		this.servers.get(0).clock().advance(Duration.ofSeconds(2));
		assertThat(failure(AckException.class, late)).isNotNull();
		remote.disconnect(true);
		there.client().awaitEnd();
		await().until(() -> other().io().sockets().isEmpty());
		assertThat(failure(AckException.class, remote.emitWithAck("question").toFuture()))
			.hasMessage("the socket has disconnected");
	}

	@Test
	void roomsAreFetched() throws InterruptedException {
		Member here = here();
		Member there = there();
		here.socket().join("both", "one");
		there.socket().join("both", "two");
		assertThat(io().of("/").fetchRooms().block(WAIT)).containsExactlyInAnyOrder("both", "one", "two");
		here.socket().leave("one");
		assertThat(io().of("/").fetchRooms().block(WAIT)).containsExactlyInAnyOrder("both", "two");
	}

	@Test
	void whatCannotBeWrittenIsLeftOut(CapturedOutput output) throws InterruptedException {
		Member there = there();
		there.socket().data().put("name", "Ann");
		there.socket().data().put("unwritable", new Unwritable());
		for (int i = 0; i < 2; i++) {
			List<RemoteSocket> found = io().to(there.id()).fetchSockets().block(WAIT);
			assertThat(found).singleElement()
				.satisfies((socket) -> assertThat(socket.data()).hasToString("{\"name\":\"Ann\"}"));
		}
		assertThat(output.getOut().split("stored for sockets as 'unwritable'", -1)).hasSize(2);
	}

	/** A bean that Jackson cannot write. */
	public static final class Unwritable {

		public String getValue() {
			throw new IllegalStateException("for the log");
		}

	}

}
