package io.github.socketiospring.e2e.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.TestServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of this library.
 */
final class JavaServer implements ClusterServer {

	private final String name;

	private final TestServer server;

	private final BlockingQueue<List<Object>> ofServers = new LinkedBlockingQueue<>();

	private final BlockingQueue<List<Object>> ofClients = new LinkedBlockingQueue<>();

	private JavaServer(String name, List<String> namespaces, String... properties) {
		this.name = name;
		this.server = TestServer.builder()
			.properties("server.address=127.0.0.1", "spring.config.name=test-server")
			.properties(properties)
			.configuration(PostgresSource.class)
			.customizer((io) -> namespaces.forEach((namespace) -> watch(io.of(namespace))))
			.start();
	}

	/**
	 * Starts a server.
	 * @param name its name
	 * @param namespaces its namespaces
	 * @param properties such as {@code socketio.adapter.type=redis}
	 */
	static JavaServer start(String name, List<String> namespaces, String... properties) {
		return new JavaServer(name, namespaces, properties);
	}

	private void watch(Namespace namespace) {
		namespace.onConnection((socket) -> {
			socket.onAny((event, arguments) -> this.ofClients.add(packet(event, arguments)));
			socket.on("ask", (arguments, ack) -> ack.send(values(arguments).toArray()));
		});
		for (String event : List.of("news", "question")) {
			namespace.onServerSideEmit(event, (arguments, ack) -> {
				this.ofServers.add(packet(event, arguments));
				ack.send(this.name);
			});
		}
	}

	private static List<Object> packet(String event, Arguments arguments) {
		List<Object> packet = new ArrayList<>(List.of(event));
		packet.addAll(values(arguments));
		return packet;
	}

	private static List<Object> values(Arguments arguments) {
		return IntStream.range(0, arguments.size()).mapToObj((i) -> arguments.get(i, Object.class)).toList();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int port() {
		return this.server.port();
	}

	TestServer server() {
		return this.server;
	}

	private BroadcastOperator select(Selected selected) {
		BroadcastOperator operator = this.server.io().of(selected.namespace());
		if (!selected.rooms().isEmpty()) {
			operator = operator.to(selected.rooms().toArray(String[]::new));
		}
		if (!selected.except().isEmpty()) {
			operator = operator.except(selected.except().toArray(String[]::new));
		}
		if (selected.flags().containsKey("local")) {
			operator = operator.local();
		}
		return (selected.flags().get("timeout") instanceof Long millis) ? operator.timeout(Duration.ofMillis(millis))
				: operator;
	}

	@Override
	public void emit(Selected selected, String event, @Nullable Object... arguments) {
		if (selected.flags().containsKey("volatile")) {
			select(selected).volatileEmit(event, arguments);
		}
		else {
			select(selected).emit(event, arguments);
		}
	}

	@Override
	public CompletableFuture<List<@Nullable Object>> emitWithAck(Selected selected, String event,
			@Nullable Object... arguments) {
		return firsts(select(selected).emitWithAck(event, arguments));
	}

	private static CompletableFuture<List<@Nullable Object>> firsts(Mono<List<Arguments>> answers) {
		return answers.map(JavaServer::firsts).toFuture();
	}

	private static List<@Nullable Object> firsts(List<Arguments> answers) {
		List<@Nullable Object> firsts = new ArrayList<>();
		answers.forEach((answer) -> firsts.add(answer.get(0, Object.class)));
		return firsts;
	}

	@Override
	public void socketsJoin(Selected selected, String... rooms) {
		select(selected).socketsJoin(rooms);
	}

	@Override
	public void socketsLeave(Selected selected, String... rooms) {
		select(selected).socketsLeave(rooms);
	}

	@Override
	public void disconnectSockets(Selected selected, boolean close) {
		select(selected).disconnectSockets(close);
	}

	@Override
	public List<FoundSocket> fetchSockets(Selected selected) {
		return ClusterServer.await(select(selected).fetchSockets().toFuture()).stream().map(JavaServer::found).toList();
	}

	@SuppressWarnings("unchecked")
	private static FoundSocket found(RemoteSocket socket) {
		Map<String, Object> data = JsonMapper.shared().convertValue(socket.data(), Map.class);
		Map<String, Object> query = new LinkedHashMap<>();
		socket.handshake().query().forEach((key, values) -> query.put(key, values.get(0)));
		return new FoundSocket(socket.id(), socket.rooms(), data, query);
	}

	@Override
	public Set<String> fetchRooms(String namespace) {
		return ClusterServer.await(this.server.io().of(namespace).fetchRooms().toFuture());
	}

	@Override
	public Set<String> rooms(String namespace) {
		Set<String> rooms = new HashSet<>();
		this.server.io().of(namespace).sockets().forEach((socket) -> rooms.addAll(socket.rooms()));
		return rooms;
	}

	@Override
	public int serverCount(String namespace) {
		return ClusterServer.await(this.server.io().of(namespace).serverCount().toFuture());
	}

	@Override
	public void serverSideEmit(String namespace, String event, @Nullable Object... arguments) {
		this.server.io().of(namespace).serverSideEmit(event, arguments);
	}

	@Override
	public CompletableFuture<List<@Nullable Object>> serverSideEmitWithAck(String namespace, String event,
			@Nullable Object... arguments) {
		return firsts(this.server.io().of(namespace).serverSideEmitWithAck(event, arguments));
	}

	@Override
	public List<Object> nextServerSideEvent() {
		return next(this.ofServers);
	}

	@Override
	public List<Object> nextEventOfClient() {
		return next(this.ofClients);
	}

	private List<Object> next(BlockingQueue<List<Object>> queue) {
		try {
			List<Object> next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			if (next == null) {
				throw new AssertionError("no event at " + this.name);
			}
			return next;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void putData(String socket, String key, Object value) {
		Socket local = Objects.requireNonNull(this.server.io().of("/").socket(socket));
		local.data().put(key, value);
	}

	@Override
	public void close() {
		this.server.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
