package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The layer above one session, which comes a little later than the session, and is told
 * once that it has ended; and whoever else looks at the session's packets. Safe for use
 * by any thread.
 */
final class ListenerSlot {

	private static final Log logger = LogFactory.getLog(ListenerSlot.class);

	private static final AtomicReferenceFieldUpdater<ListenerSlot, End> END = AtomicReferenceFieldUpdater
		.newUpdater(ListenerSlot.class, End.class, "end");

	private volatile @Nullable SessionListener listener;

	private volatile @Nullable End end;

	/** Copied on write; {@code null} as long as nobody looks. */
	private volatile PacketTap @Nullable [] taps;

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

	/** Shows a packet, before it is handled, to whoever looks. */
	void showReceived(byte[] data, int offset, int length, boolean binary) {
		PacketTap[] current = this.taps;
		if (current != null) {
			for (PacketTap tap : current) {
				tap.received(data, offset, length, binary);
			}
		}
	}

	/** Whether anybody looks. */
	boolean isWatched() {
		return this.taps != null;
	}

	/** Shows packets that were queued to whoever looks. */
	void showSent(EngineMessage... unit) {
		PacketTap[] current = this.taps;
		if (current == null) {
			return;
		}
		for (EngineMessage message : unit) {
			for (PacketTap tap : current) {
				tap.sent(message);
			}
		}
	}

	synchronized void addTap(PacketTap tap) {
		PacketTap[] current = this.taps;
		int count = (current != null) ? current.length : 0;
		PacketTap[] next = (current != null) ? Arrays.copyOf(current, count + 1) : new PacketTap[1];
		next[count] = tap;
		this.taps = next;
	}

	synchronized void removeTap(PacketTap tap) {
		PacketTap[] current = this.taps;
		if (current != null) {
			List<PacketTap> rest = new ArrayList<>(Arrays.asList(current));
			rest.remove(tap);
			this.taps = rest.isEmpty() ? null : rest.toArray(PacketTap[]::new);
		}
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

	/**
	 * Tells the listener, if it has come, of something besides messages.
	 * @param call calls it
	 */
	void tell(Consumer<SessionListener> call) {
		SessionListener target = this.listener;
		if (target != null) {
			try {
				call.accept(target);
			}
			catch (RuntimeException ex) {
				logger.error("A listener of a session failed", ex);
			}
		}
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
