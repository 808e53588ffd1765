package io.github.socketiospring.adapter.redis;

import java.util.concurrent.CompletionStage;

import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A link for commands. They are sent by the executor alone, and written together: at
 * {@link #flush()}.
 */
final class CommandLink implements RedisLink.Handler<StatefulRedisConnection<byte[], byte[]>> {

	private final RedisLink<StatefulRedisConnection<byte[], byte[]>> link;

	private final Runnable changed;

	private final Runnable unreachable;

	private boolean written;

	/**
	 * Creates a link.
	 * @param purpose what it is for, as log lines say it
	 * @param clients opens the connections
	 * @param node where to; {@code null} if Redis is not a cluster
	 * @param changed is called on the executor when there is a connection
	 * @param unreachable is called on the executor when there is none any more, or still
	 * none
	 */
	CommandLink(String purpose, RedisClients clients, @Nullable ClusterNode node, Runnable changed,
			Runnable unreachable) {
		EventExecutor executor = clients.executor();
		this.link = new RedisLink<>(purpose, clients.reports(node), executor, clients.times(),
				() -> clients.connect(node), this);
		this.changed = changed;
		this.unreachable = unreachable;
	}

	void start() {
		this.link.start();
	}

	CompletionStage<Void> close() {
		return this.link.close();
	}

	LinkHealth health() {
		return this.link.health();
	}

	boolean isConnected() {
		return this.link.connection() != null;
	}

	/** Notes that Redis has answered. */
	void heard() {
		this.link.heard();
	}

	/**
	 * Returns the connection to send commands on. What is sent leaves with the next
	 * {@link #flush()}. To be called by the executor.
	 * @return the connection, or {@code null} if there is none at the moment
	 */
	@Nullable StatefulRedisConnection<byte[], byte[]> connection() {
		StatefulRedisConnection<byte[], byte[]> connection = this.link.connection();
		this.written |= connection != null;
		return connection;
	}

	/** Writes what has been sent. To be called by the executor. */
	void flush() {
		if (this.written) {
			this.written = false;
			StatefulRedisConnection<byte[], byte[]> connection = this.link.connection();
			if (connection != null) {
				connection.flushCommands();
			}
		}
	}

	@Override
	public void connected(StatefulRedisConnection<byte[], byte[]> connection) {
		connection.setAutoFlushCommands(false);
		this.changed.run();
	}

	@Override
	public void unreachable() {
		this.unreachable.run();
	}

}
