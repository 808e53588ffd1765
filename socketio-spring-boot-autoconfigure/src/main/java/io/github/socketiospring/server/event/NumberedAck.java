package io.github.socketiospring.server.event;

import io.github.socketiospring.Ack;

/**
 * An acknowledgement that the client waits for.
 */
public interface NumberedAck extends Ack {

	/**
	 * Returns the number that the client has given it.
	 * @return the number
	 */
	long id();

}
