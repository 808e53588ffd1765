package io.github.socketiospring.server.recovery;

/**
 * Whether sockets outlive their connections.
 */
public enum RecoveryMode {

	/** No: nothing is kept. */
	OFF,

	/** Yes, and no connect interceptor is asked when a client comes back. */
	SKIPPING_INTERCEPTORS,

	/** Yes, and connect interceptors are asked as ever when a client comes back. */
	ASKING_INTERCEPTORS

}
