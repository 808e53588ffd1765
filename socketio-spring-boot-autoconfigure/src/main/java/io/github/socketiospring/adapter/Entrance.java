package io.github.socketiospring.adapter;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Lets a socket in that comes back. Its methods return quickly and do not call the
 * application, so an adapter may call them while it holds the lock under which it
 * delivers events and remembers sockets that go.
 */
public interface Entrance {

	/**
	 * Applies to the socket what has happened to its rooms while it was away.
	 * @param left the rooms that it has left
	 * @param joined the rooms that it has joined, each with the offset when it joined
	 * @return all rooms that it is in now, its own among them, each with the offset when
	 * it joined; {@code null} if the socket has gone again: then nothing was changed
	 */
	@Nullable Map<String, String> settle(Set<String> left, Map<String, String> joined);

	/**
	 * Changes which events the socket may send. Called only if that was changed while it
	 * was away.
	 * @param events the events; {@code null} for all
	 */
	default void allow(@Nullable Set<String> events) {
	}

	/**
	 * Encodes events that the socket will probably receive. Call it without a lock, so
	 * that others need not wait.
	 * @param missed the events
	 * @return {@code false} if its client cannot take that much: then it must not be let
	 * in
	 */
	default boolean prepare(List<MissedEvent> missed) {
		return true;
	}

	/**
	 * Lets the socket in: it receives the events that it has missed, and from now on
	 * those that are delivered.
	 * @param missed all that it has missed, oldest first
	 * @return whether it is in; {@code false} if it has gone again, or cannot take them
	 */
	boolean enter(List<MissedEvent> missed);

}
