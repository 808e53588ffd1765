package io.github.socketiospring.server;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.server.event.EventSocket;
import io.github.socketiospring.server.event.Listeners;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way out, as listeners of outgoing events see it; its arguments are
 * written once, for the first socket that has any. For one thread.
 */
final class OutgoingEvent {

	private static final Log logger = LogFactory.getLog(OutgoingEvent.class);

	private final LocalSockets namespace;

	private final String event;

	private final Payload payload;

	private @Nullable Arguments arguments;

	OutgoingEvent(LocalSockets namespace, String event, Payload payload) {
		this.namespace = namespace;
		this.event = event;
		this.payload = payload;
	}

	/**
	 * Tells whether a socket has listeners.
	 */
	static boolean isShownTo(EventSocket socket) {
		Listeners listeners = socket.listeners();
		return listeners != null && !listeners.outgoing().isEmpty();
	}

	/**
	 * Tells a socket's listeners.
	 * @param socket the socket, which is about to be sent the event
	 * @throws tools.jackson.core.JacksonException if an argument cannot be written
	 */
	void tell(EventSocket socket) {
		Listeners listeners = socket.listeners();
		if (listeners == null || listeners.outgoing().isEmpty()) {
			return;
		}
		Arguments values = arguments();
		for (AnySocketEventListener listener : listeners.outgoing()) {
			try {
				listener.onEvent(this.event, values);
			}
			catch (Exception ex) {
				logger.error("A listener of what is sent to " + socket + " failed, at the event '" + this.event + "'",
						ex);
			}
		}
	}

	private Arguments arguments() {
		Arguments values = this.arguments;
		if (values == null) {
			values = this.namespace.read(this.payload);
			this.arguments = values;
		}
		return values;
	}

}
