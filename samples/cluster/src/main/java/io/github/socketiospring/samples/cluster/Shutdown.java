package io.github.socketiospring.samples.cluster;

import org.springframework.stereotype.Component;

/**
 * Ends this server in order, as a deployment would.
 */
@Component
class Shutdown {

	/**
	 * Returns at once: the server waits for handlers that are at work, its caller among
	 * them.
	 */
	void begin() {
		new Thread(() -> System.exit(0), "shutdown").start();
	}

}
