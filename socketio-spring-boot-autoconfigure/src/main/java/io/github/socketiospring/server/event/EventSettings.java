package io.github.socketiospring.server.event;

import java.util.List;
import java.util.function.Predicate;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.server.limit.RateLimits;

/**
 * What the application has decided about the events of all namespaces.
 *
 * @param errorHandler learns of what cannot be handled
 * @param answersErrors whether an acknowledgement that nobody would answer is answered
 * with the error
 * @param aclProviders say what sockets may send, the first that has something to say
 * @param watchers look at what happens, the first outermost
 * @param rateLimits how many events clients may send
 * @param denials which exceptions of handlers, listeners and interceptors say that the
 * client may not do what it has asked for, and so are no fault of the application
 */
public record EventSettings(SocketIOErrorHandler errorHandler, boolean answersErrors, List<AclProvider> aclProviders,
		List<EventWatcher> watchers, RateLimits rateLimits, Predicate<Throwable> denials) {

	/** Errors are logged, and that is all. */
	public static final EventSettings DEFAULTS = new EventSettings(new ErrorLog(), false, List.of(), List.of(),
			RateLimits.NONE, (exception) -> false);

	public EventSettings {
		aclProviders = List.copyOf(aclProviders);
		watchers = List.copyOf(watchers);
	}

	/**
	 * A limit was reached, and what it limits has not happened.
	 * @param limit its name among the properties
	 */
	public void limited(String limit) {
		for (EventWatcher watcher : this.watchers) {
			watcher.limited(limit);
		}
	}

}
