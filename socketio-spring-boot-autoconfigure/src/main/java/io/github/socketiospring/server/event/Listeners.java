package io.github.socketiospring.server.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.DisconnectListener;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.SocketEventListener;

/**
 * What the application has added to one socket by hand; most sockets have none.
 */
public final class Listeners {

	private final Map<String, List<SocketEventListener>> byEvent = new ConcurrentHashMap<>(4);

	private final List<AnySocketEventListener> any = new CopyOnWriteArrayList<>();

	private final List<AnySocketEventListener> outgoing = new CopyOnWriteArrayList<>();

	private final List<EventInterceptor> interceptors = new CopyOnWriteArrayList<>();

	private final List<DisconnectListener> disconnecting = new CopyOnWriteArrayList<>();

	private final List<DisconnectListener> disconnect = new CopyOnWriteArrayList<>();

	/**
	 * Returns the listeners by the name of their event.
	 * @return the listeners, to be changed
	 */
	public Map<String, List<SocketEventListener>> byEvent() {
		return this.byEvent;
	}

	List<SocketEventListener> of(String event) {
		return this.byEvent.getOrDefault(event, List.of());
	}

	/**
	 * Returns the listeners of all events.
	 * @return the listeners, to be changed
	 */
	public List<AnySocketEventListener> any() {
		return this.any;
	}

	/**
	 * Returns the listeners of all events that are sent.
	 * @return the listeners, to be changed
	 */
	public List<AnySocketEventListener> outgoing() {
		return this.outgoing;
	}

	/**
	 * Returns the interceptors of all events.
	 * @return the interceptors, to be changed
	 */
	public List<EventInterceptor> interceptors() {
		return this.interceptors;
	}

	/**
	 * Returns the listeners that are called while the rooms are known.
	 * @return the listeners, to be changed
	 */
	public List<DisconnectListener> disconnecting() {
		return this.disconnecting;
	}

	/**
	 * Returns the listeners that are called when the socket has gone.
	 * @return the listeners, to be changed
	 */
	public List<DisconnectListener> disconnect() {
		return this.disconnect;
	}

}
