package io.github.socketiospring.benchmarks.run;

import java.util.Arrays;

/**
 * The servers that are compared.
 */
enum Server {

	/** The starter, with all handlers on the event loop. */
	STARTER_EVENT_LOOP("starter-event-loop", "starter, event loop", Kind.JVM),

	/** The starter as it comes: plain handlers run on a pool of threads. */
	STARTER("starter", "starter, default", Kind.JVM),

	/** The starter with Spring's switch for virtual threads. */
	STARTER_VIRTUAL("starter-virtual", "starter, virtual threads", Kind.JVM),

	/** socket.io for Node.js. */
	NODE("node", "Node socket.io", Kind.NODE),

	/** The Java server netty-socketio. */
	NETTY_SOCKETIO("netty-socketio", "netty-socketio", Kind.JVM),

	/** Reactor Netty with a sink per connection. */
	REACTOR_SINK("reactor-sink", "raw Reactor Netty (sink)", Kind.JVM),

	/** Reactor Netty with writes to the channel. */
	REACTOR_DIRECT("reactor-direct", "raw Reactor Netty (direct)", Kind.JVM),

	/** Netty with frames encoded in advance. */
	NETTY("netty", "raw Netty", Kind.JVM),

	/** The starter's Flash policy server. */
	POLICY("policy-server", "policy server", Kind.POLICY),

	/** The least a Netty server can do with a policy request. */
	POLICY_FLOOR("policy-floor", "raw Netty, policy", Kind.POLICY);

	private final String id;

	private final String label;

	private final Kind kind;

	Server(String id, String label, Kind kind) {
		this.id = id;
		this.label = label;
		this.kind = kind;
	}

	String id() {
		return this.id;
	}

	String label() {
		return this.label;
	}

	/**
	 * Tells whether it runs in a JVM.
	 */
	boolean isJvm() {
		return this.kind != Kind.NODE;
	}

	/**
	 * Tells whether the server can serve a case at all.
	 */
	boolean serves(Case measured) {
		return (this.kind == Kind.POLICY) == (measured.group() == Case.Group.POLICY);
	}

	static Server of(String id) {
		return Arrays.stream(values())
			.filter((server) -> server.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no server " + id + ", only "
					+ String.join(", ", Arrays.stream(values()).map(Server::id).toList())));
	}

	private enum Kind {

		JVM, NODE, POLICY

	}

}
