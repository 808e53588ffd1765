package io.github.socketiospring.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Departure;
import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Interceptors and adapters that have a say when a client comes back.
 */
class RecoveryDecisionTests extends RecoveryFixture {

	@Test
	void interceptorsAreSkipped() {
		Member before = join(null);
		take(ASKED);
		String offset = before.offset();
		lose(before);
		Member after = join(before.auth(offset));
		assertThat(ASKED).isEmpty();
		after.client().close();
	}

	@Test
	void credentialsAreThoseOfTheApplicationAlone() {
		Member before = join("{\"token\":\"t\"}");
		String offset = before.offset();
		lose(before);
		Member after = join("{\"pid\":\"" + before.privateId() + "\",\"offset\":\"" + offset + "\",\"token\":\"u\"}");
		assertThat(after.socket().recovered()).isTrue();
		assertThat(after.socket().handshake().auth()).isEqualTo(JSON.readTree("{\"token\":\"u\"}"));
		after.client().close();
		Member own = join("{\"pid\":\"mine\",\"offset\":1}");
		assertThat(own.socket().handshake().auth()).isEqualTo(JSON.readTree("{\"pid\":\"mine\",\"offset\":1}"));
		own.client().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "remembering fails", "restoring fails", "letting in fails",
			"nobody knows whether it was let in", "too much was forgotten" })
	void whatAnAdapterCannotDoIsANewSession(String failure) {
		try (TestServer failing = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true")
			.bean(AdapterFactory.class, (namespace) -> new FailingAdapter(namespace, failure))
			.customizer((io) -> io.of("/").onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(failing, new WebSocketWire(failing), "/", null);
			before.socket().join("room");
			String offset = before.offset();
			lose(before);
			before.socket().emit("missed");
			Member after = join(failing, new WebSocketWire(failing), "/", before.auth(offset));
			assertThat(after.socket().recovered()).isFalse();
			assertThat(after.socket().id()).isNotEqualTo(before.socket().id());
			assertThat(after.socket().rooms()).containsExactly(after.socket().id());
			assertThat(failing.io().to("room").sockets()).isEmpty();
			after.offset();
			after.client().close();
		}
	}

	/**
	 * An adapter that remembers, and then does not.
	 */
	private static final class FailingAdapter implements Adapter {

		private static final AdapterFactory REMEMBERING = InMemoryAdapter.recovering(
				new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45), 10, 10, 1_000, 10),
				InstantSource.system());

		private final Adapter adapter;

		private final String failure;

		FailingAdapter(AdapterNamespace namespace, String failure) {
			this.adapter = REMEMBERING.create(namespace);
			this.failure = failure;
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
		public boolean recovers() {
			return true;
		}

		@Override
		public String newestOffset() {
			return this.adapter.newestOffset();
		}

		@Override
		public void persist(Departure departure) {
			if (this.failure.startsWith("remembering")) {
				throw new IllegalStateException("no connection");
			}
			this.adapter.persist(departure);
		}

		@Override
		public void abandon(SavedSession session) {
			this.adapter.abandon(session);
		}

		@Override
		public Mono<SavedSession> restore(ReturningSocket socket) {
			return this.failure.startsWith("restoring") ? Mono.error(new IllegalStateException("no connection"))
					: this.adapter.restore(socket);
		}

		@Override
		public Mono<Boolean> resume(SavedSession session, String offset, Entrance entrance) {
			if (this.failure.startsWith("nobody")) {
				return Mono.empty();
			}
			return this.failure.startsWith("letting") ? Mono.error(new IllegalStateException("no connection"))
					: Mono.just(false);
		}

	}

	@Test
	void whatAnInterceptorRefusesMayComeBackLater() {
		BlockingQueue<Boolean> recovered = new LinkedBlockingQueue<>();
		try (TestServer asking = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true",
					"socketio.connection-state-recovery.skip-middlewares=false")
			.customizer((io) -> io.of("/").use((socket) -> {
				recovered.add(socket.recovered());
				return socket.handshake().auth().has("expired") ? Mono.error(new ConnectRefusedException("expired"))
						: Mono.empty();
			}).onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(asking, new WebSocketWire(asking), "/", null);
			assertThat(take(recovered)).isFalse();
			String offset = before.offset();
			before.socket().join("room");
			lose(before);
			asking.io().to("room").emit("missed");
			try (SocketIoClient client = new SocketIoClient(new WebSocketWire(asking))) {
				client.open();
				assertThatExceptionOfType(SocketIoClient.RefusedException.class)
					.isThrownBy(() -> client.join("/", "{\"expired\":true," + before.auth(offset).substring(1)));
			}
			assertThat(take(recovered)).isTrue();
			assertThat(asking.io().to("room").sockets()).isEmpty();
			Member after = join(asking, new WebSocketWire(asking), "/", before.auth(offset));
			assertThat(take(recovered)).isTrue();
			assertThat(after.socket().recovered()).isTrue();
			assertThat(after.socket().rooms()).contains("room");
			nextOf(after.client(), "missed");
			after.client().close();
		}
	}

	@Test
	void whoGoesWhileInterceptorsDecideMayComeBackLater() {
		BlockingQueue<Socket> waiting = new LinkedBlockingQueue<>();
		try (TestServer asking = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true",
					"socketio.connection-state-recovery.skip-middlewares=false")
			.customizer((io) -> io.of("/").use((socket) -> {
				if (socket.handshake().auth().has("wait")) {
					return Mono.<Void>never().doOnCancel(() -> waiting.add(socket));
				}
				return Mono.empty();
			}).onConnection((socket) -> {
				watch(socket);
				CONNECTED.add(socket);
			}))
			.start()) {
			Member before = join(asking, new WebSocketWire(asking), "/", null);
			String offset = before.offset();
			lose(before);
			asking.io().emit("missed");
			try (RawWebSocket raw = RawWebSocket.open(asking)) {
				raw.text("40{\"wait\":true," + before.auth(offset).substring(1));
				raw.text("2");
				raw.readClose();
			}
			assertThat(take(waiting).recovered()).isTrue();
			Member after = join(asking, new WebSocketWire(asking), "/", before.auth(offset));
			assertThat(after.socket().recovered()).isTrue();
			nextOf(after.client(), "missed");
			after.client().close();
		}
	}

}
