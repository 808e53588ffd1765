package io.github.socketiospring.benchmarks.load;

/**
 * Work for one server. Its methods are called in their order here by one thread; each
 * throws a {@link LoadException} if the server has done anything wrong.
 */
public interface Load extends AutoCloseable {

	/**
	 * Connects the clients.
	 */
	void open();

	/**
	 * Starts sending.
	 */
	void start();

	/**
	 * Forgets what was counted.
	 */
	void reset();

	/**
	 * Returns what was counted.
	 * @return operations and their latencies since {@link #reset()}
	 */
	LoadCount count();

	/**
	 * Sends no more, waits for all that is still to come, and checks that nothing is
	 * missing.
	 */
	void stop();

	/**
	 * Disconnects the clients.
	 */
	@Override
	void close();

}
