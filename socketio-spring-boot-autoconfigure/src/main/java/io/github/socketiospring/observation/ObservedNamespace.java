package io.github.socketiospring.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.server.event.LogText;
import io.github.socketiospring.server.event.NamespaceWatch;
import reactor.util.context.ContextView;

/**
 * Observes one namespace, or a family of namespaces as one.
 */
final class ObservedNamespace implements NamespaceWatch {

	/** Applications may ask under names that clients have sent. */
	static final int MAX_NAMES = 200;

	private static final int MAX_NAME_LENGTH = 256;

	private static final String OTHER = "other";

	private final ObservationWatcher watcher;

	private final String name;

	/** What clients are asked, and what it is called here. */
	private final Map<String, String> asked = new ConcurrentHashMap<>(0);

	ObservedNamespace(ObservationWatcher watcher, String name) {
		this.watcher = watcher;
		this.name = name;
	}

	@Override
	public EventWatch event(String event) {
		return new ObservedEvent(this.watcher, this.name, LogText.of(event));
	}

	@Override
	public AckWatch asked(String event, ContextView context) {
		return this.watcher.isNoop() ? AckWatch.NONE : this.watcher.asked(this.name, bounded(event), context);
	}

	private String bounded(String event) {
		String known = this.asked.get(event);
		if (known != null) {
			return known;
		}
		if (this.asked.size() >= MAX_NAMES || event.length() > MAX_NAME_LENGTH) {
			return OTHER;
		}
		return this.asked.computeIfAbsent(event, LogText::of);
	}

}
