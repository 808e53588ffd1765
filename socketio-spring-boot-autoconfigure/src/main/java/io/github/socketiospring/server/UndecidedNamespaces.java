package io.github.socketiospring.server;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.server.event.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of namespaces that no matcher has decided about in time: once as a warning, since
 * how often it happens is up to clients. Safe for use by any thread.
 */
final class UndecidedNamespaces {

	private static final Log logger = LogFactory.getLog(UndecidedNamespaces.class);

	private final AtomicBoolean warned = new AtomicBoolean();

	void warn(String namespace) {
		String text = "No matcher has decided about namespace " + LogText.of(namespace)
				+ " within socketio.connect-timeout";
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(text + " (further ones are logged at debug level)");
		}
		else {
			logger.debug(text);
		}
	}

}
