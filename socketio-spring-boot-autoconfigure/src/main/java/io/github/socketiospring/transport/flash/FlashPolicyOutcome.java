package io.github.socketiospring.transport.flash;

/**
 * How a connection to the policy server went.
 */
public enum FlashPolicyOutcome {

	/** The policy was sent. */
	SERVED,

	/** The client sent something else. */
	REFUSED,

	/** The client took too long to send its request or to read the answer. */
	TIMED_OUT,

	/** There were too many connections. */
	OVERLOADED,

	/** The client left, or the connection broke. */
	ABORTED

}
