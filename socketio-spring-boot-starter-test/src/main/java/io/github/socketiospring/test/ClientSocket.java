package io.github.socketiospring.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import io.github.socketiospring.server.event.ReceivedArguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * A client in one namespace.
 */
final class ClientSocket implements SocketIOTestClient {

	/** The reasons, as the reference's client calls them. */
	static final String SERVER_DISCONNECT = "io server disconnect";

	static final String CLIENT_DISCONNECT = "io client disconnect";

	static final String TRANSPORT_CLOSE = "transport close";

	private final TestConnection connection;

	private final String namespace;

	private final Inbox inbox;

	private final CompletableFuture<String> joined = new CompletableFuture<>();

	private final CompletableFuture<String> left = new CompletableFuture<>();

	private final Questions questions = new Questions();

	private final Map<String, Function<Arguments, @Nullable Object>> answers = new ConcurrentHashMap<>();

	private final JsonNode auth;

	private volatile boolean wanted;

	/** What the server gives, and takes back, where it keeps what is missed. */
	private volatile @Nullable String privateId;

	private volatile @Nullable String offset;

	/**
	 * Creates a client that has not joined its namespace yet.
	 * @param auth its credentials, a {@code MissingNode} for none
	 */
	ClientSocket(TestConnection connection, String namespace, JsonNode auth) {
		this.connection = connection;
		this.namespace = namespace;
		this.auth = auth;
		this.inbox = new Inbox(namespace);
	}

	private Duration timeout() {
		return this.connection.settings().timeout();
	}

	// Joining

	boolean isJoining() {
		return !this.joined.isDone();
	}

	/** Whether the test has asked for this namespace. */
	boolean isWanted() {
		return this.wanted;
	}

	/**
	 * Waits for the server's answer.
	 * @param asked whether the test has asked for this namespace, and is told if it is
	 * refused
	 */
	void awaitJoined(boolean asked) {
		this.wanted |= asked;
		try {
			Waiting.get(this.joined, timeout(),
					() -> new AssertionError("The server has not answered the wish to join " + this.namespace
							+ " after " + timeout().toMillis() + " ms: a ConnectInterceptor may not have completed"));
		}
		catch (ConnectErrorException ex) {
			if (asked) {
				throw ex;
			}
		}
	}

	/**
	 * The server lets the client in.
	 * @param id the socket's id
	 * @param secret by what the client gets its state back, or {@code null}
	 */
	void joined(String id, @Nullable String secret) {
		this.privateId = secret;
		this.joined.complete(id);
	}

	void refused(JsonNode error) {
		JsonNode message = error.path("message");
		refused(message.isString() ? ConnectErrorException.byNamespace(message.stringValue(), error.path("data"))
				: bare(error));
	}

	private void refused(ConnectErrorException exception) {
		if (this.joined.completeExceptionally(exception)) {
			this.left.complete("refused");
			this.inbox.end("refused: " + exception.getMessage());
		}
	}

	/**
	 * The server reports an error, which only that of protocol 1 does: whoever has asked
	 * to join takes it for the answer.
	 */
	void failed(String reason) {
		if (isJoining()) {
			refused(ConnectErrorException.byNamespace(reason, MissingNode.getInstance()));
			return;
		}
		byte[] array = ("[" + StringNode.valueOf(reason) + "]").getBytes(StandardCharsets.UTF_8);
		event("error", Packet.NO_ID,
				new ReceivedArguments(new JsonArguments(this.connection.server().json(), array, List.of())));
	}

	/** As clients before 3.x are told. */
	private static ConnectErrorException bare(JsonNode error) {
		return error.isString() ? ConnectErrorException.byNamespace(error.stringValue(), MissingNode.getInstance())
				: ConnectErrorException.byNamespace(error.toString(), error);
	}

	// Identity

	@Override
	public String id() {
		return this.joined.join();
	}

	@Override
	public String namespace() {
		return this.namespace;
	}

	@Override
	public boolean isConnected() {
		return this.joined.isDone() && !this.joined.isCompletedExceptionally() && !this.left.isDone();
	}

	// Sending

