package io.github.socketiospring.adapter;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The way in of a socket that comes back. Its methods are quick and call nothing of the
 * application, so an adapter may call them with a lock held that it takes whenever it
 * delivers events or remembers a socket that goes.
 */
public interface Entrance {

	/**
	 * Does to the socket what was done to it while nobody could find it.
	 * @param left rooms that it has been put out of
	 * @param joined rooms that it has been made a member of, each with the offset of that
	 * time
	 * @return the rooms that it is in then, its own among them, each with the offset when
	 * it joined it; {@code null} if it has gone again: then nothing has happened
	 */
	@Nullable Map<String, String> settle(Set<String> left, Map<String, String> joined);

	/**
	 * What the socket may send was changed while nobody could find it.
	 * @param events the events; {@code null} for all
	 */
	default void allow(@Nullable Set<String> events) {
	}

	/**
	 * Encodes events that the socket will probably receive. To be called without a lock,
	 * so that others need not wait.
	 * @param missed the events
	 * @return {@code false} if its client cannot take so much: then it is not to be let
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
