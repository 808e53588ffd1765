package io.github.socketiospring.adapter.redis;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.adapter.cluster.FaultLog;
import io.github.socketiospring.adapter.cluster.SendCounts;
import io.github.socketiospring.adapter.redis.RefusedException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to Redis. Any thread may use it; none is ever blocked.
 * <ul>
 * <li>What one thread sends arrives in that order, if it has the same key, or none.
 * <li>Nothing is sent twice. What was in flight when a connection broke has failed,
 * whether Redis has seen it or not.
 * <li>While there is no connection, and while too much waits for Redis' answer,
 * everything is refused at once, by a {@link RefusedException}.
 * </ul>
 * Results are completed on the event loop of the connections, which must not be blocked.
 */
final class CommandQueue {

	/** The event loop has other work, too. */
	private static final int BATCH = 256;

	private final RedisClients clients;

	private final EventExecutor executor;

	private final CommandRoutes routes;

	/** Needed where slots have different servers. */
	private final @Nullable SlotOrder order;

	private final long maxBytes;

	private final SendCounts counts;

	private final Queue<Sending<?>> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean draining = new AtomicBoolean();

	private final FaultLog overload = new FaultLog("Redis is too slow, and messages to other servers are refused");

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private volatile boolean closed;

	/**
	 * Creates a queue. It does nothing before {@link #start()}.
	 * @param clients open the connections; they stay open when the queue is closed
	 * @param maxBytes the most that may wait for Redis' answer, in bytes: keys and values
	 * of all commands, and 256 bytes for each
	 */
	CommandQueue(RedisClients clients, long maxBytes) {
		this.clients = clients;
		this.executor = clients.executor();
		this.maxBytes = maxBytes;
		this.counts = new SendCounts(maxBytes);
		ClusterTopology topology = clients.topology();
		this.routes = (topology != null) ? new ClusterRoutes(clients, topology, this::connected)
				: new SingleRoute(clients, this::connected);
		this.order = (topology != null) ? new SlotOrder(this.routes, this::send, this::refuse) : null;
	}

	/**
	 * Begins to connect, and goes on until {@link #close()}.
	 * @return what completes when all servers of Redis have been reached for the first
	 * time
	 */
	CompletionStage<Void> start() {
		execute(this.routes::start);
		return this.ready;
	}

	/**
	 * Sends what has been published before, and closes the connections.
	 * @return completes when they are closed
	 */
	CompletionStage<Void> close() {
		this.closed = true;
		CompletableFuture<Void> done = new CompletableFuture<>();
		if (!execute(() -> {
			while (!this.queue.isEmpty()) {
				drain();
			}
			this.ready.completeExceptionally(new RefusedException(Reason.CLOSED));
			this.routes.close().whenComplete((ok, error) -> done.complete(null));
		})) {
			done.complete(null);
		}
		return this.clients.closing(done);
	}

	/**
	 * Returns whether all servers of Redis can be reached.
	 */
	LinkHealth health() {
		return this.routes.health();
	}

	/** Returns what is in flight, and what has become of messages. */
	SendCounts counts() {
		return this.counts;
	}

	/**
	 * Returns how subscribers are counted, by commands for which there is always room.
	 */
	SubscriberCounts subscribers() {
		return new SubscriberCounts(this.executor, this.routes, this::sendNow);
	}

	/**
	 * Sends a command, soon.
	 * @return the command, which completes with Redis' answer
	 */
	<T> Sending<T> submit(Sending<T> sending) {
		if (this.closed) {
			return refuse(sending, Reason.CLOSED);
		}
		if (!this.routes.isUsable()) {
			return refuse(sending, Reason.DISCONNECTED);
		}
		if (!this.counts.offer(sending.size())) {
			this.overload.add(() -> this.maxBytes + " bytes wait for its answer");
			return refuse(sending, Reason.OVERLOADED);
		}
		if (sending.isMessage()) {
			sending.begin(this.counts.begin());
		}
		this.queue.add(sending);
		if (this.draining.compareAndSet(false, true) && !execute(this::drain)) {
			this.closed = true;
			this.queue.forEach((each) -> refuse(each, Reason.CLOSED));
		}
		return sending;
	}

