package io.github.socketiospring.adapter.redis;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.concurrent.EventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that comes back: when it is lost, when it cannot be opened, and
 * when it says nothing any more although the socket is open. Each time it is a new
 * connection, since Lettuce's own way of reconnecting sends again what was in flight.
 * <p>
 * What is done to a link runs on its executor, one thing after the other; so do the calls
 * of its {@link Handler}.
 *
 * @param <C> the type of the connection
 */
final class RedisLink<C extends StatefulRedisConnection<byte[], byte[]>> {

	private static final Log logger = LogFactory.getLog(RedisLink.class);

	private final String purpose;

	private final LinkReports reports;

	private final EventExecutor executor;

	private final RedisTimes times;

	private final Supplier<CompletionStage<C>> connector;

	private final Handler<C> handler;

	private volatile @Nullable C connection;

	private volatile LinkHealth health = LinkHealth.down(Instant.now(), "Not connected yet");

	private volatile boolean heard;

	/** Everything below belongs to the executor. */
	private boolean closed;

	private long attempt;

	/** Which of those that wait for a sign of life is the last. */
	private long watch;

	/** Whether Redis has been asked for a sign of life, and has not answered. */
	private boolean asked;

	private Duration delay;

	/**
	 * Creates a link. It does nothing before {@link #start()}.
	 * @param purpose what it is for, as log lines say it
	 * @param reports has the log say when it is lost, and when it is back
	 * @param executor where its work runs: a single thread, which must not be blocked
	 * @param times how long to wait for what
	 * @param connector opens a connection
	 * @param handler is told of connections
	 */
	RedisLink(String purpose, LinkReports reports, EventExecutor executor, RedisTimes times,
			Supplier<CompletionStage<C>> connector, Handler<C> handler) {
		this.purpose = purpose;
		this.reports = reports;
		this.executor = executor;
		this.times = times;
		this.connector = connector;
		this.handler = handler;
		this.delay = times.firstDelay();
	}

	/**
	 * Begins to connect, and goes on until {@link #close()}. Any thread may call it.
	 */
	void start() {
		this.reports.started(this);
		execute(this::open);
	}

	/**
	 * Closes the connection for good. Any thread may call it.
	 * @return completes when it is closed
	 */
	CompletionStage<Void> close() {
		this.reports.closed(this);
		CompletableFuture<Void> done = new CompletableFuture<>();
		if (!execute(() -> {
			this.closed = true;
			C current = this.connection;
			if (current != null) {
				drop(current, "Closed").whenComplete((ok, error) -> done.complete(null));
			}
			else {
				done.complete(null);
			}
		})) {
			done.complete(null);
		}
		return done;
	}

	/**
	 * Gives up a connection that is of no use any more; a new one is opened. Any thread
	 * may call it.
	 * @param broken the connection; nothing happens if it is not the one in use
	 * @param why the reason, for the log
	 */
	void reset(C broken, String why) {
		execute(() -> lost(broken, why));
	}

	/**
	 * Another connection to Redis was lost: this one may be, too, until Redis has said
	 * something. Any thread may call it.
	 */
	void doubt() {
		execute(() -> {
			C current = this.connection;
			if (current == null) {
				return;
			}
			if (this.handler.canAskAtOnce()) {
				this.health = LinkHealth.down(Instant.now(), "Another connection was lost, and this one is in doubt");
			}
			if (this.asked && !this.heard) {
				// The loss of another connection does not put off the answer that is due.
				return;
			}
			if (this.handler.canAskAtOnce()) {
				this.heard = false;
				ask(current);
			}
			else {
				listen(current);
			}
		});
	}

	/** Notes that Redis has said something. Any thread may call it, often. */
	void heard() {
		if (!this.heard) {
			this.heard = true;
		}
	}

	/** Returns the connection, if there is one at the moment. Any thread may call it. */
	@Nullable C connection() {
		return this.connection;
	}

	LinkHealth health() {
		return this.health;
	}

	private void open() {
		if (this.closed) {
			return;
		}
		long current = ++this.attempt;
		schedule(
				() -> failed(current,
						new TimeoutException("No answer within " + this.times.connect().toMillis() + " ms")),
				this.times.connect());
		CompletionStage<C> opening;
		try {
			opening = this.connector.get();
		}
		catch (RuntimeException ex) {
			failed(current, ex);
			return;
		}
		opening.whenComplete((opened, error) -> execute(() -> {
			if (error != null) {
				failed(current, error);
			}
			else {
				opened(current, opened);
			}
		}));
	}

