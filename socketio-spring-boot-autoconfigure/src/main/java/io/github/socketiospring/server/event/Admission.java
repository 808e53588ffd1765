package io.github.socketiospring.server.event;

/**
 * Whether an event has passed its interceptors.
 */
final class Admission {

	private volatile boolean refused;

	boolean isRefused() {
		return this.refused;
	}

	void refuse() {
		this.refused = true;
	}

}
