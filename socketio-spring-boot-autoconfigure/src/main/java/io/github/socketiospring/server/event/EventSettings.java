package io.github.socketiospring.server.event;

import java.util.List;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.SocketIOErrorHandler;

/**
 * What the application has decided about the events of all namespaces.
 *
 * @param errorHandler learns of what cannot be handled
 * @param answersErrors whether an acknowledgement that nobody would answer is answered
 * with the error
 * @param aclProviders say what sockets may send, the first that has something to say
 * @param watchers look at what happens, the first outermost
 */
public record EventSettings(SocketIOErrorHandler errorHandler, boolean answersErrors, List<AclProvider> aclProviders,
		List<EventWatcher> watchers) {

	/** Errors are logged, and that is all. */
	public static final EventSettings DEFAULTS = new EventSettings(new ErrorLog(), false, List.of(), List.of());

	public EventSettings {
		aclProviders = List.copyOf(aclProviders);
		watchers = List.copyOf(watchers);
	}

}
