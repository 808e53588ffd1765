package io.github.socketiospring.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.RoomListener;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to the rooms of a namespace: first those of what it belongs to, then its
 * own. Safe for use by any thread.
 */
final class RoomListeners {

	private final @Nullable RoomListeners outer;

	private final List<RoomListener> own = new CopyOnWriteArrayList<>();

	/**
	 * Creates listeners, none yet.
	 * @param outer those that come first
	 */
	RoomListeners(@Nullable RoomListeners outer) {
		this.outer = outer;
	}

	void add(RoomListener listener) {
		this.own.add(listener);
	}

	boolean isEmpty() {
		return this.own.isEmpty() && (this.outer == null || this.outer.isEmpty());
	}

	void forEach(Consumer<RoomListener> action) {
		if (this.outer != null) {
			this.outer.forEach(action);
		}
		this.own.forEach(action);
	}

}
