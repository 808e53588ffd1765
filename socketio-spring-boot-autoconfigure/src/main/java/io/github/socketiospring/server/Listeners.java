package io.github.socketiospring.server;

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
final class Listeners {

	private final Map<String, List<SocketEventListener>> byEvent = new ConcurrentHashMap<>(4);

	private final List<AnySocketEventListener> any = new CopyOnWriteArrayList<>();

	private final List<EventInterceptor> interceptors = new CopyOnWriteArrayList<>();

	private final List<DisconnectListener> disconnecting = new CopyOnWriteArrayList<>();

	private final List<DisconnectListener> disconnect = new CopyOnWriteArrayList<>();

	Map<String, List<SocketEventListener>> byEvent() {
		return this.byEvent;
	}

	List<SocketEventListener> of(String event) {
		return this.byEvent.getOrDefault(event, List.of());
	}

	List<AnySocketEventListener> any() {
		return this.any;
	}

	List<EventInterceptor> interceptors() {
		return this.interceptors;
	}

	List<DisconnectListener> disconnecting() {
		return this.disconnecting;
	}

	List<DisconnectListener> disconnect() {
		return this.disconnect;
	}

}
