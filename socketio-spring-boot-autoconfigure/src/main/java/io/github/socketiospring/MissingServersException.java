package io.github.socketiospring;

import java.util.Set;

/**
 * A question to all servers of the cluster that some of them did not answer in time.
 */
public class MissingServersException extends RuntimeException {

	private final transient Set<String> servers;

	/**
	 * Creates an exception.
	 * @param message what happened
	 * @param servers the servers that did not answer, as far as the adapter knows them
	 */
	public MissingServersException(String message, Set<String> servers) {
		super(message);
		this.servers = Set.copyOf(servers);
	}

	/**
	 * Returns the servers that did not answer.
	 * @return their ids, as far as the adapter knows them
	 */
	public Set<String> servers() {
		return this.servers;
	}

}
