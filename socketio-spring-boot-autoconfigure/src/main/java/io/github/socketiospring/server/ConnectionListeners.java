package io.github.socketiospring.server;

import java.util.List;
import java.util.function.BiConsumer;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.DisconnectReason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The application's listeners to connections. Safe for use by any thread.
 */
final class ConnectionListeners {

	private static final Log logger = LogFactory.getLog(ConnectionListeners.class);

	private volatile List<ConnectionListener> listeners = List.of();

	void set(List<ConnectionListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	void connected(Client client) {
		tell(client, ConnectionListener::connected);
	}

	void upgraded(Client client, String from, String to) {
		tell(client, (listener, connection) -> listener.upgraded(connection, from, to));
	}

	void upgradeFailed(Client client, String to, String reason) {
		tell(client, (listener, connection) -> listener.upgradeFailed(connection, to, reason));
	}

	void closed(Client client, DisconnectReason reason, @Nullable String description) {
		tell(client, (listener, connection) -> listener.closed(connection, reason, description));
	}

	private void tell(Client client, BiConsumer<ConnectionListener, ClientConnection> call) {
		for (ConnectionListener listener : this.listeners) {
			try {
				call.accept(listener, client.connection());
			}
			catch (RuntimeException ex) {
				logger.error("A connection listener failed", ex);
			}
		}
	}

}
