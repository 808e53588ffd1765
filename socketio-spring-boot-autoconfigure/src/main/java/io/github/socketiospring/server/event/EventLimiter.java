package io.github.socketiospring.server.event;

import java.util.Map;

import io.github.socketiospring.Ack;
import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.limit.EventBuckets;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Drops events of one socket that are beyond a rate limit. Called by the receiving event
 * loop.
 */
final class EventLimiter {

	private final EventSocket socket;

	private final Map<String, Rate> rates;

	private final EventConnection connection;

	private final TimerWheel timers;

	/** Not before the first event: until then, there is nothing to remember. */
	private @Nullable EventBuckets buckets;

	EventLimiter(EventSocket socket, EventConnection connection) {
		this.socket = socket;
		this.rates = socket.handlers().rates();
		this.connection = connection;
		this.timers = connection.timers();
	}

	/**
	 * An event has arrived.
	 * @param handler its handler, {@code null} if it has none
	 * @return whether it may be handled; if not, all is done that is to be done with it
	 */
	boolean admits(String event, @Nullable WatchedHandler handler, Ack ack) {
		Rate own = this.rates.get(event);
		if (own == null && handler != null) {
			own = handler.handler().rate();
		}
		long now = this.timers.coarseNanos();
		EventBuckets known = buckets();
		Rate exceeded = known.take(own, now);
		if (exceeded == null) {
			return true;
		}
		this.socket.limited(exceeded.limit());
		if (exceeded.action() != RateLimitAction.IGNORE) {
			report(event, ack, known.mayReport(now));
		}
		if (exceeded.action() == RateLimitAction.DISCONNECT) {
			this.socket.disconnectLimited();
		}
		return false;
	}

	private EventBuckets buckets() {
		EventBuckets known = this.buckets;
		if (known == null) {
			known = this.connection.buckets(this.socket.namespace().name());
			this.buckets = known;
		}
		return known;
	}

	/** The client is told each time, the application is not: it might be flooded. */
	private void report(String event, Ack ack, boolean reports) {
		if (reports || ack.isRequested()) {
			HandlerTable handlers = this.socket.handlers();
			SocketIOError.Name name = SocketIOError.Name.RATE_LIMITED;
			SocketIOError error = new SocketIOError(name, name.message(), handlers.namespace(), this.socket, event, ack,
					null);
			if (reports) {
				handlers.errors().report(error);
			}
			else {
				handlers.errors().answer(error);
			}
		}
	}

}
