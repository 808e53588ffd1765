package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What outlives a socket whose connection was lost. Offsets in it are what
 * {@link Adapter#newestOffset()} was at a time.
 *
 * @param privateId the secret that only its client knows
 * @param socketId its public id
 * @param user the name of the user it belonged to, or {@code null} if nobody was
 * authenticated
 * @param since the offset when it joined the namespace: it has missed nothing from
 * before; empty if unknown
 * @param rooms the rooms it was in, its own among them, each with the offset when it
 * joined it: from before it has missed nothing that was for this room; empty if unknown
 * @param allowed the events that it may send; {@code null} for all
 * @param silence for how long nothing had been heard of its client when it went: what was
 * sent meanwhile it may not have received
 * @param data what the application had stored for it: one value, an object. Until the
 * bytes are asked for, it is the map that the application may still change.
 */
public record SavedSession(String privateId, String socketId, @Nullable String user, String since,
		Map<String, String> rooms, @Nullable Set<String> allowed, Duration silence, Payload data) {

	/**
	 * Returns the same in other rooms.
	 * @param others the rooms, with their offsets
	 * @return a new session
	 */
	public SavedSession withRooms(Map<String, String> others) {
		return new SavedSession(this.privateId, this.socketId, this.user, this.since, Map.copyOf(others), this.allowed,
				this.silence, this.data);
	}

	/**
	 * Returns the same with other rights.
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
