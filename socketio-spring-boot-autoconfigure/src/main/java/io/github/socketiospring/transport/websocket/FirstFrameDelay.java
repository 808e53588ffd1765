package io.github.socketiospring.transport.websocket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first frames of WebSockets back until their clients can have seen that the
 * handshake was answered. A client such as Node.js's {@code ws} handles all that it reads
 * at once in one turn of its loop; code that awaits "open" before it listens for messages
 * then misses a frame that came with the answer. Separate segments do not help: a client
 * that is woken up by the first usually reads both.
 * <p>
 * One for each event loop, and used by it only. Connections that open at about the same
 * time share a timer, because a timer of its own would be a good part of what a
 * connection costs.
 */
final class FirstFrameDelay {

	/**
	 * How long a client may take to be woken up and to read the answer. Of 500 clients on
	 * a machine with five busy processes for each processor, 4 missed a frame that came 3
	 * ms later, one missed a frame after 10 ms and none after 20 ms.
	 */
	static final int MILLISECONDS = 20;

	/** How much longer a connection may wait for others that end with it. */
	static final int SLACK_MILLISECONDS = 4;

	private static final FastThreadLocal<@Nullable FirstFrameDelay> CURRENT = new FastThreadLocal<>();

	private final EventLoop eventLoop;

	/** In the order of their ends. */
	private final Queue<Held> waiting = new ArrayDeque<>();

	FirstFrameDelay(EventLoop eventLoop) {
		this.eventLoop = eventLoop;
	}

	/**
	 * Returns the delay of an event loop.
	 * @param eventLoop the event loop, which is the calling thread
	 * @return its delay
	 */
	static FirstFrameDelay of(EventLoop eventLoop) {
		FirstFrameDelay current = CURRENT.get();
		if (current == null || current.eventLoop != eventLoop) {
			current = new FirstFrameDelay(eventLoop);
			CURRENT.set(current);
		}
		return current;
	}

	/**
	 * Lets a connection keep back what it writes until its time is over, or until its
	 * client sends something, which it does not before it is open. The answer must have
	 * been written.
	 * @param connection the connection
	 */
	void begin(NettyWebSocketConnection connection) {
		connection.hold();
		this.waiting.add(new Held(connection, now() + TimeUnit.MILLISECONDS.toNanos(MILLISECONDS)));
		if (this.waiting.size() == 1) {
			schedule(this.waiting.element());
		}
	}

	private void schedule(Held next) {
		this.eventLoop.schedule(this::release, next.end() - now() + TimeUnit.MILLISECONDS.toNanos(SLACK_MILLISECONDS),
				TimeUnit.NANOSECONDS);
	}

	private void release() {
		long now = now();
		try {
			Held next = this.waiting.peek();
			while (next != null && next.end() - now <= 0) {
				this.waiting.remove();
				next.connection().release();
				next = this.waiting.peek();
			}
		}
		finally {
			// Whatever becomes of one connection, the others are not held for ever.
			if (!this.waiting.isEmpty()) {
				schedule(this.waiting.element());
			}
		}
	}

	private long now() {
		return this.eventLoop.ticker().nanoTime();
	}

	private record Held(NettyWebSocketConnection connection, long end) {
	}

}
