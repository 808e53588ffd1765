package io.github.socketiospring.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.Namespace;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of new namespaces, and those they are being told of. Listeners may be added
 * by any thread; all else happens under the registry's lock.
 */
final class NewNamespaces {

	private static final Log logger = LogFactory.getLog(NewNamespaces.class);

	private final List<Consumer<Namespace>> listeners = new CopyOnWriteArrayList<>();

	private final Map<String, ServerNamespace> announced = new HashMap<>();

	void addListener(Consumer<Namespace> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Finds a namespace that listeners are being told of: they may ask for it.
	 */
	@Nullable ServerNamespace find(String name) {
		return this.announced.get(name);
	}

	void announce(ServerNamespace namespace) {
		String name = namespace.name();
		this.announced.put(name, namespace);
		try {
			for (Consumer<Namespace> listener : this.listeners) {
				try {
					listener.accept(namespace);
				}
				catch (RuntimeException ex) {
					logger.error("A listener for new namespaces failed with " + name, ex);
				}
			}
		}
		finally {
			this.announced.remove(name);
		}
	}

}
