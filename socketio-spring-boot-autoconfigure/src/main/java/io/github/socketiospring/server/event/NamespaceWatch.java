package io.github.socketiospring.server.event;

import io.github.socketiospring.DisconnectReason;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observes the events and sockets of one namespace, or of a family of namespaces as one.
 * Safe for use by any thread; does not throw.
 */
public interface NamespaceWatch {

	/** It has no interest. */
	NamespaceWatch NONE = new NamespaceWatch() {
	};

	/**
	 * Somebody takes an event: is asked once for each handler, and for the listeners of
	 * each name.
	 * @param event the name of the event; {@code "*"} for all that have no handler of
	 * their own, and {@code "other"} for listeners beyond a number of names
	 * @return what stands around the calls, or {@code null} for nothing
	 */
	default @Nullable EventWatch event(String event) {
		return null;
	}

	/**
	 * A socket may have jobs: is asked once.
	 * @return what stands around them, or {@code null} for nothing
	 */
	default @Nullable EventWatch job() {
		return null;
	}

	/**
	 * An event has arrived that nobody takes.
	 */
	default void unhandled() {
	}

	/**
	 * An event was emitted to clients of this server.
	 * @param event its name
	 * @param receivers how many it was queued for
	 */
	default void emitted(String event, int receivers) {
	}

	/**
	 * Clients are asked for an acknowledgement.
	 * @param event the name of the event
	 * @param context who waits for it
	 * @return learns of the end of that
	 */
	default AckWatch asked(String event, ContextView context) {
		return AckWatch.NONE;
	}

	/**
	 * A socket has joined.
	 */
	default void joined() {
	}

	/**
	 * A socket that had joined has gone.
	 * @param reason why
	 */
	default void left(DisconnectReason reason) {
	}

	/**
	 * A client was not let in.
	 */
	default void refused() {
	}

}
