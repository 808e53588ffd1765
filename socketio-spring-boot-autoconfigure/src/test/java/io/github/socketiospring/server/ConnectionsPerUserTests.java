package io.github.socketiospring.server;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * A limit on the connections of a user.
 */
class ConnectionsPerUserTests {

	private static final int MAX = 2;

	/** Who opens connections without saying who. */
	private static volatile String everybody = "ada";

	private static TestServer server;

	private final List<KitClient> clients = new ArrayList<>();

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.properties("socketio.limits.max-connections-per-user=" + MAX)
			.bean(WebFilter.class, (exchange, chain) -> {
				String given = exchange.getRequest().getQueryParams().getFirst("user");
				String user = (given != null) ? given : everybody;
				return chain.filter(user.equals("nobody") ? exchange
						: exchange.mutate().principal(Mono.<Principal>just(() -> user)).build());
			})
			.customizer((io) -> {
				io.of("/").onConnection((socket) -> {
				});
				io.of("/other");
			})
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void close() {
		this.clients.forEach(KitClient::close);
		await().until(() -> server.io().clientsCount() == 0);
		assertThat(quota().size()).isZero();
	}

	private static UserQuota quota() {
		return ((DefaultSocketIOServer) server.io()).userQuota();
	}

	private SocketIoClient open(String user) {
		return (SocketIoClient) opened(
				new SocketIoClient(new WebSocketWire(server, new Eio4Dialect(), "&user=" + user)));
	}

	private KitClient opened(KitClient client) {
		synchronized (this.clients) {
			this.clients.add(client);
		}
		client.open();
		return client;
	}

	private void occupy() {
		open("ada").join("/");
		open("ada").join("/");
	}

	@Test
	void connectionsAreCountedAndNotSockets() {
		SocketIoClient first = open("ada");
		first.join("/");
		first.join("/other");
		SocketIoClient second = open("ada");
		second.join("/other");
		SocketIoClient third = open("ada");
		assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> third.join("/"))
			.withMessage("{\"message\":\"Too many connections\"}");
		open("bob").join("/");
		for (int i = 0; i < 4; i++) {
			open("nobody").join("/");
		}
		// A connection counts until it ends, whatever namespaces it is in.
		first.leave("/");
		first.leave("/other");
		assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> open("ada").join("/"));
		first.close();
		await().until(() -> server.io().clientsCount() == 8);
		assertThatNoException().isThrownBy(() -> open("ada").join("/"));
	}

	@Test
	void clientsOfProtocol4AreRefused() {
		occupy();
		KitClient client = opened(new OldSocketIoClient(new WebSocketWire(server, new Eio3Dialect(), "&user=ada")));
		assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join("/"))
			.withMessage("\"Too many connections\"");
	}

	@Test
	void clientsOfProtocol1AreRefusedAndDisconnected() {
		occupy();
		KitClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET);
		this.clients.add(client);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(client::open)
			// "unauthorized": there are no words of one's own for the root namespace.
			.withMessage("2");
		client.awaitEnd();
	}

	@Test
	void aLostConnectionIsOne() {
		occupy();
		this.clients.get(0).drop();
		await().until(() -> server.io().clientsCount() == 1);
		assertThatNoException().isThrownBy(() -> open("ada").join("/"));
	}

	@Test
	void manyAtTheSameTimeAreNoMoreThanAllowed() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(6);
		try {
			for (int round = 0; round < 5; round++) {
				List<Callable<Boolean>> joins = new ArrayList<>();
				for (int i = 0; i < 12; i++) {
					joins.add(this::joins);
				}
				int joined = 0;
				for (Future<Boolean> join : threads.invokeAll(joins)) {
					joined += join.get() ? 1 : 0;
				}
				assertThat(joined).isEqualTo(MAX);
				close();
				this.clients.clear();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private boolean joins() {
		SocketIoClient client = open("eve");
		try {
			client.join("/");
			return true;
		}
		catch (SocketIoClient.RefusedException ex) {
			return false;
		}
	}

}
