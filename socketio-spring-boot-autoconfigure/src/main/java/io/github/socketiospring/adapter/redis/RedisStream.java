package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.codec.json.PacketParseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import tools.jackson.core.JacksonException;

/**
 * The stream of one server, which all of its namespaces read and write. Reading begins
 * with the first namespace, after the last entry that there is then.
 */
final class RedisStream implements RedisStreamReader.Listener {

	private static final Log logger = LogFactory.getLog(RedisStream.class);

	private static final byte[] UID = bytes("uid");

	private static final byte[] NAMESPACE = bytes("nsp");

	private static final byte[] TYPE = bytes("type");

	private static final byte[] DATA = bytes("data");

	private final RedisConnections redis;

	private final byte[] name;

	private final long maxLength;

	private final RedisStreamReader reader;

	private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

	/** The number of the last entry that was handed on, or after which reading began. */
	private final AtomicLong handedOn = new AtomicLong();

	/** Those who wait for entries, and for which. */
	private final Map<MonoSink<Void>, Long> waiting = new ConcurrentHashMap<>();

	private @Nullable CompletionStage<?> started;

	RedisStream(RedisConnections redis, RedisOptions.Stream options) {
		this.redis = redis;
		this.name = bytes(options.name());
		this.maxLength = options.maxLength();
		this.reader = new RedisStreamReader(redis.clients(), this.name, null, redis.clients().times().silence(),
				options.readCount(), this);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Takes the entries of one namespace.
	 */
	interface Receiver {

		/**
		 * Takes an entry. Called by one thread at a time, in the stream's order.
		 * @param entry the entry
		 * @param sender the id of the server that has written it
		 * @param data what it is
		 * @throws PacketParseException if it is not valid
		 */
		void entry(StreamEntry entry, String sender, NodeMessages.Entry data);

		/**
		 * What was added may not be read soon, or never: the stream cannot be read at the
		 * moment, or it is another one. Called again now and then while that is so.
		 */
		void unread();

	}

	/**
	 * Has the entries of a namespace taken from now on.
	 * @return completes when the stream is being read
	 */
	CompletionStage<?> open(String namespace, Receiver receiver) {
		this.receivers.put(namespace, receiver);
		return start();
	}

	private synchronized CompletionStage<?> start() {
		CompletionStage<?> once = this.started;
		if (once == null) {
			once = this.reader.start().thenAccept(this::handedOn);
			this.started = once;
		}
		return once;
	}

	/**
	 * Waits until entries have been handed on.
	 * @param number the number of the last of them
	 * @return completes when that is so, on the thread that hands on, or at once
	 */
	Mono<Void> handedOnUpTo(long number) {
		return Mono.create((sink) -> {
			this.waiting.put(sink, number);
			sink.onDispose(() -> this.waiting.remove(sink));
			wakeUp();
		});
	}

	private void handedOn(String id) {
		this.handedOn.accumulateAndGet(StreamId.numberOrZero(id), Math::max);
		wakeUp();
	}

	private void wakeUp() {
		long now = this.handedOn.get();
		this.waiting.forEach((sink, number) -> {
			if (number <= now) {
				sink.success();
			}
		});
	}

	void close(String namespace) {
		this.receivers.remove(namespace);
	}

	void close() {
		this.reader.close();
	}

	/**
	 * Adds an entry.
	 * @param more fields that only servers of this library understand
	 * @return its id
	 */
	CompletionStage<String> append(String serverId, String namespace, NodeMessages.Entry entry, byte[]... more) {
		List<byte[]> fields = new ArrayList<>(
				List.of(UID, bytes(serverId), NAMESPACE, bytes(namespace), TYPE, bytes(entry.type())));
		byte[] data = entry.data();
		if (data != null) {
			fields.add(DATA);
			fields.add(data);
		}
		fields.addAll(List.of(more));
		return this.redis.publisher().xadd(this.name, this.maxLength, fields.toArray(byte[][]::new));
	}

	/**
	 * Reads entries of all namespaces again.
	 * @param from the first id, or {@code (} and the id before the first
	 * @param to the last id
	 * @param count the most entries
	 */
	CompletionStage<List<StreamEntry>> range(String from, String to, int count) {
		return this.redis.publisher().xrange(this.name, from, to, count);
	}

	/** Returns the id of the last entry that was read; empty if that is unknown. */
	String newestId() {
		String id = this.reader.lastId();
		return (id != null) ? id : "";
	}

	AdapterHealth health(AdapterHealth others) {
		LinkHealth own = this.reader.health();
		return (!others.up() || own.connected()) ? others
				: new AdapterHealth(false, "the stream cannot be read since " + own.since() + ": " + own.reason());
	}

	@Override
	public void entries(List<StreamEntry> entries) {
		for (StreamEntry entry : entries) {
			try {
				receive(entry);
			}
			catch (PacketParseException | JacksonException ex) {
				this.redis.invalid().add(() -> String.valueOf(ex.getMessage()));
			}
			catch (RuntimeException | StackOverflowError ex) {
				logger.error("Entry " + entry.id() + " of the stream has failed", ex);
			}
		}
		handedOn(entries.get(entries.size() - 1).id());
	}

	private void receive(StreamEntry entry) {
		byte[] namespace = entry.fields().get("nsp");
		Receiver receiver = (namespace != null) ? this.receivers.get(text(namespace)) : null;
		if (receiver == null) {
			return;
		}
		byte[] sender = entry.fields().get("uid");
		byte[] type = entry.fields().get("type");
		if (sender == null || type == null) {
			throw new PacketParseException("an entry of the stream has no uid or no type");
		}
		receiver.entry(entry, text(sender), new NodeMessages.Entry(text(type), entry.fields().get("data")));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	@Override
	public void unreachable() {
		this.receivers.values().forEach(Receiver::unread);
	}

	@Override
	public void gap(String after, boolean anew) {
		this.receivers.values().forEach(Receiver::unread);
		if (anew) {
			logger.warn("Redis has come back without its data, or the stream was removed: messages of other servers "
					+ "that came after " + after
					+ " and were not read are lost. With persistence (appendonly yes) Redis "
					+ "keeps the stream when it starts again");
			return;
		}
		logger.error("Messages of other servers that came after " + after
				+ " are lost: the stream does not have them any more. If Redis has started again without its data, "
				+ "persistence (appendonly yes) keeps them; if not, raise socketio.adapter.streams.max-length");
	}

}
