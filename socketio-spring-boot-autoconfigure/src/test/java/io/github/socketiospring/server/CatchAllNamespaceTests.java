package io.github.socketiospring.server;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.ParentNamespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code "*"}, which stands for all namespaces.
 */
class CatchAllNamespaceTests {

	private static final BlockingQueue<String> CALLS = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start((io) -> {
			io.of("/before");
			DefaultSocketIOServer own = (DefaultSocketIOServer) io;
			own.handlers("/own").onEvent("both", handler("own"));
			own.handlers("/any").onEvent("*", handler("own any"));
			own.handlers("/t-{id}").onEvent("family", handler("family"));
			own.handlers("*").onEvent("both", handler("all"));
			own.handlers("*").onEvent("family", handler("all"));
			own.handlers("*").onEvent("*", handler("all any"));
			own.handlers("/own").onConnect(lifecycle("own connect"));
			own.handlers("*").onConnect(lifecycle("all connect"));
			own.handlers("*").onDisconnect(lifecycle("all disconnect"));
			io.of("*").use((socket) -> {
				CALLS.add("check");
				return socket.handshake().auth().path("bad").asBoolean() ? Mono.error(new ConnectRefusedException("no"))
						: Mono.empty();
			});
			io.of("/after").use((socket) -> {
				CALLS.add("own check");
				return Mono.empty();
			});
		});
	}

	private static TestHandler handler(String name) {
		return TestHandler.plain((call) -> {
			call.ack().send(name);
			return null;
		});
	}

	private static LifecycleHandler lifecycle(String name) {
		return new LifecycleHandler() {

			@Override
			public boolean runsOnEventLoop() {
				return true;
			}

			@Override
			public Publisher<?> handle(Socket socket, DisconnectReason reason, String description) {
				CALLS.add(name);
				return null;
			}

		};
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		CALLS.clear();
	}

	private static SocketIoClient client(String... namespaces) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		for (String namespace : namespaces) {
			client.join(namespace);
		}
		return client;
	}

	private static String take() throws InterruptedException {
		return CALLS.poll(20, TimeUnit.SECONDS);
	}

	@Test
	void eventsAreHandledWhereTheNamespaceHasNoHandler() {
		try (SocketIoClient client = client("/own", "/any", "/before", "/after", "/", "/t-1")) {
			assertThat(client.call("/own", "both")).containsExactly("own");
			assertThat(client.call("/own", "other")).containsExactly("all any");
			assertThat(client.call("/any", "both")).containsExactly("own any");
			assertThat(client.call("/before", "both")).containsExactly("all");
			assertThat(client.call("/after", "other")).containsExactly("all any");
			assertThat(client.call("/", "both")).containsExactly("all");
			assertThat(client.call("/t-1", "family")).containsExactly("family");
			assertThat(client.call("/t-1", "both")).containsExactly("all");
		}
	}

	@Test
	void aNamespaceWithConnectHandlersNeedsNoOthers() throws InterruptedException {
		try (SocketIoClient client = client("/own")) {
			assertThat(take()).isEqualTo("check");
			assertThat(take()).isEqualTo("own connect");
			client.leave("/own");
			assertThat(take()).isEqualTo("all disconnect");
			client.join("/t-1");
			assertThat(take()).isEqualTo("check");
			assertThat(take()).isEqualTo("all connect");
		}
		assertThat(take()).isEqualTo("all disconnect");
	}

	@Test
	void checksComeBeforeThoseOfTheNamespace() throws InterruptedException {
		try (SocketIoClient client = client("/after")) {
			assertThat(take()).isEqualTo("check");
			assertThat(take()).isEqualTo("own check");
			assertThat(take()).isEqualTo("all connect");
			assertThatExceptionOfType(SocketIoClient.RefusedException.class)
				.isThrownBy(() -> client.join("/t-1", "{\"bad\":true}"))
				.withMessage("{\"message\":\"no\"}");
			assertThat(CALLS).containsExactly("check");
		}
	}

	@Test
	void itLetsNobodyJoinWhatDoesNotExist() {
		try (SocketIoClient client = client()) {
			for (String name : List.of("/unknown", "/*", "/**")) {
				assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join(name))
					.withMessage("{\"message\":\"Invalid namespace\"}");
			}
		}
	}

	@Test
	void itReachesAllSockets() {
		ParentNamespace all = (ParentNamespace) server.io().of("*");
		assertThat(all.name()).isEqualTo("*");
		try (SocketIoClient client = client("/", "/before", "/t-2")) {
			all.emit("news");
			assertThat(List.of(client.next().namespace(), client.next().namespace(), client.next().namespace()))
				.containsExactlyInAnyOrder("/", "/before", "/t-2");
			assertThat(all.children()).extracting(Namespace::name).contains("/", "/own", "/before", "/t-2");
		}
	}

	@Test
	void clientsCannotAskForAllOfThem() {
		try (SocketIoClient client = client()) {
			client.send("40*,");
			client.awaitEnd();
		}
	}

}
