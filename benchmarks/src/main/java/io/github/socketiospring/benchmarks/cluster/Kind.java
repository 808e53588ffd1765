package io.github.socketiospring.benchmarks.cluster;

import java.util.Arrays;
import java.util.List;

/**
 * The servers that are compared: ours, and Node's with the same way to reach each other.
 */
enum Kind {

	/** The starter with classic Pub/Sub. */
	REDIS("redis", "starter, `redis`", "redis"),

	/** The starter with sharded Pub/Sub. */
	SHARDED("redis-sharded", "starter, `redis-sharded`", "redis-sharded"),

	/** The starter with a stream. */
	STREAMS("redis-streams", "starter, `redis-streams`", "redis-streams"),

	/** The classic adapter of npm's {@code @socket.io/redis-adapter}. */
	NODE_REDIS("node-redis", "Node, `createAdapter`", "redis"),

	/** The sharded adapter of the same package. */
	NODE_SHARDED("node-redis-sharded", "Node, `createShardedAdapter`", "redis-sharded"),

	/** The adapter of npm's {@code @socket.io/redis-streams-adapter}. */
	NODE_STREAMS("node-redis-streams", "Node, streams", "redis-streams");

	/** Those that are compared if none are named. */
	static final List<Kind> DEFAULTS = List.of(REDIS, SHARDED, STREAMS, NODE_REDIS);

	private final String id;

	private final String label;

	private final String adapter;

	Kind(String id, String label, String adapter) {
		this.id = id;
		this.label = label;
		this.adapter = adapter;
	}

	String id() {
		return this.id;
	}

	String label() {
		return this.label;
	}

	/**
	 * Returns which adapter they have, as {@code socketio.adapter.type} names it.
	 */
	String adapter() {
		return this.adapter;
	}

	boolean isNode() {
		return this.id.startsWith("node");
	}

	/**
	 * Returns the servers that these are compared with: Node's with the same adapter, or
	 * else with the classic one.
	 * @param measured the servers that were measured
	 */
	Kind reference(List<Kind> measured) {
		return measured.stream()
			.filter((kind) -> kind.isNode() && kind.adapter.equals(this.adapter))
			.findFirst()
			.orElse(NODE_REDIS);
	}

	static Kind of(String id) {
		return Arrays.stream(values())
			.filter((kind) -> kind.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no server " + id + ", only " + String.join(", ", ids())));
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(Kind::id).toList();
	}

}
