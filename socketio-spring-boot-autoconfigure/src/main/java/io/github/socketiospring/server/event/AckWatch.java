package io.github.socketiospring.server.event;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Learns how the wait for a client's acknowledgement has ended. Called once, by any
 * thread.
 */
public interface AckWatch {

	/** It has no interest. */
	AckWatch NONE = (exception) -> {
	};

	/** Nobody waits any more. */
	CancellationException CANCELLED = new CancellationException("nobody waits for the acknowledgement any more");

	/**
	 * The wait has ended.
	 * @param exception why without all answers, {@code null} if they are there;
	 * {@link #CANCELLED} if nobody waits any more
	 */
	void ended(@Nullable Throwable exception);

}
