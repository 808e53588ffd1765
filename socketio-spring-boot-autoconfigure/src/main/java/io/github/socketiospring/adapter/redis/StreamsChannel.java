package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.Received;
import io.github.socketiospring.codec.json.PacketParseException;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Speaks to servers with npm's {@code @socket.io/redis-streams-adapter}: what sockets are
 * told to do is added to a stream, which keeps it for a while; questions and answers are
 * published. Servers of this library take each other's questions from the stream, where
 * they have their place among what was emitted before and after them.
 */
final class StreamsChannel implements ClusterChannel, RedisStream.Receiver {

	private static final String END = "#";

	/** The field of an entry that tells the server which of its own it is. */
	static final String NUMBER = "number";

	private static final byte[] NUMBER_BYTES = NUMBER.getBytes(StandardCharsets.US_ASCII);

	/** Marks what is added for servers in Node.js whose adapter is older than 0.3. */
	private static final String OLDER = "older";

	private static final byte[] OLDER_BYTES = OLDER.getBytes(StandardCharsets.US_ASCII);

	/** They forget who is silent for ten seconds. */
	private static final long SIGN_INTERVAL = Duration.ofSeconds(4).toNanos();

	private final RedisConnections redis;

	private final RedisStream stream;

	private final NodeMessages messages;

	private final @Nullable AdapterNamespace namespace;

	private final String name;

	private final String serverId;

	private final boolean sharded;

	private final String prefix;

	private final byte[] main;

	private final byte[] own;

	private final AtomicLong lastSign = new AtomicLong(System.nanoTime() - SIGN_INTERVAL);

	/** Takes the entries of the stream in place of the receiver. */
	private @Nullable Entries entries;

	private volatile ClusterChannel.@Nullable Receiver receiver;

	/**
	 * Creates a channel.
	 * @param redis the connections
	 * @param stream the stream of all namespaces
	 * @param messages the format of messages
	 * @param name the namespace's name
	 * @param serverId this server's id
	 * @param namespace the namespace; {@code null} where nothing is received
	 * @param options the names of Redis' channels
	 */
	StreamsChannel(RedisConnections redis, RedisStream stream, NodeMessages messages, String name, String serverId,
			@Nullable AdapterNamespace namespace, RedisOptions options) {
		this.redis = redis;
		this.stream = stream;
		this.messages = messages;
		this.name = name;
		this.serverId = serverId;
		this.namespace = namespace;
		this.sharded = options.stream().sharded();
		this.prefix = options.prefix() + END + name + END;
		this.main = this.prefix.getBytes(StandardCharsets.UTF_8);
		this.own = channel(serverId);
	}

	/**
	 * Takes the entries of the stream, those of this server too.
	 */
	interface Entries {

		/**
		 * Takes an entry. Called by one thread at a time, in the stream's order.
		 * @param entry the entry
		 * @param sender the id of the server that has written it
		 * @param data what it is
		 */
		void entry(StreamEntry entry, String sender, NodeMessages.Entry data);

		/**
		 * What was added may not be read soon, or never. Must not block.
		 */
		void unread();

	}

	/** Has entries taken by somebody else than the receiver. */
	void entries(Entries taker) {
		this.entries = taker;
	}

	private byte[] channel(String last) {
		return (this.prefix + last + END).getBytes(StandardCharsets.UTF_8);
	}

	NodeMessages messages() {
		return this.messages;
	}

	@Override
	public Mono<Void> open(ClusterChannel.Receiver opened) {
		return Mono.defer(() -> {
			this.receiver = opened;
			return this.redis.open(this.stream.open(this.name, this), subscribe(this.main), subscribe(this.own));
		});
	}

	private CompletionStage<Void> subscribe(byte[] channel) {
		RedisSubscriber subscriber = this.redis.subscriber();
		return this.sharded ? subscriber.ssubscribe(channel, this::receive)
				: subscriber.subscribe(channel, this::receive);
	}

	private CompletionStage<Void> unsubscribe(byte[] channel) {
		RedisSubscriber subscriber = this.redis.subscriber();
		return this.sharded ? subscriber.sunsubscribe(channel) : subscriber.unsubscribe(channel);
	}

	@Override
	public Mono<Void> close() {
		return Mono.defer(() -> {
			this.receiver = null;
			this.stream.close(this.name);
			return Mono.whenDelayError(Mono.fromCompletionStage(unsubscribe(this.main)),
					Mono.fromCompletionStage(unsubscribe(this.own)));
		});
	}

	@Override
	public AdapterHealth health() {
		return this.stream.health(this.redis.health());
	}

	@Override
	public boolean publish(ClusterMessage message) {
		if (isKept(message)) {
			return RedisConnections.isTaken(this.redis.sent(append(message)));
		}
		if (message instanceof ClusterMessage.Question question && !ask(question)) {
			return false;
		}
		return RedisConnections.isTaken(send(this.main, this.messages.writeMsgpack(message, false)));
	}

	/** Asks servers of this library. */
	private boolean ask(ClusterMessage.Question question) {
		CompletionStage<String> adding = append(question);
		adding.whenComplete((id, ex) -> {
			if (ex instanceof RedisCommandExecutionException) {
				// Redis has no memory for an entry. What is published needs none.
				send(this.main, this.messages.writePrivate(question));
			}
		});
		return RedisConnections.isTaken(this.redis.sent(adding)) || isError(adding);
	}

	/** Whether Redis has said no already. */
	private static boolean isError(CompletionStage<?> sending) {
		return sending.handle((done, ex) -> ex instanceof RedisCommandExecutionException)
			.toCompletableFuture()
			.getNow(false);
	}

