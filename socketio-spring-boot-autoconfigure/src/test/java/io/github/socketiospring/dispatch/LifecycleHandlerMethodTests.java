package io.github.socketiospring.dispatch;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods that are called when a socket comes and goes.
 */
class LifecycleHandlerMethodTests {

	@Test
	void connectGetsWhatBelongsToTheSocket() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Injected.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(Injected.class).seen).containsExactly(dispatcher.socket, dispatcher.namespace,
					dispatcher.server, dispatcher.socket.handshake(), null);
		}
	}

	@Test
	void connectBindsAuth() throws Throwable {
		JsonNode auth = JsonMapper.shared().readTree("{\"token\":\"abc\"}");
		try (Dispatcher dispatcher = new Dispatcher().auth(auth).start(WithAuth.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(WithAuth.class).seen).containsExactly(new Credentials("abc"));
		}
		try (Dispatcher dispatcher = new Dispatcher().auth(auth).start(WithTree.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(WithTree.class).seen).containsExactly(auth);
		}
	}

	@Test
	void connectBindsBinaryAuth() throws Throwable {
		JsonNode auth = JsonMapper.shared().getNodeFactory().binaryNode(new byte[] { 1, 2 });
		try (Dispatcher dispatcher = new Dispatcher().auth(auth).start(WithBytes.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(WithBytes.class).seen).containsExactly(new byte[] { 1, 2 });
		}
	}

	@Test
	void connectWithoutAuth() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(WithAuth.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(WithAuth.class).seen).containsExactly((Object) null);
		}
		try (Dispatcher dispatcher = Dispatcher.of(WithOptional.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(WithOptional.class).seen).containsExactly(Optional.empty());
		}
	}

	@Test
	void connectWithAuthThatDoesNotFit() throws Throwable {
		JsonNode auth = JsonMapper.shared().readTree("[1]");
		try (Dispatcher dispatcher = new Dispatcher().auth(auth).start(WithAuth.class)) {
			assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(dispatcher::connect);
		}
		try (Dispatcher dispatcher = new Dispatcher().auth(auth).start(Handling.class)) {
			dispatcher.connect();
			assertThat(dispatcher.bean(Handling.class).seen).containsExactly("connect");
		}
	}

	@Test
	void disconnectGetsReasonAndDescription() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Leaving.class)) {
			dispatcher.disconnect(DisconnectReason.PING_TIMEOUT, null);
			assertThat(dispatcher.bean(Leaving.class).seen).containsExactly("disconnecting",
					DisconnectReason.PING_TIMEOUT, "disconnect", dispatcher.socket, DisconnectReason.PING_TIMEOUT,
					null);
			dispatcher.disconnect(DisconnectReason.TRANSPORT_ERROR, "reset");
			assertThat(dispatcher.bean(Leaving.class).seen).endsWith(DisconnectReason.TRANSPORT_ERROR, "reset");
		}
	}

	record Credentials(String token) {

	}

	abstract static class Recorder {

		List<Object> seen;

		void record(Object... values) {
			this.seen = Arrays.asList(values);
		}

	}

	@SocketIONamespace
	static class Injected extends Recorder {

		@OnConnect
		void joined(Socket socket, Namespace namespace, SocketIOServer server, Handshake handshake,
				@Nullable Principal principal) {
			record(socket, namespace, server, handshake, principal);
		}

	}

	@SocketIONamespace
	static class WithAuth extends Recorder {

		@OnConnect
		void joined(Socket socket, Credentials credentials) {
			record(credentials);
		}

	}

	@SocketIONamespace
	static class WithTree extends Recorder {

		@OnConnect
		void joined(JsonNode auth) {
			record(auth);
		}

	}

	@SocketIONamespace
	static class WithBytes extends Recorder {

		@OnConnect
		void joined(byte[] auth) {
			record(auth);
		}

	}

	@SocketIONamespace
	static class WithOptional extends Recorder {

		@OnConnect
		Mono<Void> joined(Optional<Credentials> credentials) {
			return Mono.fromRunnable(() -> record(credentials));
		}

	}

	@SocketIONamespace
	static class Handling extends Recorder {

		@OnConnect
		void joined(Credentials credentials) {
		}

		@OnEventException
		void failed(InvalidPayloadException ex, String event) {
			record(event);
		}

	}

	@SocketIONamespace
	static class Leaving {

		final List<Object> seen = new java.util.ArrayList<>();

		@OnDisconnecting
		void leaving(DisconnectReason reason) {
			this.seen.add("disconnecting");
			this.seen.add(reason);
		}

		@OnDisconnect
		Mono<String> left(Socket socket, DisconnectReason reason, @Nullable String description) {
			return Mono.fromSupplier(() -> {
				this.seen.addAll(Arrays.asList("disconnect", socket, reason, description));
				return "ignored";
			});
		}

	}

}
