package io.github.socketiospring.engine;

import java.util.List;

import io.github.socketiospring.handshake.RequestError;
import org.jspecify.annotations.Nullable;

/**
 * Observes the sessions of an engine, to count what happens. Safe for use by any thread;
 * does not throw.
 */
public interface EngineWatcher {

	/** It has no interest. */
	EngineWatcher NONE = new EngineWatcher() {
	};

	/**
	 * Makes one watcher of several.
	 * @param watchers told in this order; the first that returns a {@link Traffic} counts
	 * for all, who find it with {@link EngineSession#traffic()}
	 * @return the watcher
	 */
	static EngineWatcher all(List<? extends EngineWatcher> watchers) {
		return switch (watchers.size()) {
			case 0 -> NONE;
			case 1 -> watchers.get(0);
			default -> new EngineWatchers(List.copyOf(watchers));
		};
	}

	/**
	 * A session is about to open.
	 * @return counts what it sends and receives, or {@code null} for nothing
	 */
	default @Nullable Traffic traffic() {
		return null;
	}

	/**
	 * A session has opened.
	 * @param session the session
	 */
	default void opened(EngineSession session) {
	}

	/**
	 * A request got no session, or named one that does not exist or does not fit.
	 * @param error why
	 */
	default void refused(RequestError error) {
	}

	/**
	 * A session is about to move to another transport.
	 * @param session the session
	 * @param from the name of the transport it leaves
	 */
	default void upgraded(EngineSession session, String from) {
	}

	/**
	 * A session could not move to another transport.
	 * @param session the session
	 */
	default void upgradeFailed(EngineSession session) {
	}

	/**
	 * A session that had opened has ended.
	 * @param session the session
	 * @param reason why
	 */
	default void closed(EngineSession session, CloseReason reason) {
	}

	/**
	 * A limit was reached, and what it limits has not happened.
	 * @param limit the limit's name among the properties: without {@code socketio}, and
	 * without {@code limits} if it is below {@code socketio.limits}
	 */
	default void limited(String limit) {
	}

}
