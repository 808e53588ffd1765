package io.github.socketiospring.server.event;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A handler with those who look at its events.
 *
 * @param handler the handler
 * @param target what is called: the handler, or all who look on around it
 * @param watches are told of events when they arrive
 */
record WatchedHandler(EventHandler handler, EventTarget target, List<EventWatch> watches) {

	/** Returns a handler that nobody looks at. */
	static WatchedHandler unwatched(EventHandler handler) {
		return new WatchedHandler(handler, handler, List.of());
	}

	/**
	 * An event has arrived.
	 * @return what goes with it to {@link #target}, or {@code null} for nothing
	 */
	@Nullable Arrival arrived() {
		return this.watches.isEmpty() ? null : arrived(this.watches);
	}

	/** At most one of them has something to keep. */
	static @Nullable Arrival arrived(List<EventWatch> watches) {
		Arrival kept = null;
		for (EventWatch watch : watches) {
			Arrival own = watch.arrived();
			kept = (own != null) ? own : kept;
		}
		return kept;
	}

}
