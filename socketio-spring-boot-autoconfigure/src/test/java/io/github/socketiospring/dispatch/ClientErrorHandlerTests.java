package io.github.socketiospring.dispatch;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.ClientError;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnClientError;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventHandler;
import io.github.socketiospring.server.event.SocketEvents;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that learn of clients' errors, and what a namespace allows at first.
 */
class ClientErrorHandlerTests {

	private static final ClientError ERROR = new ClientError("unauthorized", "reconnect");

	@Test
	void getsTheErrorInTheOrderOfTheMethods() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Handlers.class)) {
			Handlers handlers = dispatcher.bean(Handlers.class);
			List<EventHandler> methods = dispatcher.namespace("/").clientErrors;
			assertThat(methods).extracting(EventHandler::runsOnEventLoop).containsExactly(true, false, false);
			for (EventHandler method : methods) {
				assertThat(method.binding()).isNull();
				var result = Dispatcher.handle(method, new EventCall(dispatcher.socket, "error", new Object[] { ERROR },
						null, SocketEvents.NOT_REQUESTED));
				if (result != null) {
					Mono.from(result).block();
				}
			}
			assertThat(handlers.seen).containsExactly(ERROR, dispatcher.socket, "failed: no");
		}
	}

	@Test
	void theInitialListIsResolved() {
		try (Dispatcher dispatcher = new Dispatcher().property("app.event", "say")
			.start(Listed.class, SameNamespace.class, Closed.class, Open.class)) {
			assertThat(dispatcher.namespace("/listed").initialAcl).containsExactlyInAnyOrder("connect", "say");
			assertThat(dispatcher.namespace("/closed").initialAcl).isEmpty();
			assertThat(dispatcher.namespace("/open").initialAcl).isNull();
		}
	}

	@SocketIONamespace
	static class Handlers {

		final List<Object> seen = new ArrayList<>();

		@OnClientError
		@Order(1)
		Mono<Void> first(ClientError error) {
			return Mono.fromRunnable(() -> this.seen.add(error));
		}

		@OnClientError
		@Order(2)
		void second(Socket socket) {
			this.seen.add(socket);
		}

		@OnClientError
		@Order(3)
		void third() {
			throw new IllegalStateException("no");
		}

		@OnEventException
		void failed(IllegalStateException exception) {
			this.seen.add("failed: " + exception.getMessage());
		}

	}

	@SocketIONamespace(value = "/listed", initialAcl = { "connect", "${app.event}" })
	static class Listed {

	}

	@SocketIONamespace("/listed")
	static class SameNamespace {

	}

	@SocketIONamespace(value = "/closed", initialAcl = SocketIONamespace.NOTHING)
	static class Closed {

	}

	@SocketIONamespace("/open")
	static class Open {

	}

}
