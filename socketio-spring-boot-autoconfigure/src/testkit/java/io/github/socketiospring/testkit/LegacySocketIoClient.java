package io.github.socketiospring.testkit;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of protocol 1, over any of its transports.
 */
public final class LegacySocketIoClient implements KitClient, Wire.Receiver {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** As the official client's. */
	private static final Pattern PACKET = Pattern.compile("([^:]+):([0-9]+)?(\\+)?:([^:]+)?:?([\\s\\S]*)?");

	/** As the official client's, in which "." stops at a line separator. */
	private static final Pattern ACK = Pattern.compile("([0-9]+)(\\+)?(.*)");

	private static final Pattern HANDSHAKE = Pattern.compile("([\\w-]{20,28}):60:60:([\\w,-]+)");

	private final TestServer server;

	private final LegacyTransport transport;

	private final String sid;

	private final LegacyWire wire;

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> acknowledged = new LinkedBlockingQueue<>();

	private final Map<String, CompletableFuture<String>> joins = new ConcurrentHashMap<>();

	private final Map<String, CountDownLatch> leaves = new ConcurrentHashMap<>();

	private final Map<String, CompletableFuture<List<Object>>> calls = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private final List<String> packets = new java.util.concurrent.CopyOnWriteArrayList<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final AtomicInteger heartbeats = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger noops = new AtomicInteger();

	private volatile boolean answering = true;

	/**
	 * Creates a client that makes its handshake at once.
	 * @param server the server
	 * @param transport what it will connect with
	 */
	public LegacySocketIoClient(TestServer server, LegacyTransport transport) {
		this(server, transport, handshake(server));
	}

	private LegacySocketIoClient(TestServer server, LegacyTransport transport, String sid) {
		this.server = server;
		this.transport = transport;
		this.sid = sid;
		this.wire = new LegacyWire(server, transport, sid);
	}

	/** A client that goes on with the same session, and is not connected. */
	LegacySocketIoClient successor(LegacyTransport next) {
		return new LegacySocketIoClient(this.server, next, this.sid);
	}

