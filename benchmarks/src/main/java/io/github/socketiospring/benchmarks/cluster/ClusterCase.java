package io.github.socketiospring.benchmarks.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.github.socketiospring.benchmarks.load.ClusterLoad.ServerClients;
import io.github.socketiospring.benchmarks.load.ClusterLoad.Target;

/**
 * What is measured. The first server is the one that emits, for a client of its own.
 */
enum ClusterCase {

	/** Everyone everywhere, as in most applications. */
	ALL("all", "to all, clients on all servers", Target.ALL, 8),

	/** The same with nothing that could leave together. */
	ALL_1("all-1", "the same, one at a time", Target.ALL, 1),

	/** Does it cost more if servers are added that have nobody? */
	EMPTY("empty", "to all, clients on the second server only", Target.ALL, 8),

	/** Does it cost more if servers are added that have others? */
	ROOM("room", "to a room, members on the second server only", Target.ROOM, 8),

	/** Each client answers. */
	ACK("ack", "to all, with answers", Target.ALL_WITH_ACK, 8),

	/** Requests that reach the wrong server. */
	POLL("poll", "polling without sticky sessions", Target.ALL, 1);

	private final String id;

	private final String label;

	private final Target target;

	private final int outstanding;

	ClusterCase(String id, String label, Target target, int outstanding) {
		this.id = id;
		this.label = label;
		this.target = target;
		this.outstanding = outstanding;
	}

	String id() {
		return this.id;
	}

	String label() {
		return this.label;
	}

	Target target() {
		return this.target;
	}

	/**
	 * Returns how many broadcasts are under way at a time.
	 */
	int outstanding() {
		return this.outstanding;
	}

	/**
	 * Tells whether it takes a number of servers.
	 */
	boolean takes(int servers) {
		return servers > 1 || !hasOthers();
	}

	/**
	 * Tells whether only the first two servers have to do with what is emitted.
	 */
	boolean hasOthers() {
		return this == EMPTY || this == ROOM;
	}

	/**
	 * Returns what a server does.
	 * @param server the number of the server, from 0
	 */
	Role role(int server) {
		if (server == 0) {
			return Role.SENDER;
		}
		return (hasOthers() && server > 1) ? Role.OTHER : Role.RECEIVER;
	}

	/**
	 * Returns how many clients each server has.
	 * @param ports the ports of the servers
	 * @param clients how many clients there are that receive what is emitted
	 */
	List<ServerClients> clients(List<Integer> ports, int clients) {
		int size = ports.size();
		return IntStream.range(0, size).mapToObj((server) -> {
			if (!hasOthers()) {
				int rest = (server < clients % size) ? 1 : 0;
				return new ServerClients(ports.get(server), clients / size + rest, 0);
			}
			int others = (this == ROOM && role(server) == Role.OTHER) ? Math.max(1, clients / 8) : 0;
			return new ServerClients(ports.get(server), (role(server) == Role.RECEIVER) ? clients : 0, others);
		}).toList();
	}

	static ClusterCase of(String id) {
		return Arrays.stream(values())
			.filter((value) -> value.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no case " + id + ", only " + String.join(", ", ids())));
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(ClusterCase::id).toList();
	}

	/**
	 * What a server has to do with what is emitted.
	 */
	enum Role {

		/** It emits, and may have receivers, too. */
		SENDER,

		/** It has receivers. */
		RECEIVER,

		/** It has nobody whom it is for. */
		OTHER

	}

}
