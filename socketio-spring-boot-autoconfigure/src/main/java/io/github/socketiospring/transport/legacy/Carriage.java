package io.github.socketiospring.transport.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.engine.legacy.VirtualConnection;

/**
 * What every carrier on a response has: whose packets it carries, how many at a time, and
 * where. Safe for use by any thread.
 */
final class Carriage {

	private final VirtualConnection virtual;

	private final LegacyTransport transport;

	private final Executor executor;

	private final EngineOptions options;

	private final AtomicBoolean drainScheduled = new AtomicBoolean();

	/**
	 * Creates what a carrier is made of.
	 * @param virtual whose packets it carries
	 * @param transport which transport the client has chosen
	 * @param executor the event loop of the response
	 * @param options limit what is taken at a time
	 */
	Carriage(VirtualConnection virtual, LegacyTransport transport, Executor executor, EngineOptions options) {
		this.virtual = virtual;
		this.transport = transport;
		this.executor = executor;
		this.options = options;
	}

	VirtualConnection virtual() {
		return this.virtual;
	}

	TransportSession session() {
		return this.virtual.session();
	}

	LegacyTransport transport() {
		return this.transport;
	}

	Executor executor() {
		return this.executor;
	}

	/**
	 * Arranges for a drain on the event loop, once for many calls.
	 * @param drain begins with {@link #drainBegins()}
	 */
	void schedule(Runnable drain) {
		if (this.drainScheduled.compareAndSet(false, true)) {
			this.executor.execute(drain);
		}
	}

	/** What is queued from now on needs another drain. */
	void drainBegins() {
		this.drainScheduled.set(false);
	}

	/**
	 * Takes what one payload may hold.
	 * @param queue the session's queue
	 * @return the packets, possibly none; the caller's
	 */
	List<EngineMessage> take(OutboundQueue queue) {
		List<EngineMessage> batch = new ArrayList<>(4);
		queue.drainTo(batch, this.options.maxPacketsPerPoll(), this.options.maxMessageSize());
		return batch;
	}

}
