package io.github.socketiospring.engine.legacy;

/**
 * How a virtual connection is carried.
 */
enum CarrierState {

	/** Not yet: the client has shaken hands and no more. */
	UNUSED,

	/** By a carrier. */
	CARRIED,

	/** By a carrier that has been asked to end. */
	RELEASING,

	/** By none, until the client comes back. */
	WAITING,

	/** Never again. */
	OVER

}
