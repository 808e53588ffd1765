package io.github.socketiospring.adapter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a server tells its adapters, and does at their request.
 */
class AdapterHooksTests {

	private static final RecoveryLimits LIMITS = new RecoveryLimits(Duration.ofMinutes(2), 10, 10, 1_000_000);

	private final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();

	private TestServer start(AdapterFactory adapters) {
		return TestServer.builder()
			.bean(AdapterFactory.class, adapters)
			.customizer((io) -> io.of("/").onConnection(this.sockets::add))
			.start();
	}

	private Socket connect(SocketIoClient client) throws InterruptedException {
		client.open();
		client.join("/");
		Socket socket = this.sockets.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	@Test
	void offsetsAreTheLastArgument() throws InterruptedException {
		try (TestServer server = start((namespace) -> new InMemoryAdapter(namespace, LIMITS, InstantSource.system()));
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			connect(client);
			byte[] bytes = { 1, 2 };
			server.io().emit("quote \" and \\", "text", Map.of("bytes", bytes));
			server.io().emit("empty");
			KitClient.Event event = client.next();
			assertThat(event.name()).isEqualTo("quote \" and \\");
			assertThat(event.arguments()).hasSize(3).first().isEqualTo("text");
			assertThat(((Map<?, ?>) event.arguments().get(1)).get("bytes")).isEqualTo(bytes);
			assertThat(event.arguments().get(2)).isInstanceOf(String.class);
			assertThat(client.next().arguments()).singleElement()
				.isInstanceOf(String.class)
				.isNotEqualTo(event.arguments().get(2));
			server.io().volatileEmit("volatile");
			assertThat(client.next().arguments()).isEmpty();
		}
	}

	@Test
	void roomsAreToldOf() throws InterruptedException {
		List<String> rooms = new CopyOnWriteArrayList<>();
		try (TestServer server = start((namespace) -> new Recording(namespace, rooms));
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
				SocketIoClient other = new SocketIoClient(new WebSocketWire(server))) {
			Socket socket = connect(client);
			Socket second = connect(other);
			socket.join("a", "b", socket.id());
			second.join("a");
			socket.leave("a", "b");
			second.leave("a");
			socket.join("c");
			socket.disconnect();
			client.awaitLeft("/");
			assertThat(rooms).containsExactly("+a", "+b", "-b", "-a", "+c", "-c");
		}
	}

	@Test
	void anAdapterThatCannotStartKeepsTheApplicationFromStarting() {
		assertThatException().isThrownBy(() -> start((namespace) -> new Recording(namespace, List.of()) {

			@Override
			public Mono<Void> start() {
				return Mono.error(new IllegalStateException("no connection to the others"));
			}

		})).withStackTraceContaining("no connection to the others");
	}

	/**
	 * An adapter that remembers what it was told.
	 */
	private static class Recording implements Adapter {

		private final InMemoryAdapter adapter;

		private final List<String> rooms;

		Recording(AdapterNamespace namespace, List<String> rooms) {
			this.adapter = new InMemoryAdapter(namespace);
			this.rooms = rooms;
		}

		@Override
		public AdapterHealth health() {
			return this.adapter.health();
		}

		@Override
		public void send(Command command) {
			this.adapter.send(command);
		}

		@Override
		public <R> Flux<R> request(Request<R> request) {
			return this.adapter.request(request);
		}

		@Override
		public Mono<Integer> serverCount() {
			return this.adapter.serverCount();
		}

		@Override
		public void roomCreated(String room) {
			this.rooms.add("+" + room);
		}

		@Override
		public void roomDeleted(String room) {
			this.rooms.add("-" + room);
		}

	}

}
