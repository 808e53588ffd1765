package io.github.socketiospring.adapter.cluster;

import java.util.function.LongConsumer;

/**
 * Counts what a server sends to others, and what comes from them. Any thread may ask; it
 * never blocks.
 */
public interface AdapterCounters {

	/**
	 * Returns how many messages were sent.
	 * @return the number since the start
	 */
	long published();

	/**
	 * Lets somebody know how long it takes to send a message, until whoever carries it
	 * has it. Nothing is timed for nobody.
	 * @param nanos takes the time of each message in nanoseconds; called by any thread,
	 * must be quick
	 */
	void timePublishing(LongConsumer nanos);

	/**
	 * Returns how many messages were not sent, because there was no connection or too
	 * much was on its way.
	 * @return the number since the start
	 */
	long refused();

	/**
	 * Returns how many messages were sent without an answer, or with an error.
	 * @return the number since the start
	 */
	long failed();

	/**
	 * Returns how many messages of others were dropped because they are not valid.
	 * @return the number since the start
	 */
	long invalid();

	/**
	 * Returns how much is on its way.
	 * @return the number of bytes
	 */
	long pendingBytes();

}