	private void drain() {
		this.draining.set(false);
		for (int taken = 0; taken < BATCH; taken++) {
			Sending<?> next = this.queue.poll();
			if (next == null) {
				break;
			}
			dispatch(next);
		}
		flush();
		if (!this.queue.isEmpty() && this.draining.compareAndSet(false, true)) {
			execute(this::drain);
		}
	}

	private void dispatch(Sending<?> sending) {
		if (this.order != null && sending.slot() != Sending.NO_SLOT) {
			this.order.dispatch(sending);
			return;
		}
		CommandLink home = this.routes.home();
		if (home != null) {
			send(sending, home, false);
		}
		else {
			refuse(sending);
		}
	}

	private void flush() {
		for (CommandLink link : this.routes.all()) {
			link.flush();
		}
	}

	/** Sends a command for which there is always room. */
	private void sendNow(Sending<?> sending, CommandLink link) {
		this.counts.add(sending.size());
		send(sending, link, false);
	}

	private <T> void send(Sending<T> sending, CommandLink link, boolean asking) {
		StatefulRedisConnection<byte[], byte[]> connection = link.connection();
		if (connection == null || !connection.isOpen()) {
			// That it is lost may not have been noted yet.
			refuse(sending);
			return;
		}
		RedisFuture<T> answer;
		try {
			if (asking) {
				connection.async().asking();
			}
			answer = sending.send(connection.async());
		}
		catch (RuntimeException ex) {
			done(sending, null, ex);
			return;
		}
		answer.whenComplete((value, error) -> {
			link.heard();
			if (error instanceof RedisCommandExecutionException && isRedirect(error.getMessage())
					&& sending.slot() != Sending.NO_SLOT && sending.mayRedirect()) {
				execute(() -> redirect(sending, error));
			}
			else {
				done(sending, value, error);
			}
		});
	}

	private static boolean isRedirect(@Nullable String message) {
		return message != null && (message.startsWith("MOVED ") || message.startsWith("ASK "));
	}

	/** The server has not executed the command; another one has the slot now. */
	private void redirect(Sending<?> sending, Throwable error) {
		String[] words = String.valueOf(error.getMessage()).split(" ");
		boolean asking = words[0].equals("ASK");
		if (!asking) {
			this.routes.doubt();
		}
		CommandLink target = (words.length == 3) ? this.routes.at(words[2]) : null;
		if (target == null || !target.isConnected()) {
			done(sending, null, error);
			return;
		}
		send(sending, target, asking);
		target.flush();
	}

	private <T> void done(Sending<T> sending, @Nullable T value, @Nullable Throwable error) {
		this.counts.remove(sending.size());
		SlotOrder order = this.order;
		if (order != null && sending.slot() != Sending.NO_SLOT && order.done(sending.slot())) {
			execute(() -> {
				order.release(sending.slot());
				flush();
			});
		}
		if (error == null) {
			if (sending.isMessage()) {
				this.counts.countPublished(sending.begun());
			}
			sending.complete(value);
		}
		else if (error instanceof RefusedException refusal) {
			refuse(sending, refusal.reason());
		}
		else {
			if (sending.isMessage()) {
				this.counts.countFailed();
			}
			sending.completeExceptionally(error);
		}
	}

	/** Refuses what has been taken already. */
	private void refuse(Sending<?> sending) {
		done(sending, null, new RefusedException(this.closed ? Reason.CLOSED : Reason.DISCONNECTED));
	}

	private <T> Sending<T> refuse(Sending<T> sending, Reason reason) {
		if (sending.isMessage()) {
			this.counts.countRefused();
		}
		sending.completeExceptionally(new RefusedException(reason));
		return sending;
	}

	private void connected() {
		if (this.routes.health().connected()) {
			this.ready.complete(null);
		}
	}

	private boolean execute(Runnable task) {
		try {
			this.executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

}