	/** Whether a message is one that the stream has. */
	static boolean isKept(ClusterMessage message) {
		return message instanceof ClusterMessage.Order order && !(order.command() instanceof Command.ServerSideEmit);
	}

	private CompletionStage<String> append(ClusterMessage message) {
		return this.stream.append(this.serverId, this.name, this.messages.writeEntry(message));
	}

	/**
	 * Adds an entry to the stream.
	 * @param number its number, by which the server knows it again
	 * @return its id
	 */
	CompletionStage<String> append(NodeMessages.Entry entry, long number) {
		return this.redis.sent(this.stream.append(this.serverId, this.name, entry, NUMBER_BYTES,
				Long.toString(number).getBytes(StandardCharsets.US_ASCII)));
	}

	@Override
	public CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed) {
		return asking.isEmpty() ? appendForOlder(answer)
				: send(channel(asking), this.messages.writeMsgpack(answer, detailed));
	}

	private CompletionStage<?> send(byte[] channel, byte[] message) {
		RedisPublisher publisher = this.redis.publisher();
		return this.redis
			.sent(this.sharded ? publisher.spublish(channel, message) : publisher.publish(channel, message));
	}

	private CompletionStage<?> appendForOlder(ClusterMessage message) {
		return this.redis.sent(this.stream.append(this.serverId, this.name, this.messages.writeEntry(message, false),
				OLDER_BYTES, OLDER_BYTES));
	}

	@Override
	public boolean countsServers() {
		return true;
	}

	@Override
	public Mono<Integer> countServers() {
		RedisPublisher publisher = this.redis.publisher();
		return Mono
			.fromCompletionStage(() -> this.sharded ? publisher.shardNumSub(this.main) : publisher.numSub(this.main))
			.map(Math::toIntExact);
	}

	// In

	private boolean mayBeFor(Selection selection) {
		return this.namespace != null && this.namespace.mayBeFor(selection);
	}

	@Override
	public void entry(StreamEntry entry, String sender, NodeMessages.Entry data) {
		if (entry.fields().containsKey(OLDER)) {
			return;
		}
		Entries taker = this.entries;
		if (taker != null) {
			taker.entry(entry, sender, data);
			return;
		}
		Predicate<Selection> here = this::mayBeFor;
		Received received = this.messages.readEntry(sender, data, here);
		if (received != null) {
			receiveEntry(received);
		}
	}

	@Override
	public void unread() {
		Entries taker = this.entries;
		if (taker != null) {
			taker.unread();
		}
	}

	/**
	 * Hands on what another server has added to the stream. Node's adapter before 0.3 has
	 * everything there: signs of life, by which it counts servers, and questions, whose
	 * answers it expects there.
	 * @param received the message
	 */
	void receiveEntry(Received received) {
		ClusterMessage message = received.message();
		boolean asks = message instanceof ClusterMessage.Question question && !question.detailed();
		boolean isSign = message instanceof ClusterMessage.Joined || message instanceof ClusterMessage.Alive;
		if (asks || isSign) {
			showOlder();
		}
		if (!isSign) {
			receive(asks ? new Received(null, message, null) : received);
		}
	}

	private void showOlder() {
		long now = System.nanoTime();
		long last = this.lastSign.get();
		if (now - last >= SIGN_INTERVAL && this.lastSign.compareAndSet(last, now)) {
			appendForOlder(new ClusterMessage.Alive());
		}
	}

	/**
	 * Reads entries again.
	 * @param from the first id, or {@code (} and the id before the first
	 * @param to the last id
	 * @param count the most entries
	 */
	Mono<List<StreamEntry>> range(String from, String to, int count) {
		return Mono.fromCompletionStage(() -> this.stream.range(from, to, count));
	}

	/**
	 * Returns what an entry tells sockets of this namespace to do.
	 * @return {@code null} if it is for another namespace, or not valid
	 */
	@Nullable Command decode(StreamEntry entry) {
		byte[] nsp = entry.fields().get("nsp");
		byte[] sender = entry.fields().get("uid");
		byte[] type = entry.fields().get("type");
		if (nsp == null || sender == null || type == null || !this.name.equals(text(nsp))) {
			return null;
		}
		try {
			Received received = this.messages.decodeEntry(text(sender),
					new NodeMessages.Entry(text(type), entry.fields().get("data")), (selection) -> true);
			return (received != null && received.message() instanceof ClusterMessage.Order order) ? order.command()
					: null;
		}
		catch (PacketParseException ex) {
			return null;
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** Completes when the entries up to one have been handed on. */
	Mono<Void> handedOnUpTo(String id) {
		return this.stream.handedOnUpTo(StreamId.numberOrZero(id));
	}

	/** Returns the id of the last entry that was read; empty if that is unknown. */
	String newestId() {
		return this.stream.newestId();
	}

	private void receive(byte[] channel, byte[] message) {
		try {
			Predicate<Selection> here = this::mayBeFor;
			Received received = this.messages.read(message, here);
			if (received != null) {
				receive(received);
			}
		}
		catch (PacketParseException | JacksonException ex) {
			invalid(ex);
		}
	}

	/** Something has come that is not valid. */
	void invalid(RuntimeException exception) {
		this.redis.invalid().add(() -> String.valueOf(exception.getMessage()));
	}

	/**
	 * Hands a message on. The stream and the channels have threads of their own.
	 * @param received the message
	 */
	synchronized void receive(Received received) {
		ClusterChannel.Receiver open = this.receiver;
		if (open != null) {
			open.received(received.sender(), received.message());
		}
	}

}
