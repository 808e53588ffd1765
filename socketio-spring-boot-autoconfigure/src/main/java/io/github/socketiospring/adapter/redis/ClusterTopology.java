package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.netty.util.concurrent.EventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which server of a Redis Cluster has which slots. It is read when somebody has a reason
 * to doubt it, and now and then without one.
 */
final class ClusterTopology {

	private static final Log logger = LogFactory.getLog(ClusterTopology.class);

	/** A resharded slot says so itself; a new replica does not. */
	private static final Duration PERIOD = Duration.ofSeconds(30);

	private static final Snapshot EMPTY = new Snapshot(List.of(), new @Nullable ClusterNode[0]);

	private final RedisClusterClient client;

	private final EventExecutor executor;

	private final RedisTimes times;

	private final @Nullable String clientName;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile Snapshot current = EMPTY;

	private final CompletableFuture<Void> known = new CompletableFuture<>();

	/** Everything below belongs to the executor. */
	private boolean reading;

	private boolean doubted;

	private boolean closed;

	private boolean started;

	private Duration pause;

	ClusterTopology(RedisClusterClient client, EventExecutor executor, RedisTimes times, @Nullable String clientName) {
		this.client = client;
		this.executor = executor;
		this.times = times;
		this.clientName = clientName;
		this.pause = times.firstDelay();
	}

	/**
	 * Has the topology read, unless it is being read already; then it is read once more
	 * after that. Any thread may call it.
	 */
	void refresh() {
		execute(this::read);
	}

	/**
	 * Returns what completes when the topology is known for the first time, and has it
	 * read if it is not.
	 */
	CompletionStage<Void> known() {
		if (!this.known.isDone()) {
			execute(() -> {
				if (!this.reading) {
					read();
				}
			});
		}
		return this.known;
	}

	/**
	 * Adds a listener, which is called on the executor after each successful reading,
	 * even if nothing has changed.
	 */
	void onRead(Runnable listener) {
		this.listeners.add(listener);
	}

	void removeListener(Runnable listener) {
		this.listeners.remove(listener);
	}

	/** Returns the servers that the others can reach. */
	List<ClusterNode> nodes() {
		return this.current.nodes();
	}

	/** Returns the server that has a slot, if it is known. */
	@Nullable ClusterNode owner(int slot) {
		@Nullable ClusterNode[] owners = this.current.owners();
		return (slot < owners.length) ? owners[slot] : null;
	}

	void close() {
		execute(() -> this.closed = true);
	}

	private void read() {
		if (this.closed) {
			return;
		}
		if (this.reading) {
			this.doubted = true;
			return;
		}
		this.reading = true;
		this.doubted = false;
		CompletionStage<Void> read;
		try {
			read = this.client.refreshPartitionsAsync();
		}
		catch (RuntimeException ex) {
			read = CompletableFuture.failedStage(ex);
		}
		read.whenComplete((done, error) -> execute(() -> readDone(error)));
	}

	private void readDone(@Nullable Throwable error) {
		if (this.closed) {
			this.reading = false;
			return;
		}
		if (error == null) {
			this.current = snapshot(this.client.getPartitions());
			this.known.complete(null);
			for (Runnable listener : this.listeners) {
				listener.run();
			}
		}
		else {
			logger.debug("The topology of the Redis Cluster could not be read", error);
		}
		if (!this.started && error == null) {
			this.started = true;
			readPeriodically();
		}
		boolean again = error != null && !this.known.isDone();
		// Doubts come in crowds, and last for as long as a server is away.
		schedule(() -> {
			this.reading = false;
			if (again || this.doubted) {
				Duration longer = this.pause.multipliedBy(2);
				this.pause = (longer.compareTo(this.times.maxDelay()) < 0) ? longer : this.times.maxDelay();
				read();
			}
			else {
				this.pause = this.times.firstDelay();
			}
		}, this.pause);
	}

	private void readPeriodically() {
		schedule(() -> {
			if (!this.closed) {
				read();
				readPeriodically();
			}
		}, PERIOD);
	}

	private Snapshot snapshot(Partitions partitions) {
		List<ClusterNode> nodes = new ArrayList<>();
		@Nullable ClusterNode[] owners = new @Nullable ClusterNode[SlotHash.SLOT_COUNT];
		for (RedisClusterNode each : partitions.getPartitions()) {
			RedisURI uri = each.getUri();
			boolean primary = each.is(RedisClusterNode.NodeFlag.UPSTREAM);
			ClusterNode node = new ClusterNode(uri.getHost() + ":" + uri.getPort(), own(uri), primary);
			if (primary) {
				each.forEachSlot((slot) -> owners[slot] = node);
			}
			if (!each.is(RedisClusterNode.NodeFlag.FAIL) && !each.is(RedisClusterNode.NodeFlag.NOADDR)
					&& !each.is(RedisClusterNode.NodeFlag.HANDSHAKE)) {
				nodes.add(node);
			}
		}
		return new Snapshot(List.copyOf(nodes), owners);
	}

	private RedisURI own(RedisURI uri) {
		RedisURI own = RedisURI.builder(uri).build();
		if (this.clientName != null) {
			own.setClientName(this.clientName);
		}
		return own;
	}

	private void schedule(Runnable task, Duration in) {
		try {
			this.executor.schedule(task, in.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.closed = true;
		}
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No more work for Redis", ex);
		}
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Snapshot(List<ClusterNode> nodes, @Nullable ClusterNode[] owners) {

	}

}
