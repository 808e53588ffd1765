package io.github.socketiospring.adapter;

/**
 * A socket as an adapter sees it: something with an id that can be in rooms.
 */
public interface AdapterSocket {

	/**
	 * Returns the socket's id, which is the name of its own room too.
	 * @return the id
	 */
	String id();

	/**
	 * Joins rooms.
	 * @param rooms the rooms
	 */
	void join(String... rooms);

	/**
	 * Leaves rooms.
	 * @param rooms the rooms
	 */
	void leave(String... rooms);

	/**
	 * Leaves the namespace.
	 * @param closeConnection whether to close the connection too
	 */
	void disconnect(boolean closeConnection);

}
