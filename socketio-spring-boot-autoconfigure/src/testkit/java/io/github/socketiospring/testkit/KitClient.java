package io.github.socketiospring.testkit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@link TransportKit} asks of a client, whatever its revision. Methods wait for
 * what they promise, and fail if it does not come.
 */
public interface KitClient extends AutoCloseable {

	/** Opens the connection. */
	void open();

	/** Joins a namespace and waits until the server has agreed. */
	void join(String namespace);

	/** Emits an event; byte arrays anywhere in the arguments travel as binary. */
	void emit(String namespace, String event, @Nullable Object... arguments);

	/** Emits an event and waits for its acknowledgement. */
	List<Object> call(String namespace, String event, @Nullable Object... arguments);

	/** Waits for the next event of any namespace. */
	Event next();

	/** Acknowledges an event. */
	void acknowledge(Event event, @Nullable Object... arguments);

	/** Leaves a namespace. */
	void leave(String namespace);

	/** Waits until the server has removed this client from a namespace. */
	void awaitLeft(String namespace);

	/** Whether heartbeats are answered, as they are by default. */
	void answerHeartbeats(boolean answer);

	/** How many heartbeats have arrived. */
	int heartbeats();

	/** How many answers to heartbeats have left. */
	int answeredHeartbeats();

	/** The number of events that wait to be taken. */
	int waiting();

	/** Waits until the connection has ended. */
	void awaitEnd();

	/** Cuts the connection as a lost network does. */
	void drop();

	/** Ends the connection, if it has not ended. */
	@Override
	void close();

	/**
	 * An event from the server.
	 *
	 * @param namespace its namespace
	 * @param name its name
	 * @param arguments maps, lists, strings, numbers, booleans and byte arrays
	 * @param id what to acknowledge; negative if there is nothing to
	 */
	record Event(String namespace, String name, List<Object> arguments, long id) {

		public Object argument() {
			return this.arguments.get(0);
		}

	}

}
