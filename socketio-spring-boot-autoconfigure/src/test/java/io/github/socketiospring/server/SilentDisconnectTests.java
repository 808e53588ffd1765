package io.github.socketiospring.server;

import java.util.List;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sockets that leave without a word, and clients of protocol 1 that leave their last
 * namespace.
 */
class SilentDisconnectTests {

	private static final Reasons REASONS = new Reasons();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
			for (String name : List.of("/", "/chat")) {
				io.of(name)
					.onConnection(REASONS::watch)
					.onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send("answer")));
			}
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Socket only(String namespace) {
		await().until(() -> server.io().of(namespace).sockets().size() == 1);
		return server.io().of(namespace).sockets().iterator().next();
	}

	@Test
	void theClientIsNotToldThatItHasLeft() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/chat,");
			assertThat(client.read().text()).startsWith("40/chat,");
			Socket chat = only("/chat");
			chat.disconnectSilently(false);
			chat.disconnectSilently(false);
			REASONS.await(chat.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			assertThat(chat.isConnected()).isFalse();
			assertThat(server.io().of("/chat").sockets()).isEmpty();
			// It still takes itself for connected.
			client.text("42/chat,1[\"ask\"]");
			client.text("422[\"ask\"]");
			assertThat(client.read().text()).isEqualTo("432[\"answer\"]");
			client.text("40/chat,");
			assertThat(client.read().text()).startsWith("40/chat,{");
		}
	}

	@Test
	void theConnectionMayEndAsIfItWereLost() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			client.text("40/chat,");
			assertThat(client.read().text()).startsWith("40/chat,");
			Socket root = only("/");
			Socket chat = only("/chat");
			chat.disconnectSilently(true);
			// No "41" before it: a client would not connect again.
			assertThat(client.read().opcode()).isEqualTo(RawWebSocket.CLOSE);
			REASONS.await(root.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			REASONS.await(chat.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "WEBSOCKET", "XHR_POLLING" })
	void clientsOfProtocol1AreNotToldEither(LegacyTransport transport) {
		try (LegacySocketIoClient client = new LegacySocketIoClient(server, transport)) {
			client.open();
			client.join("/chat");
			Socket chat = only("/chat");
			chat.disconnectSilently(false);
			REASONS.await(chat.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			assertThat(client.call("/", "ask")).containsExactly("answer");
			client.join("/chat");
			assertThat(client.call("/chat", "ask")).containsExactly("answer");
			Socket root = only("/");
			root.disconnectSilently(false);
			client.awaitEnd();
			REASONS.await(root.id(), DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "WEBSOCKET", "XHR_POLLING" })
	void aClientOfProtocol1ThatLeavesItsLastNamespaceHasGone(LegacyTransport transport) {
		try (LegacySocketIoClient client = new LegacySocketIoClient(server, transport)) {
			client.open();
			client.join("/chat");
			Socket root = only("/");
			Socket chat = only("/chat");
			client.leave("/chat");
			REASONS.await(chat.id(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
			assertThat(client.call("/", "ask")).containsExactly("answer");
			client.leave("/");
			client.awaitEnd();
			REASONS.await(root.id(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
			await().until(() -> server.io().clientsCount() == 0);
		}
	}

	@Test
	void newerClientsMayLeaveAll() {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			Socket root = only("/");
			client.text("41");
			REASONS.await(root.id(), DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
			client.text("40/chat,");
			assertThat(client.read().text()).startsWith("40/chat,{");
		}
	}

}
