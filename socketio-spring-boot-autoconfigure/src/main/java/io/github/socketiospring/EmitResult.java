package io.github.socketiospring;

/**
 * What has become of an emitted event, as far as the emitting thread can know.
 */
public enum EmitResult {

	/**
	 * The event waits to be written, behind what was emitted to the client before. It
	 * reaches the client unless the connection ends first; only an acknowledgement tells.
	 */
	QUEUED,

	/**
	 * The event was handed on to all servers that may have receivers. Which clients there
	 * are, and which of them take it, is not known here. Nor is it for a socket that is
	 * away: with connection state recovery, the event waits for it to come back.
	 */
	HANDED_ON,

	/** Dropped: the socket has disconnected, or its connection is being closed. */
	DISCONNECTED,

	/**
	 * Dropped: with this event, more than {@code socketio.max-buffered-bytes} would wait
	 * for the client. Its connection is closed, for it reads too slowly.
	 */
	BUFFER_FULL,

	/** Dropped: the event was volatile and the client could not take it right now. */
	NOT_WRITABLE;

	/**
	 * Tells whether the client will certainly not receive the event.
	 * @return {@code true} for all but {@link #QUEUED} and {@link #HANDED_ON}
	 */
	public boolean isDropped() {
		return this != QUEUED && this != HANDED_ON;
	}

}
