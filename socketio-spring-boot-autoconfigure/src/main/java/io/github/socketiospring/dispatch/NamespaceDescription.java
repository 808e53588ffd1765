package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What annotated beans handle and emit in a namespace.
 *
 * @param name the namespace's name, the pattern of a family, or {@code "*"} for all
 * namespaces
 * @param variables the variables in the name
 * @param handled the events that clients may send, without those that only a catch-all
 * takes
 * @param emitted the events that clients receive; {@code null} if nobody says so
 */
public record NamespaceDescription(String name, Set<String> variables, List<EventDescription> handled,
		@Nullable List<EventDescription> emitted) {

	/** The name that stands for all namespaces. */
	public static final String ALL = NamespaceRegistrations.ALL;

	public NamespaceDescription {
		handled = List.copyOf(handled);
		emitted = (emitted != null) ? List.copyOf(emitted) : null;
	}

}