	private static String handshake(TestServer server) {
		try {
			HttpResponse<String> response = PollingWire.HTTP.send(
					HttpRequest.newBuilder(server.uri("http", "/socket.io/1/?t=1700000000000")).build(),
					HttpResponse.BodyHandlers.ofString());
			Matcher line = HANDSHAKE.matcher(response.body());
			if (response.statusCode() != 200 || !line.matches()) {
				throw new IllegalStateException("no handshake: " + response.statusCode() + " " + response.body());
			}
			return line.group(1);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public String sid() {
		return this.sid;
	}

	LegacyWire wire() {
		return this.wire;
	}

	// Receiving

	@Override
	public void frame(Object frame) {
		String text = (String) frame;
		this.packets.add(text);
		Matcher packet = PACKET.matcher(text);
		if (!packet.matches()) {
			throw new IllegalStateException("no packet " + text);
		}
		String namespace = (packet.group(4) != null) ? packet.group(4) : "/";
		String data = packet.group(5);
		switch (packet.group(1)) {
			case "0" -> left(namespace);
			case "1" -> joinOf(namespace).complete(text);
			case "2" -> heartbeat();
			case "3" -> event(packet, namespace, "message", List.of(data));
			case "4" -> event(packet, namespace, "message", List.of(JSON.readValue(data, Object.class)));
			case "5" -> event(packet, namespace, data);
			case "6" -> ack(namespace, data);
			case "7" -> joinOf(namespace).completeExceptionally(new RefusedException(data));
			case "8" -> this.noops.incrementAndGet();
			default -> throw new IllegalStateException("no packet " + text);
		}
	}

	private void left(String namespace) {
		leaveOf(namespace).countDown();
		if (namespace.equals("/")) {
			// The connection is the root namespace, and all others are on it.
			this.joins.keySet().forEach((name) -> leaveOf(name).countDown());
		}
	}

	private void heartbeat() {
		this.heartbeats.incrementAndGet();
		if (this.answering) {
			CompletableFuture.runAsync(() -> {
				this.wire.send("2::");
				this.answered.incrementAndGet();
			}, NewThread::start);
		}
	}

	@SuppressWarnings("unchecked")
	private void event(Matcher packet, String namespace, String data) {
		Map<String, Object> event = JSON.readValue(data, Map.class);
		event(packet, namespace, (String) event.get("name"), (List<Object>) event.getOrDefault("args", List.of()));
	}

	private void event(Matcher packet, String namespace, String name, List<Object> arguments) {
		String id = packet.group(2);
		if (id != null && packet.group(3) == null) {
			throw new IllegalStateException("the server wants an answer it would not get");
		}
		this.events.add(new Event(namespace, name, arguments, (id != null) ? Long.parseLong(id) : -1));
	}

	@SuppressWarnings("unchecked")
	private void ack(String namespace, String data) {
		Matcher ack = ACK.matcher(data);
		if (!ack.matches()) {
			throw new IllegalStateException("no acknowledgement " + data);
		}
		List<Object> arguments = ack.group(3).isEmpty() ? List.of() : JSON.readValue(ack.group(3), List.class);
		String key = namespace + " " + ack.group(1);
		CompletableFuture<List<Object>> call = this.calls.remove(key);
		if (call != null) {
			call.complete(arguments);
		}
		else {
			this.acknowledged.add(key + ((ack.group(2) != null) ? "+" : ""));
		}
	}

	@Override
	public void ended() {
		this.ended.countDown();
	}

	/** Everything that has arrived. */
	List<String> packets() {
		return this.packets;
	}

	// Acting

	@Override
	public void open() {
		this.wire.open(this);
		join("/");
		if (!this.packets.get(0).equals("1::")) {
			throw new IllegalStateException("1:: is not the first packet: " + this.packets);
		}
	}

	/** Connects without expecting anything. */
	void resume() {
		this.wire.open(this);
	}

	@Override
	public void join(String namespace) {
		if (!namespace.equals("/")) {
			this.wire.send("1::" + namespace);
		}
		SocketIoClient.await(joinOf(namespace));
	}

	/** Sends packets as they are. */
	public void send(Object... raw) {
		this.wire.send(raw);
	}

	@Override
	public void emit(String namespace, String event, @Nullable Object... arguments) {
		this.wire.send("5::" + endpoint(namespace) + ":" + event(event, arguments));
	}

	@Override
	public List<Object> call(String namespace, String event, @Nullable Object... arguments) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<List<Object>> answer = new CompletableFuture<>();
		this.calls.put(namespace + " " + id, answer);
		this.wire.send("5:" + id + "+:" + endpoint(namespace) + ":" + event(event, arguments));
		return SocketIoClient.await(answer);
	}

	/** The client leaves the arguments out when there are none. */
	private static String event(String name, @Nullable Object... arguments) {
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("name", name);
		if (arguments.length > 0) {
			event.put("args", new ArrayList<>(java.util.Arrays.asList(arguments)));
		}
		return JSON.writeValueAsString(event);
	}

	private static String endpoint(String namespace) {
		return namespace.equals("/") ? "" : namespace;
	}

	@Override
	public void acknowledge(Event event, @Nullable Object... arguments) {
		this.wire.send("6::" + endpoint(event.namespace()) + ":" + event.id()
				+ ((arguments.length > 0) ? "+" + JSON.writeValueAsString(arguments) : ""));
	}

	@Override
	public Event next() {
		return take(this.events);
	}

	/** The next acknowledgement nobody waits for: namespace, blank, id. */
	String nextAcknowledgement() {
		return take(this.acknowledged);
	}

	private static <T> T take(BlockingQueue<T> queue) {
		try {
			T next = queue.poll(20, TimeUnit.SECONDS);
			if (next == null) {
				throw new AssertionError("nothing arrived");
			}
			return next;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void leave(String namespace) {
		this.wire.send("0::" + endpoint(namespace));
	}

	@Override
	public void awaitLeft(String namespace) {
		await(leaveOf(namespace), "the server did not disconnect " + namespace);
	}

	@Override
	public void answerHeartbeats(boolean answer) {
		this.answering = answer;
	}

	@Override
	public int heartbeats() {
		return this.heartbeats.get();
	}

	@Override
	public int answeredHeartbeats() {
		return this.answered.get();
	}

	int noops() {
		return this.noops.get();
	}

	@Override
	public int waiting() {
		return this.events.size();
	}

	@Override
	public void awaitEnd() {
		await(this.ended, "the connection did not end");
	}

	private static void await(CountDownLatch latch, String complaint) {
		try {
			if (!latch.await(20, TimeUnit.SECONDS)) {
				throw new AssertionError(complaint);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void drop() {
		this.wire.drop();
	}

	@Override
	public void close() {
		this.wire.close();
	}

	private CompletableFuture<String> joinOf(String namespace) {
		return this.joins.computeIfAbsent(namespace, (key) -> new CompletableFuture<>());
	}

	private CountDownLatch leaveOf(String namespace) {
		return this.leaves.computeIfAbsent(namespace, (key) -> new CountDownLatch(1));
	}

	/**
	 * The server refused a namespace; the message is its reason.
	 */
	static final class RefusedException extends RuntimeException {

		RefusedException(String reason) {
			super(reason);
		}

	}

}
