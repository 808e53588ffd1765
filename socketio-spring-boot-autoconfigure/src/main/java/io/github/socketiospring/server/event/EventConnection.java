package io.github.socketiospring.server.event;

import java.util.concurrent.Executor;

import io.github.socketiospring.engine.TimerWheel;

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
	 * Called by each socket when too many of its events wait, and when they have gone.
	 * @param suspend whether to stop reading
	 */
	void suspendReading(boolean suspend);

}
