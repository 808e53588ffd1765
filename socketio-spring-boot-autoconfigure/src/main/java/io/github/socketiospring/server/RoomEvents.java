package io.github.socketiospring.server;

import java.util.function.Consumer;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.RoomListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what happens to the rooms of one namespace, later and in order. While
 * nobody listens, an event costs a look at empty lists.
 */
final class RoomEvents {

	private static final Log logger = LogFactory.getLog(RoomEvents.class);

	/** Listeners that cannot keep up lose events; the server keeps its memory. */
	private static final int MAX_WAITING = 100_000;

	private final Namespace namespace;

	private final DefaultSocketIOServer server;

	private final RoomListeners listeners;

	private volatile @Nullable SerialQueue<Consumer<RoomListener>> queue;

	private volatile boolean losing;

	RoomEvents(Namespace namespace, DefaultSocketIOServer server, RoomListeners listeners) {
		this.namespace = namespace;
		this.server = server;
		this.listeners = listeners;
	}

	void created(String room) {
		if (!this.listeners.isEmpty()) {
			add((listener) -> listener.roomCreated(this.namespace, room));
		}
	}

	void deleted(String room) {
		if (!this.listeners.isEmpty()) {
			add((listener) -> listener.roomDeleted(this.namespace, room));
		}
	}

	void joined(ServerSocket socket, String room) {
		if (!this.listeners.isEmpty()) {
			add((listener) -> listener.socketJoined(socket, room));
		}
	}

	void left(ServerSocket socket, String room) {
		if (!this.listeners.isEmpty()) {
			add((listener) -> listener.socketLeft(socket, room));
		}
	}

	private void add(Consumer<RoomListener> event) {
		SerialQueue<Consumer<RoomListener>> events = queue();
		if (events.size() < MAX_WAITING) {
			this.losing = false;
			events.add(event);
		}
		else if (!this.losing) {
			this.losing = true;
			logger.warn("The room listeners of namespace " + this.namespace.name() + " are too slow: " + MAX_WAITING
					+ " events wait for them, and further ones are lost");
		}
	}

	private SerialQueue<Consumer<RoomListener>> queue() {
		SerialQueue<Consumer<RoomListener>> events = this.queue;
		if (events == null) {
			synchronized (this) {
				events = this.queue;
				if (events == null) {
					events = new SerialQueue<>(this.server.workers(), this::tell,
							(event, reason) -> logger.debug("Room listeners are not called any more", reason));
					this.queue = events;
				}
			}
		}
		return events;
	}

	private void tell(Consumer<RoomListener> event) {
		this.listeners.forEach((listener) -> {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				logger.error("A room listener of namespace " + this.namespace.name() + " failed", ex);
			}
		});
	}

}
