package io.github.socketiospring.engine;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The layer above one session, which comes a little later than the session, and is told
 * once that it has ended. Safe for use by any thread.
 */
final class ListenerSlot {

	private static final Log logger = LogFactory.getLog(ListenerSlot.class);

	private static final AtomicReferenceFieldUpdater<ListenerSlot, End> END = AtomicReferenceFieldUpdater
		.newUpdater(ListenerSlot.class, End.class, "end");

	private volatile @Nullable SessionListener listener;

	private volatile @Nullable End end;

	/**
	 * Why the session has ended, until the listener was told.
	 */
	private record End(CloseReason reason, @Nullable String description) {
	}

	@Nullable SessionListener get() {
		return this.listener;
	}

	void set(SessionListener listener) {
		this.listener = listener;
	}

	/**
	 * The session has ended. Called once.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	void ended(CloseReason reason, @Nullable String description) {
		this.end = new End(reason, description);
		tellIfEnded();
	}

	/** Whichever comes last, the listener or the end, tells the one of the other. */
	void tellIfEnded() {
		SessionListener target = this.listener;
		End reached = (target != null) ? END.getAndSet(this, null) : null;
		if (target != null && reached != null) {
			try {
				target.closed(reached.reason(), reached.description());
			}
			catch (RuntimeException ex) {
				logger.error("Handling the end of a session failed", ex);
			}
		}
	}

}