	private void opened(long current, C opened) {
		if (this.closed || current != this.attempt) {
			opened.closeAsync();
			return;
		}
		opened.addListener(new RedisConnectionStateListener() {
			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> channel, SocketAddress address) {
				// It is connected already.
			}

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> channel) {
				reset(opened, "Redis has closed the connection");
			}

			@Override
			public void onRedisExceptionCaught(RedisChannelHandler<?, ?> channel, Throwable cause) {
				// The connection ends then, or the command says so.
			}
		});
		if (!opened.isOpen()) {
			opened.closeAsync();
			failed(current, new IllegalStateException("Redis has closed the connection"));
			return;
		}
		// The deadline of this attempt no longer counts.
		this.attempt++;
		this.connection = opened;
		this.reports.opened();
		this.health = LinkHealth.CONNECTED;
		try {
			this.handler.connected(opened);
			schedule(() -> settled(opened), this.times.silence());
			listen(opened);
		}
		catch (RuntimeException ex) {
			logger.error("Cannot use the connection to Redis for " + this.purpose, ex);
			lost(opened, "It cannot be used");
		}
	}

	private void failed(long current, Throwable cause) {
		if (this.closed || current != this.attempt) {
			return;
		}
		// A connection that comes later is closed.
		this.attempt++;
		String reason = LinkHealth.reasonOf(cause);
		LinkHealth last = this.health;
		this.health = LinkHealth.down((last.since() != null) ? last.since() : Instant.now(), reason);
		this.reports.lost(this, "Cannot connect to Redis (for " + this.purpose + "): " + reason
				+ ". Other servers are not reached until it is there; this server tries again by itself");
		this.handler.unreachable();
		openLater();
	}

	private void lost(C broken, String why) {
		if (this.connection != broken) {
			return;
		}
		drop(broken, why);
		if (!this.closed) {
			this.reports.lost(this, "Lost the connection to Redis (for " + this.purpose + "): " + why
					+ ". Other servers are not reached until it is back; this server connects again by itself");
			this.handler.unreachable();
			openLater();
		}
	}

	/** A connection that Redis gives and takes again is none. */
	private void settled(C opened) {
		if (this.connection == opened) {
			this.delay = this.times.firstDelay();
			this.reports.settled(this);
		}
	}

	private CompletionStage<Void> drop(C broken, String why) {
		this.connection = null;
		this.health = LinkHealth.down(Instant.now(), why);
		return broken.closeAsync();
	}

	private void openLater() {
		long most = this.delay.toNanos();
		this.delay = (this.delay.compareTo(this.times.maxDelay().dividedBy(2)) < 0) ? this.delay.multipliedBy(2)
				: this.times.maxDelay();
		// Servers that lost Redis together need not come back together.
		schedule(this::open, Duration.ofNanos(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1)));
	}

	/** A socket stays open for minutes after the network in between has gone. */
	private void listen(C watched) {
		long current = ++this.watch;
		this.asked = false;
		this.heard = false;
		schedule(() -> {
			if (current == this.watch && this.connection == watched) {
				if (this.heard) {
					alive(watched);
				}
				else {
					ask(watched);
				}
			}
		}, this.times.silence());
	}

	private void alive(C watched) {
		if (!this.health.connected()) {
			this.health = LinkHealth.CONNECTED;
		}
		this.reports.answered(this);
		listen(watched);
	}

	private void ask(C watched) {
		long current = ++this.watch;
		this.asked = true;
		Future<?> deadline = schedule(() -> judge(watched, current), this.times.answer());
		this.handler.ask(watched).whenComplete((answer, error) -> execute(() -> {
			// That it may not be asked is an answer, too.
			boolean answered = error == null || error instanceof RedisCommandExecutionException;
			if (answered && deadline.cancel(false) && current == this.watch && this.connection == watched) {
				alive(watched);
			}
		}));
	}

	private void judge(C watched, long current) {
		if (current != this.watch || this.connection != watched) {
			return;
		}
		if (this.heard) {
			alive(watched);
		}
		else {
			lost(watched, "Redis has not answered for " + this.times.answer().toMillis() + " ms");
		}
	}

	private Future<?> schedule(Runnable task, Duration in) {
		try {
			return this.executor.schedule(task, in.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.closed = true;
			return CompletableFuture.completedFuture(null);
		}
	}

	private boolean execute(Runnable task) {
		try {
			this.executor.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			// The client has been shut down, and its connections with it.
			return false;
		}
	}

	/**
	 * Uses the connections of a link. All calls come from the link's executor; none may
	 * block or throw.
	 *
	 * @param <C> the type of the connection
	 */
	interface Handler<C extends StatefulRedisConnection<byte[], byte[]>> {

		/**
		 * There is a new connection.
		 * @param connection the connection, on which nothing has been sent yet
		 */
		void connected(C connection);

		/** The connection has gone, or could not be opened; it is tried again later. */
		default void unreachable() {
		}

		/**
		 * Tells whether Redis can be asked for a sign of life at any time.
		 * @return {@code false} if it gives one by itself, now and then
		 */
		default boolean canAskAtOnce() {
			return true;
		}

		/**
		 * Asks Redis for a sign of life.
		 * @param connection the connection
		 * @return completes when Redis has answered; {@link RedisLink#heard()} will do,
		 * too
		 */
		default CompletionStage<?> ask(C connection) {
			CompletionStage<?> answer = connection.async().ping();
			connection.flushCommands();
			return answer;
		}

	}

}
