package io.github.socketiospring.server.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who learns of the life of all sockets of a server, after the handlers of their
 * namespaces, and whatever the ACLs of the sockets say. Safe for use by any thread.
 */
public final class LifecycleObservers {

	private final List<LifecycleHandler> connected = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnecting = new CopyOnWriteArrayList<>();

	private final List<LifecycleHandler> disconnected = new CopyOnWriteArrayList<>();

	LifecycleObservers() {
	}

	/**
	 * Adds an observer of sockets that have joined.
	 * @param observer the observer
	 */
	public void onConnected(LifecycleHandler observer) {
		this.connected.add(observer);
	}

	/**
	 * Adds an observer of sockets that have gone, while they still remember their rooms.
	 * @param observer the observer
	 */
	public void onDisconnecting(LifecycleHandler observer) {
		this.disconnecting.add(observer);
	}

	/**
	 * Adds an observer of sockets that have gone.
	 * @param observer the observer
	 */
	public void onDisconnected(LifecycleHandler observer) {
		this.disconnected.add(observer);
	}

	List<LifecycleHandler> connected() {
		return this.connected;
	}

	List<LifecycleHandler> disconnecting() {
		return this.disconnecting;
	}

	List<LifecycleHandler> disconnected() {
		return this.disconnected;
	}

}
