package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.DisconnectListener;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.SocketEventListener;
import org.jspecify.annotations.Nullable;

/**
 * What the application has added to one socket by hand; most sockets have none. Any
 * thread may change it: whoever goes through a list sees what was in it when it began.
 */
public final class Listeners {

	/** Lists that never change, and none that is empty. */
	private final Map<String, List<SocketEventListener>> byEvent = new ConcurrentHashMap<>(4);

	private final List<AnySocketEventListener> any = new CopyOnWriteArrayList<>();

	private final List<AnySocketEventListener> outgoing = new CopyOnWriteArrayList<>();

	private final List<EventInterceptor> interceptors = new CopyOnWriteArrayList<>();

	private final List<DisconnectListener> disconnecting = new CopyOnWriteArrayList<>();

	private final List<DisconnectListener> disconnect = new CopyOnWriteArrayList<>();

	// One event

	void add(String event, SocketEventListener listener) {
		this.byEvent.compute(event, (name, listeners) -> {
			List<SocketEventListener> more = (listeners != null) ? new ArrayList<>(listeners) : new ArrayList<>(1);
			more.add(listener);
			return List.copyOf(more);
		});
	}

	void addOnce(String event, SocketEventListener listener) {
		add(event, new OnceListener(this, event, listener));
	}

	/** Takes away one of those that are equal, the last that was added. */
	void remove(String event, SocketEventListener listener) {
		this.byEvent.computeIfPresent(event, (name, listeners) -> without(listeners, listener));
	}

	private static @Nullable List<SocketEventListener> without(List<SocketEventListener> listeners,
			SocketEventListener listener) {
		for (int i = listeners.size() - 1; i >= 0; i--) {
			SocketEventListener candidate = listeners.get(i);
			if (candidate.equals(listener)
					|| (candidate instanceof OnceListener once && once.listener().equals(listener))) {
				List<SocketEventListener> rest = new ArrayList<>(listeners);
				rest.remove(i);
				return rest.isEmpty() ? null : List.copyOf(rest);
			}
		}
		return listeners;
	}

	void remove(String event) {
		this.byEvent.remove(event);
	}

	void removeAll() {
		this.byEvent.clear();
	}

	List<SocketEventListener> of(String event) {
		return this.byEvent.getOrDefault(event, List.of());
	}

	// All events

	/** To be changed, as are the following. */
	List<AnySocketEventListener> any() {
		return this.any;
	}

	/**
	 * Returns the listeners of all events that are sent.
	 * @return the listeners, to be changed
	 */
	public List<AnySocketEventListener> outgoing() {
		return this.outgoing;
	}

	List<EventInterceptor> interceptors() {
		return this.interceptors;
	}

	/** They are called while the rooms are known. */
	List<DisconnectListener> disconnecting() {
		return this.disconnecting;
	}

	/** They are called when the socket has left its rooms. */
	List<DisconnectListener> disconnect() {
		return this.disconnect;
	}

}
