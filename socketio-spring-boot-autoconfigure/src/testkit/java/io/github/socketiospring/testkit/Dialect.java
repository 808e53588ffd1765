package io.github.socketiospring.testkit;

import java.util.List;

/**
 * How a client of one revision frames what it sends and reads what it gets.
 */
public interface Dialect {

	/** The {@code EIO} parameter. */
	String number();

	/** Puts frames together to the body of a POST. */
	String payload(List<Object> frames);

	/** Takes the body of a poll apart. */
	List<Object> frames(PollingWire.Body body);

	/** A binary frame as it travels on a WebSocket. */
	byte[] toWebSocket(byte[] frame);

	/** A binary frame as it came from a WebSocket. */
	byte[] fromWebSocket(byte[] frame);

}
