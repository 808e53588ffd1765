package io.github.socketiospring.server;

import io.github.socketiospring.ConnectRefusedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts the namespaces that clients have created, and keeps them from creating too many.
 * Used under the registry's lock.
 */
final class ChosenNamespaces {

	private static final Log logger = LogFactory.getLog(ChosenNamespaces.class);

	private final int max;

	private int count;

	private boolean reported;

	ChosenNamespaces(int max) {
		this.max = max;
	}

	boolean mayBeMore() {
		return this.count < this.max;
	}

	/**
	 * Checks that there may be one more.
	 * @throws ConnectRefusedException if not
	 */
	void check() {
		if (mayBeMore()) {
			return;
		}
		if (!this.reported) {
			this.reported = true;
			logger.warn("Clients have created " + this.max + " namespaces, and may create no more until some are empty "
					+ "(logged once); socketio.limits.max-child-namespaces allows more");
		}
		throw new ConnectRefusedException("Too many namespaces");
	}

	void added() {
		this.count++;
	}

	void removed() {
		this.count--;
	}

}
