package io.github.socketiospring.server;

import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log tells of event names that old clients keep to themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class NameWarningTests {

	private static void use(TestServer server, String name) {
		try (SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			client.open();
			client.join("/");
			server.io().sockets().forEach((socket) -> {
				socket.on(name, (arguments, ack) -> {
				});
				socket.once(name, (arguments, ack) -> {
				});
				socket.emit(name);
				socket.emitWithAck(name).subscribe();
			});
			server.io().emit(name);
			server.io().emitWithAck(name).subscribe();
			for (int i = 0; i < 4; i++) {
				client.next();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ping", "pong", "error", "reconnect", "reconnecting", "reconnect_attempt",
			"reconnect_error", "reconnect_failed", "connecting", "connect_timeout", "connect_failed" })
	void handlersAndEventsOfSuchNamesAreWarnedOfOnce(String name, CapturedOutput output) {
		try (TestServer server = TestServer.start((io) -> {
			for (String namespace : new String[] { "/", "/other" }) {
				NamespaceHandlers handlers = ((DefaultSocketIOServer) io).handlers(namespace);
				handlers.onEvent(name, TestHandler.plain((call) -> null));
			}
		})) {
			use(server, name);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("'" + name + "'"))).singleElement()
			.asString()
			.contains("WARN", "1.x and 2.x", "Choose another name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ping", "error" })
	void eventsAreWarnedOfWithoutAHandler(String name, CapturedOutput output) {
		try (TestServer server = TestServer.start((io) -> {
		})) {
			server.io().emit(name);
			server.io().emit(name);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("'" + name + "'"))).singleElement()
			.asString()
			.contains("WARN", "is emitted", "Choose another name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "p", "pings", "echo", "errors", "reconnected", "connection", "Ping" })
	void otherNamesAreFine(String name, CapturedOutput output) {
		try (TestServer server = TestServer.start((io) -> {
		})) {
			use(server, name);
		}
		assertThat(output.getAll()).doesNotContain("Choose another name");
	}

	@Test
	void withoutOldClientsAllNamesAreFine(CapturedOutput output) {
		try (TestServer server = TestServer.start((io) -> {
		}, "socketio.eio3.enabled=false", "socketio.legacy.enabled=false")) {
			use(server, "ping");
		}
		assertThat(output.getAll()).doesNotContain("Choose another name");
	}

}
