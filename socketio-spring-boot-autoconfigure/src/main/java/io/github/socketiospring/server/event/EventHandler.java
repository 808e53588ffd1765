package io.github.socketiospring.server.event;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Handles one kind of event of a namespace; found once, at start-up.
 */
public interface EventHandler extends EventTarget {

	/**
	 * Returns the types the event's arguments are bound to as they are read. If they do
	 * not fit, {@link #failed} is called instead of {@link #handle}, with an
	 * {@link ArgumentBindingException} and an event without arguments.
	 * @return the binding, or {@code null} if the handler wants
	 * {@link EventCall#arguments()} instead
	 */
	@Nullable ArgumentBinding binding();

	/**
	 * Tells where {@link #handle} may be called.
	 * @return {@code true} for the event loop, where it must not block; {@code false} for
	 * a thread that may
	 */
	boolean runsOnEventLoop();

	/**
	 * Returns how often each socket may send what this handles, if the configuration does
	 * not say so.
	 * @return the rate, or {@code null} for any number of times
	 */
	default @Nullable Rate rate() {
		return null;
	}

}
