package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a socket whose connection was lost. Its offsets are values that
 * {@link Adapter#newestOffset()} has returned.
 *
 * @param privateId the secret that only its client knows
 * @param socketId its public id
 * @param user the name of the user it belonged to, or {@code null} if nobody was
 * authenticated
 * @param since the offset when it joined the namespace: it has missed no earlier event;
 * empty if unknown
 * @param rooms the rooms it was in, its own among them, each with the offset when it
 * joined: it has missed no earlier event for that room; empty if unknown
 * @param allowed the events that it may send; {@code null} for all
 * @param silence how long its client had been silent when the socket went: events that
 * were sent during that time may not have arrived
 * @param data what the application had stored for it: one value, an object. Until the
 * bytes are asked for, it is the map that the application may still change.
 */
public record SavedSession(String privateId, String socketId, @Nullable String user, String since,
		Map<String, String> rooms, @Nullable Set<String> allowed, Duration silence, Payload data) {

	/**
	 * Returns a copy with other rooms.
	 * @param others the rooms, with their offsets
	 * @return a new session
	 */
	public SavedSession withRooms(Map<String, String> others) {
		return new SavedSession(this.privateId, this.socketId, this.user, this.since, Map.copyOf(others), this.allowed,
				this.silence, this.data);
	}

	/**
	 * Returns a copy that may send other events.
	 * @param events the events that it may send; {@code null} for all
	 * @return a new session
	 */
	public SavedSession withAllowed(@Nullable Set<String> events) {
		return new SavedSession(this.privateId, this.socketId, this.user, this.since, this.rooms, events, this.silence,
				this.data);
	}

	/** Without the secret, and without what the application has stored. */
	@Override
	public String toString() {
		return "SavedSession[" + this.socketId + "]";
	}

}
