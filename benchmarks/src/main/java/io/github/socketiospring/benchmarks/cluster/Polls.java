package io.github.socketiospring.benchmarks.cluster;

/**
 * Which way polls take, and how many at a time. The first server holds all sessions.
 */
enum Polls {

	/** Many clients whose requests reach the server that holds their sessions. */
	RIGHT("reaches the server that holds the session", 0, 50),

	/** Many clients whose requests reach another server, which hands them on. */
	HANDED_ON("is handed on by another", 1, 50),

	/** One client whose requests reach the server that holds its session. */
	RIGHT_ALONE("the same, one client alone", 0, 1),

	/** One client whose requests reach another server, which hands them on. */
	HANDED_ON_ALONE("the same, one client alone", 1, 1);

	private final String label;

	private final int via;

	private final int clients;

	Polls(String label, int via, int clients) {
		this.label = label;
		this.via = via;
		this.clients = clients;
	}

	String label() {
		return this.label;
	}

	/**
	 * Returns the number of the server that requests reach.
	 */
	int via() {
		return this.via;
	}

	int clients() {
		return this.clients;
	}

	/**
	 * Returns the same without anything that is handed on.
	 */
	Polls direct() {
		return (this.clients == 1) ? RIGHT_ALONE : RIGHT;
	}

}
