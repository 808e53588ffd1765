package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rooms with channels of their own, which only servers receive that have members.
 */
class RoomChannelTests {

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static RedisFactories redis;

	private static TestServer one;

	private static TestServer two;

	@BeforeAll
	static void startServers() {
		redis = RedisFactories.sharded();
		one = startServer();
		two = startServer();
	}

	private static TestServer startServer() {
		return TestServer.builder()
			.bean(AdapterFactory.class, redis::create)
			.customizer((io) -> io.of("/").onConnection(SOCKETS::add))
			.start();
	}

	@AfterAll
	static void stopServers() {
		one.close();
		two.close();
		redis.close();
	}

	private static List<String> channels() {
		List<String> names = new ArrayList<>();
		if (redis.redis().call("PUBSUB", "SHARDCHANNELS") instanceof List<?> answer) {
			answer.forEach((name) -> names.add(new String((byte[]) name, StandardCharsets.UTF_8)));
		}
		return names;
	}

	private static List<String> namesUntilEnd(SocketIoClient client) {
		List<String> names = new ArrayList<>();
		do {
			names.add(client.next().name());
		}
		while (!names.contains("end"));
		return names;
	}

	@Test
	void aRoomIsHeardWhileItHasMembers() throws InterruptedException {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(two))) {
			client.open();
			client.join("/");
			Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
			assertThat(socket).isNotNull();
			socket.join("room");
			await().until(() -> channels().contains("socket.io#/#room#"));
			one.io().to("room").emit("room");
			one.io().to("other").emit("other");
			one.io().to("room", "other").emit("both");
			one.io().to(socket.id()).emit("id");
			one.io().emit("end");
			assertThat(namesUntilEnd(client)).containsExactly("room", "both", "id", "end");
			socket.leave("room");
			await().until(() -> !channels().contains("socket.io#/#room#"));
		}
	}

	@Test
	void whoeverIsMadeToJoinReceivesWhatFollows() throws InterruptedException {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(two))) {
			client.open();
			client.join("/");
			assertThat(SOCKETS.poll(20, TimeUnit.SECONDS)).isNotNull();
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				one.io().socketsJoin("new-" + i);
				one.io().to("new-" + i).emit("event-" + i);
				expected.add("event-" + i);
			}
			one.io().emit("end");
			expected.add("end");
			assertThat(namesUntilEnd(client)).isEqualTo(expected);
		}
	}

}
