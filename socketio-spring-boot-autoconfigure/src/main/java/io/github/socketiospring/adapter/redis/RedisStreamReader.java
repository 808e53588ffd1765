package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.adapter.redis.RefusedException.Reason;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.netty.util.concurrent.EventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream as it grows, on a connection of its own: each entry once, in order. It
 * goes on after a reconnection where it was.
 */
final class RedisStreamReader implements RedisLink.Handler<StatefulRedisConnection<byte[], byte[]>> {

	private static final Log logger = LogFactory.getLog(RedisStreamReader.class);

	private static final String START = "0-0";

	private final RedisClients clients;

	private final EventExecutor executor;

	private final @Nullable ClusterTopology topology;

	private final byte[] stream;

	private final Duration block;

	private final int count;

	private final Listener listener;

	private final RedisLink<StatefulRedisConnection<byte[], byte[]>> link;

	private final CompletableFuture<String> started = new CompletableFuture<>();

	private volatile @Nullable String lastId;

	private volatile boolean closed;

	/**
	 * Creates a reader. It does nothing before {@link #start()}.
	 * @param clients open the connection; they stay open when the reader is closed
	 * @param stream the stream
	 * @param from the id after which to read, or {@code null} for the last one there is
	 * @param block how long Redis may wait for entries before it says that there are none
	 * @param count the most entries that are read at a time
	 * @param listener takes the entries
	 */
	RedisStreamReader(RedisClients clients, byte[] stream, @Nullable String from, Duration block, int count,
			Listener listener) {
		this.clients = clients;
		this.executor = clients.newExecutor();
		this.topology = clients.topology();
		this.stream = stream;
		this.lastId = from;
		this.block = block;
		this.count = count;
		this.listener = listener;
		this.link = new RedisLink<>("the stream", clients.reports(null), this.executor,
				clients.times().withSilence(block), this::connect, this);
	}

	/**
	 * Begins to connect and to read, and goes on until {@link #close()}.
	 * @return completes with the id after which it reads, when that is known
	 */
	CompletionStage<String> start() {
		this.link.start();
		return this.started;
	}

	/**
	 * Stops at once. The listener is called no more, but for a call under way.
	 * @return completes when the connection is closed
	 */
	CompletionStage<Void> close() {
		this.closed = true;
		this.started.completeExceptionally(new RefusedException(Reason.CLOSED));
		return this.clients.closing(this.link.close());
	}

	/** Returns the id of the last entry that has been read; {@code null} before. */
	@Nullable String lastId() {
		return this.lastId;
	}

	LinkHealth health() {
		return this.link.health();
	}

	private CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect() {
		ClusterTopology cluster = this.topology;
		if (cluster == null) {
			return this.clients.connect(null);
		}
		return cluster.known().thenCompose((known) -> {
			ClusterNode owner = cluster.owner(SlotHash.getSlot(this.stream));
			if (owner == null) {
				throw new IllegalStateException("No server of the Redis Cluster has the slot of the stream");
			}
			return this.clients.connect(owner);
		});
	}

	@Override
	public void connected(StatefulRedisConnection<byte[], byte[]> connection) {
		String last = this.lastId;
		if (last == null) {
			connection.async()
				.xrevrange(this.stream, Range.unbounded(), Limit.from(1))
				.whenComplete((newest, error) -> next(connection, error, () -> {
					String from = newest.isEmpty() ? START : newest.get(0).getId();
					this.lastId = from;
					this.started.complete(from);
					read(connection, from);
				}));
		}
		else {
			this.started.complete(last);
			verify(connection, last);
		}
	}

	/** Whatever has gone from the stream before it was read is a gap. */
	private void verify(StatefulRedisConnection<byte[], byte[]> connection, String last) {
		if (last.equals(START)) {
			read(connection, last);
			return;
		}
		connection.async()
			.xrange(this.stream, Range.create(last, last), Limit.from(1))
			.whenComplete((same, error) -> next(connection, error, () -> {
				if (!same.isEmpty()) {
					read(connection, last);
					return;
				}
				restart(connection, last);
			}));
	}

	/** The ids of a new stream may be smaller than those of the old one. */
	private void restart(StatefulRedisConnection<byte[], byte[]> connection, String last) {
		connection.async()
			.xrevrange(this.stream, Range.unbounded(), Limit.from(1))
			.whenComplete((newest, error) -> next(connection, error, () -> {
				boolean anew = newest.isEmpty() || compare(newest.get(0).getId(), last) < 0;
				String from = anew ? START : last;
				this.lastId = from;
				this.listener.gap(last, anew);
				read(connection, from);
			}));
	}

	@SuppressWarnings("unchecked")
	private void read(StatefulRedisConnection<byte[], byte[]> connection, String from) {
		if (this.closed) {
			return;
		}
		connection.async()
			.xread(XReadArgs.Builder.block(this.block.toMillis()).count(this.count),
					StreamOffset.from(this.stream, from))
			.whenComplete((entries, error) -> next(connection, error, () -> take(connection, from, entries)));
	}

	private void take(StatefulRedisConnection<byte[], byte[]> connection, String from,
			@Nullable List<StreamMessage<byte[], byte[]>> entries) {
		if (entries == null || entries.isEmpty()) {
			read(connection, from);
			return;
		}
		String last = entries.get(entries.size() - 1).getId();
		this.lastId = last;
		try {
			this.listener.entries(entries.stream().map(StreamEntry::of).toList());
		}
		catch (RuntimeException | StackOverflowError ex) {
			logger.error("A listener to the stream has thrown", ex);
		}
		if (entries.size() < this.count) {
			read(connection, last);
		}
		else {
			// There is more, and it may be trimmed while this is read.
			verify(connection, last);
		}
	}

	private void next(StatefulRedisConnection<byte[], byte[]> connection, @Nullable Throwable error, Runnable step) {
		this.link.heard();
		try {
			this.executor.execute(() -> {
				if (this.closed || this.link.connection() != connection) {
					return;
				}
				if (error == null) {
					step.run();
				}
				else {
					if (this.topology != null) {
						this.topology.refresh();
					}
					this.link.reset(connection, String.valueOf(error.getMessage()));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No more work for Redis", ex);
		}
	}

	@Override
	public void unreachable() {
		this.listener.unreachable();
		if (this.topology != null) {
			this.topology.refresh();
		}
	}

	@Override
	public boolean canAskAtOnce() {
		return false;
	}

	@Override
	public CompletionStage<?> ask(StatefulRedisConnection<byte[], byte[]> connection) {
		// It is asked all the time, and says so when there is nothing.
		return new CompletableFuture<>();
	}

	/** Compares two ids. */
	private static int compare(String one, String other) {
		int order = Long.compareUnsigned(part(one, 0), part(other, 0));
		return (order != 0) ? order : Long.compareUnsigned(part(one, 1), part(other, 1));
	}

	private static long part(String id, int index) {
		String[] parts = id.split("-");
		return (index < parts.length) ? Long.parseUnsignedLong(parts[index]) : 0;
	}

	/**
	 * Takes what a stream has. It is called by one thread at a time, which it must not
	 * block.
	 */
	interface Listener {

		/**
		 * Takes new entries.
		 * @param entries the entries, oldest first; never empty
		 */
		void entries(List<StreamEntry> entries);

		/**
		 * Entries may be missing before the next ones: the stream has been removed, or
		 * trimmed, before they were read.
		 * @param after the id of the last entry that was read
		 * @param anew whether there is another stream now, or none
		 */
		void gap(String after, boolean anew);

		/** The connection was lost, or could not be opened again. */
		default void unreachable() {
		}

	}

}
