package io.github.socketiospring.demo;

import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Answers the ack of an event that was refused, or that failed, in all namespaces.
 */
@SocketIOAdvice
class Refusals {

	private static final Log logger = LogFactory.getLog(Refusals.class);

	@OnEventException
	Outcome refused(RefusedException ex) {
		return Outcome.refused(ex.getMessage());
	}

	@OnEventException
	Outcome failed(RuntimeException ex, String event) {
		logger.warn("Event '" + event + "' failed", ex);
		return Outcome.refused("The server could not handle this.");
	}

}
