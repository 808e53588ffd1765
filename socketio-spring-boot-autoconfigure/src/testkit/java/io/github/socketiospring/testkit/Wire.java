package io.github.socketiospring.testkit;

/**
 * Carries frames between a client and the server: strings for text, byte arrays for
 * binary.
 */
public interface Wire {

	/**
	 * Connects.
	 * @param receiver takes every frame, the opening one included
	 */
	void open(Receiver receiver);

	/**
	 * Sends frames, one after the other.
	 */
	void send(Object... frames);

	/** Ends the connection the way a client should. */
	void close();

	/** Ends the connection the way a lost network does. */
	void drop();

	/**
	 * Takes what arrives; called by one thread at a time.
	 */
	interface Receiver {

		void frame(Object frame);

		void ended();

	}

}