	private static void checkEvent(String event) {
		if (ReservedEvents.contains(event)) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name: no client can emit it");
		}
	}

	private void checkConnected() {
		if (!isConnected()) {
			throw new IllegalStateException("The client in " + this.namespace + " is not connected"
					+ (this.left.isDone() ? ": " + this.left.join() : ""));
		}
	}

	@SuppressWarnings("NullAway") // A caller's (Object[]) null is one null argument.
	private static List<@Nullable Object> values(@Nullable Object... arguments) {
		return (arguments != null) ? Arrays.asList(arguments) : Collections.singletonList(null);
	}

	private void send(String event, long id, @Nullable Object... arguments) {
		checkConnected();
		this.connection.send(new Packet.Event(this.namespace, id, event, values(arguments)));
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		checkEvent(event);
		send(event, Packet.NO_ID, arguments);
	}

	@Override
	public void send(@Nullable Object... arguments) {
		send("message", Packet.NO_ID, arguments);
	}

	@Override
	public void sendJson(@Nullable Object value) {
		checkConnected();
		this.connection.sendJson(this.namespace, value);
	}

	@Override
	public Arguments call(String event, @Nullable Object... arguments) {
		checkEvent(event);
		Waiting.check();
		CompletableFuture<Arguments> question = ask(event, arguments);
		try {
			return Waiting.get(question, timeout(), () -> unanswered(event));
		}
		finally {
			question.cancel(false);
		}
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
		checkEvent(event);
		return Mono.fromFuture(() -> ask(event, arguments)).timeout(timeout(), Mono.error(() -> unanswered(event)));
	}

	private AssertionError unanswered(String event) {
		return this.inbox.failure("\"" + event + "\" is not answered after " + timeout().toMillis()
				+ " ms: there may be no handler for it, the handler may have failed (see the log) or not be done, or "
				+ "never use its Ack");
	}

	private CompletableFuture<Arguments> ask(String event, @Nullable Object... arguments) {
		CompletableFuture<Arguments> answer = this.questions.ask((id) -> send(event, id, arguments));
		if (this.left.isDone()) {
			answer.completeExceptionally(this.inbox.failure("\"" + event + "\" is not answered"));
		}
		return answer;
	}

	void acknowledged(long id, Arguments answer) {
		this.questions.answered(id, answer);
	}

	// Receiving

	@Override
	public SocketIOTestClient answer(String event, Function<Arguments, @Nullable Object> answer) {
		this.answers.put(event, answer);
		return this;
	}

	void event(String name, long id, Arguments arguments) {
		// Even before the client has joined: what it has missed may come first.
		if (arguments.size() > 0 && arguments.get(arguments.size() - 1).isString()) {
			this.offset = arguments.get(arguments.size() - 1).stringValue();
		}
		boolean asks = id != Packet.NO_ID;
		ReceivedEvent event = new ReceivedEvent(name, arguments, asks ? (values) -> acknowledge(id, values) : null);
		this.inbox.add(event);
		Function<Arguments, @Nullable Object> answer = asks ? this.answers.get(name) : null;
		if (answer != null) {
			try {
				event.answerWith(answer.apply(arguments));
			}
			catch (RuntimeException | AssertionError ex) {
				this.inbox
					.failed(new IllegalStateException("The function that answers \"" + name + "\" has failed", ex));
			}
		}
	}

	private void acknowledge(long id, @Nullable Object... values) {
		if (isConnected()) {
			this.connection.send(new Packet.Ack(this.namespace, id, values(values)));
		}
	}

	@Override
	public Flux<ReceivedEvent> received() {
		return this.inbox.all();
	}

	@Override
	public Flux<ReceivedEvent> received(String event) {
		return received().filter((received) -> received.event().equals(event));
	}

	@Override
	public ReceivedEvent await(String event) {
		Waiting.check();
		return this.inbox.await((received) -> received.event().equals(event), "\"" + event + "\"", timeout());
	}

	@Override
	public ReceivedEvent await(Predicate<ReceivedEvent> predicate) {
		Waiting.check();
		return this.inbox.await(predicate, "event as wanted", timeout());
	}

	@Override
	public List<ReceivedEvent> takeReceived() {
		settle();
		return this.inbox.takeAll();
	}

	@Override
	public SocketIOTestClient settle() {
		Waiting.check();
		if (!OpenClients.settle(this.connection.server(), timeout())) {
			throw this.inbox
				.failure("Handlers still run after " + timeout().toMillis() + " ms, so more events may follow");
		}
		return this;
	}

	// Ending

	void disconnected(String reason) {
		if (!this.left.complete(reason)) {
			return;
		}
		this.joined.completeExceptionally(new IllegalStateException(
				"The connection has ended before " + this.namespace + " was joined: " + reason));
		this.inbox.end(reason);
		this.questions.failed(() -> this.inbox.failure("An event is not answered"));
	}

	@Override
	public void disconnect() {
		if (isConnected()) {
			this.connection.send(new Packet.Disconnect(this.namespace));
			disconnected(CLIENT_DISCONNECT);
			this.connection.left();
		}
	}

	@Override
	public String awaitDisconnect() {
		return Waiting.get(this.left, timeout(),
				() -> this.inbox.failure("The client is not disconnected after " + timeout().toMillis() + " ms"));
	}

	@Override
	public Mono<String> disconnected() {
		return Mono.fromFuture(this.left, true);
	}

	// The connection

	@Override
	public SocketIOTestClient join(String other, @Nullable Object auth) {
		return this.connection.join(other, auth);
	}

	@Override
	public void reading(boolean reading) {
		this.connection.connection().reading(reading);
	}

	@Override
	public void heartbeats(boolean answering) {
		this.connection.heartbeats(answering);
	}

	@Override
	public void drop() {
		this.connection.end(false);
	}

	@Override
	public SocketIOTestClient reconnect() {
		drop();
		awaitDisconnect();
		return this.connection.again(this.namespace, this.auth, this.privateId, this.offset);
	}

	@Override
	public boolean recovered() {
		JsonNode asked = this.auth.path("pid");
		return asked.isString() && asked.stringValue().equals(this.privateId);
	}

	@Override
	public void close() {
		this.connection.end(true);
	}

	@Override
	public String toString() {
		return "SocketIOTestClient[" + this.namespace + (isConnected() ? "" : ", not connected") + "]";
	}

}
