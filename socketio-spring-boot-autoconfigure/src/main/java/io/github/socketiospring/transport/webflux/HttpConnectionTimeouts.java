package io.github.socketiospring.transport.webflux;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes HTTP connections that take too long over the head of a request, or stay open
 * without one. Requests that wait for an answer, such as polls, are left alone, and so
 * are WebSockets. A connection is looked at once per head time-out, so it is closed up to
 * that much late. Safe for use by any thread; one serves all connections of a server.
 */
public final class HttpConnectionTimeouts {

	private final long headNanos;

	private final long idleNanos;

	/** By event loop. */
	private final Map<EventExecutor, Watch> watches = new ConcurrentHashMap<>();

	/**
	 * Sets time-outs for a server.
	 * @param head how long the head of a request may take
	 * @param idle how long a connection may stay open between requests
	 */
	public HttpConnectionTimeouts(Duration head, Duration idle) {
		this.headNanos = head.toNanos();
		this.idleNanos = idle.toNanos();
	}

	long headNanos() {
		return this.headNanos;
	}

	long idleNanos() {
		return this.idleNanos;
	}

	void add(EventExecutor eventLoop, HttpConnection connection) {
		watch(eventLoop).add(connection);
	}

	void remove(EventExecutor eventLoop, HttpConnection connection) {
		watch(eventLoop).remove(connection);
	}

	private Watch watch(EventExecutor eventLoop) {
		return this.watches.computeIfAbsent(eventLoop, Watch::new);
	}

	/**
	 * Watches the connections of one event loop, which alone uses this. They share a
	 * timer: with one for each the loop would set its clock anew for every connection
	 * that comes or goes.
	 */
	private final class Watch implements Runnable {

		private final EventExecutor eventLoop;

		private final Set<HttpConnection> connections = new HashSet<>();

		private @Nullable Future<?> timer;

		Watch(EventExecutor eventLoop) {
			this.eventLoop = eventLoop;
		}

		void add(HttpConnection connection) {
			this.connections.add(connection);
			if (this.timer == null) {
				long interval = HttpConnectionTimeouts.this.headNanos;
				this.timer = this.eventLoop.scheduleAtFixedRate(this, interval, interval, TimeUnit.NANOSECONDS);
			}
		}

		void remove(HttpConnection connection) {
			this.connections.remove(connection);
		}

		@Override
		public void run() {
			List.copyOf(this.connections).forEach(HttpConnection::closeIfLate);
			if (this.connections.isEmpty() && this.timer != null) {
				this.timer.cancel(false);
				this.timer = null;
			}
		}

	}

}
