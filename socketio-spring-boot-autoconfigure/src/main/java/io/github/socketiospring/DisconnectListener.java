package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Learns that a socket has gone.
 */
@FunctionalInterface
public interface DisconnectListener {

	/**
	 * Called once per socket, after its last event was handled, where plain handlers run.
	 * @param reason why it has gone
	 * @param description details for the log, if any; never sent to a client
	 * @throws Exception if something fails; goes to the exception handlers
	 */
	void onDisconnect(DisconnectReason reason, @Nullable String description) throws Exception;

}
