package io.github.socketiospring.server.event;

import java.util.concurrent.Executor;

import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.limit.EventBuckets;

/**
 * The connection of a socket, as its events see it.
 */
public interface EventConnection {

	/**
	 * Returns where handlers run that must not block.
	 * @return the event loop of what the client is connected by now
	 */
	Executor eventLoop();

	/**
	 * Returns where handlers run that may block.
	 * @return the workers
	 */
	Workers workers();

	/**
	 * Returns what runs time-outs.
	 * @return the timers
	 */
	TimerWheel timers();

	/**
	 * Returns the most events of one socket that may wait; beyond it, the connection is
	 * not read.
	 * @return the limit
	 */
	int maxPendingEvents();

	/**
	 * Returns the buckets of what the client sends to a namespace. Called when the first
	 * event has arrived there.
	 * @param namespace the name of the namespace
	 * @return the same ones as before, if the client has been there
	 */
	EventBuckets buckets(String namespace);

	/**
	 * Called by each socket when too many of its events wait, and when they have gone.
	 * @param suspend whether to stop reading
	 */
	void suspendReading(boolean suspend);

}
