package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements one socket owes, the oldest first.
 */
final class PendingAcks {

	private final int max;

	private final Runnable overflow;

	private @Nullable Map<Long, AckCallback> callbacks;

	private boolean closed;

	/**
	 * Creates what has no acknowledgements yet.
	 * @param max how many there may be
	 * @param overflow called when one fails because there are more
	 */
	PendingAcks(int max, Runnable overflow) {
		this.max = max;
		this.overflow = overflow;
	}

	/**
	 * Learns the end of one acknowledgement; exactly one method is called, once.
	 */
	interface AckCallback {

		void answered(Arguments arguments);

		void failed(AckException exception);

	}

	void add(long id, AckCallback callback) {
		AckCallback oldest = null;
		boolean gone;
		synchronized (this) {
			gone = this.closed;
			if (!gone) {
				if (this.callbacks == null) {
					this.callbacks = new LinkedHashMap<>(4);
				}
				if (this.callbacks.size() >= this.max) {
					Iterator<AckCallback> all = this.callbacks.values().iterator();
					oldest = all.next();
					all.remove();
				}
				this.callbacks.put(id, callback);
			}
		}
		if (gone) {
			callback.failed(new AckException(AckException.Reason.DISCONNECTED, "the socket has disconnected"));
		}
		if (oldest != null) {
			this.overflow.run();
			oldest.failed(new AckException(AckException.Reason.TOO_MANY_PENDING,
					"more than " + this.max + " acknowledgements are pending"));
		}
	}

	synchronized @Nullable AckCallback remove(long id) {
		return (this.callbacks != null) ? this.callbacks.remove(id) : null;
	}

	synchronized int size() {
		return (this.callbacks != null) ? this.callbacks.size() : 0;
	}

	void close() {
		List<AckCallback> pending;
		synchronized (this) {
			this.closed = true;
			pending = (this.callbacks != null) ? new ArrayList<>(this.callbacks.values()) : List.of();
			this.callbacks = null;
		}
		pending.forEach((callback) -> callback
			.failed(new AckException(AckException.Reason.DISCONNECTED, "the socket has disconnected")));
	}

}
