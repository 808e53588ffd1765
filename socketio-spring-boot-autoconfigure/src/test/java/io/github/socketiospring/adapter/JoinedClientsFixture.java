package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.postgres.PostgresFactories;
import io.github.socketiospring.adapter.redis.RedisFactories;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * A server that is alone, or one of two that are joined, and clients of either.
 */
@ExtendWith(JoinedClientsFixture.SharedServers.class)
abstract class JoinedClientsFixture {

	static final Duration WAIT = Duration.ofSeconds(20);

	static final byte[] BYTES = { 1, 2, 3 };

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	@Parameter
	Cluster cluster;

	List<TestServer> servers;

	JoinedServers joined;

	final List<KitClient> clients = new ArrayList<>();

	/** How the servers are. */
	enum Cluster {

		ALONE,

		/** Two servers, joined by a queue in this process. */
		JOINED,

		/** Two servers, joined by Redis Pub/Sub. */
		REDIS,

		/** Two servers, joined by sharded Pub/Sub of Redis. */
		REDIS_SHARDED,

		/** Two servers, joined by a stream of Redis. */
		REDIS_STREAMS,

		/** Two servers, joined by notifications of PostgreSQL. */
		POSTGRES;

		boolean isRedis() {
			return name().startsWith("REDIS");
		}

	}

	/**
	 * Starts the servers of a cluster with the first test that needs them; they are
	 * closed after the last test of all classes.
	 */
	static final class SharedServers implements BeforeEachCallback {

		@Override
		public void beforeEach(ExtensionContext context) {
			JoinedClientsFixture test = (JoinedClientsFixture) context.getRequiredTestInstance();
			Running running = context.getRoot()
				.getStore(ExtensionContext.Namespace.GLOBAL)
				.computeIfAbsent(test.cluster, Running::start, Running.class);
			test.servers = running.servers();
			test.joined = running.joined();
		}

	}

	/**
	 * The servers of a cluster.
	 *
	 * @param joined what joins them, if that is not Redis
	 * @param redis what joins them, or {@code null}
	 * @param postgres what joins them, or {@code null}
	 * @param servers the servers
	 */
	private record Running(JoinedServers joined, @Nullable RedisFactories redis, @Nullable PostgresFactories postgres,
			List<TestServer> servers) implements AutoCloseable {

		static Running start(Cluster cluster) {
			JoinedServers joined = new JoinedServers();
			RedisFactories redis = cluster.isRedis() ? RedisFactories.start(cluster.name()) : null;
			PostgresFactories postgres = (cluster == Cluster.POSTGRES) ? PostgresFactories.start() : null;
			List<TestServer> servers = new ArrayList<>();
			for (int i = 0; i < ((cluster == Cluster.ALONE) ? 1 : 2); i++) {
				TestServer.Builder builder = TestServer.builder()
					.customizer((io) -> io.of("/").onConnection(SOCKETS::add))
					.virtualTime();
				if (redis != null) {
					builder.bean(AdapterFactory.class, redis::create);
				}
				else if (postgres != null) {
					builder.bean(AdapterFactory.class, postgres::create);
				}
				else if (cluster == Cluster.JOINED) {
					builder.bean(AdapterFactory.class, joined::create);
				}
				servers.add(builder.start());
			}
			if (postgres != null) {
				// PostgreSQL does not count servers; they hear of each other.
				servers.forEach(
						(server) -> await().until(() -> Integer.valueOf(2).equals(server.io().serverCount().block())));
			}
			return new Running(joined, redis, postgres, servers);
		}

		@Override
		public void close() {
			this.servers.forEach(TestServer::close);
			this.joined.close();
			if (this.redis != null) {
				this.redis.close();
			}
			if (this.postgres != null) {
				this.postgres.close();
			}
		}

	}

	@AfterEach
	void disconnect() {
		this.clients.forEach(KitClient::close);
		this.servers.forEach((server) -> await().until(() -> server.io().sockets().isEmpty()));
	}

	/** The server that everything is asked of. */
	SocketIOServer io() {
		return this.servers.get(0).io();
	}

	/** Another server, if there is one. */
	TestServer other() {
		return this.servers.get(this.servers.size() - 1);
	}

	String otherId() {
		return this.joined.members("/").get(1);
	}

	/**
	 * A client and its socket.
	 */
	record Member(SocketIoClient client, Socket socket) {

		String id() {
			return this.socket.id();
		}

		/** The names of the events until "end". */
		List<String> names() {
			List<String> names = new ArrayList<>();
			do {
				names.add(this.client.next().name());
			}
			while (!names.contains("end"));
			return names;
		}

	}

	private Member connect(TestServer server) throws InterruptedException {
		SOCKETS.clear();
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		this.clients.add(client);
		client.open();
		client.join("/", "{\"token\":\"t\"}");
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return new Member(client, socket);
	}

	/** Opens a client's connection to the other server, and joins. */
	void enter(KitClient client) throws InterruptedException {
		SOCKETS.clear();
		this.clients.add(client);
		client.open();
		client.join("/");
		assertThat(SOCKETS.poll(20, TimeUnit.SECONDS)).isNotNull();
	}

	Member here() throws InterruptedException {
		return connect(this.servers.get(0));
	}

	Member there() throws InterruptedException {
		return connect(other());
	}

	boolean isJoined() {
		return this.cluster != Cluster.ALONE;
	}

	static <T> T join(CompletableFuture<T> future) {
		return future.orTimeout(20, TimeUnit.SECONDS).join();
	}

	static <E extends Throwable> E failure(Class<E> type, CompletableFuture<?> future) {
		Throwable exception = catchThrowableOfType(Throwable.class, () -> join(future));
		assertThat(exception.getCause()).isInstanceOf(type);
		return type.cast(exception.getCause());
	}

}
