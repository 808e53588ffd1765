package io.github.socketiospring.e2e.cluster;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server in Node.js: {@code src/test/node/cluster-node.mjs}.
 */
final class NodeServer implements ClusterServer {

	private final String name;

	private final LineProcess process;

	private final int port;

	private NodeServer(String name, LineProcess process, int port) {
		this.name = name;
		this.process = process;
		this.port = port;
	}

	/**
	 * Starts a server, and waits until it takes part in the cluster.
	 * @param name its name
	 * @param settings see the script
	 */
	static NodeServer start(String name, Map<String, ?> settings) {
		Map<String, Object> all = new LinkedHashMap<>(settings);
		all.put("name", name);
		LineProcess process = new LineProcess("cluster-node.mjs", all);
		return new NodeServer(name, process, (int) Objects.requireNonNull(process.next("ready").get("port")));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int port() {
		return this.port;
	}

	/** Its events and its end. */
	LineProcess process() {
		return this.process;
	}

	static Map<String, Object> question(Selected selected, Map<String, ?> more) {
		Map<String, Object> question = new LinkedHashMap<>(more);
		question.put("nsp", selected.namespace());
		question.put("rooms", selected.rooms());
		question.put("except", selected.except());
		question.put("flags", selected.flags());
		return question;
	}

	static Map<String, Object> packet(Selected selected, String event, @Nullable Object... arguments) {
		return question(selected, Map.of("args", Stream.concat(Stream.of(event), Stream.of(arguments)).toList()));
	}

	@Override
	public void emit(Selected selected, String event, @Nullable Object... arguments) {
		this.process.ask("emit", packet(selected, event, arguments));
	}

	@Override
	public CompletableFuture<List<@Nullable Object>> emitWithAck(Selected selected, String event,
			@Nullable Object... arguments) {
		return this.process.askLater("emitWithAck", packet(selected, event, arguments)).thenApply(NodeServer::list);
	}

	@Override
	public void socketsJoin(Selected selected, String... rooms) {
		this.process.ask("socketsJoin", question(selected, Map.of("names", List.of(rooms))));
	}

	@Override
	public void socketsLeave(Selected selected, String... rooms) {
		this.process.ask("socketsLeave", question(selected, Map.of("names", List.of(rooms))));
	}

	@Override
	public void disconnectSockets(Selected selected, boolean close) {
		this.process.ask("disconnectSockets", question(selected, Map.of("close", close)));
	}

	@Override
	public List<FoundSocket> fetchSockets(Selected selected) {
		return list(this.process.ask("fetchSockets", question(selected, Map.of()))).stream()
			.map((found) -> found((Map<?, ?>) Objects.requireNonNull(found)))
			.toList();
	}

	private static FoundSocket found(Map<?, ?> socket) {
		Map<?, ?> handshake = map(socket.get("handshake"));
		return new FoundSocket(String.valueOf(socket.get("id")), strings(socket.get("rooms")), map(socket.get("data")),
				map(handshake.get("query")));
	}

	@Override
	public Set<String> fetchRooms(String namespace) {
		return strings(this.process.ask("allRooms", Map.of("nsp", namespace)));
	}

	@Override
	public Set<String> rooms(String namespace) {
		return strings(this.process.ask("rooms", Map.of("nsp", namespace)));
	}

	@Override
	public int serverCount(String namespace) {
		return (int) Objects.requireNonNull(this.process.ask("serverCount", Map.of("nsp", namespace)));
	}

	@Override
	public void serverSideEmit(String namespace, String event, @Nullable Object... arguments) {
		this.process.ask("serverSideEmit", packet(Selected.all(namespace), event, arguments));
	}

	@Override
	public CompletableFuture<List<@Nullable Object>> serverSideEmitWithAck(String namespace, String event,
			@Nullable Object... arguments) {
		return this.process.askLater("serverSideEmitWithAck", packet(Selected.all(namespace), event, arguments))
			.thenApply(NodeServer::list);
	}

	/** What other servers are answered from now on; "silent" is no answer. */
	void answerServers(String namespace, Object answer) {
		this.process.ask("answer", Map.of("nsp", namespace, "answer", answer));
	}

	@Override
	@SuppressWarnings("unchecked")
	public List<Object> nextServerSideEvent() {
		return (List<Object>) this.process.next("told").get("args");
	}

	@Override
	@SuppressWarnings("unchecked")
	public List<Object> nextEventOfClient() {
		return (List<Object>) this.process.next("received").get("args");
	}

	@Override
	public void putData(String socket, String key, Object value) {
		this.process.ask("data", Map.of("nsp", "/", "socket", socket, "data", Map.of(key, value)));
	}

	/** Ends it in order, as a deployment does. */
	void quit() {
		this.process.ask("quit", Map.of());
		this.process.awaitEnd();
	}

	@Override
	public void close() {
		this.process.close();
	}

	@SuppressWarnings("unchecked")
	private static List<@Nullable Object> list(@Nullable Object value) {
		return (List<@Nullable Object>) Objects.requireNonNull(value);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object value) {
		return (Map<String, Object>) Objects.requireNonNull(value);
	}

	private static Set<String> strings(@Nullable Object value) {
		return list(value).stream().map(String::valueOf).collect(Collectors.toCollection(HashSet::new));
	}

	@Override
	public String toString() {
		return this.name;
	}

}
