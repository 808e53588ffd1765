package io.github.socketiospring.benchmarks.run;

import java.util.Arrays;

/**
 * The servers that are compared.
 */
enum Server {

	/** The starter, with all handlers on the event loop. */
	STARTER_EVENT_LOOP("starter-event-loop", "starter, event loop", Kind.STARTER),

	/** The starter as it comes: plain handlers run on a pool of threads. */
	STARTER("starter", "starter, default", Kind.STARTER),

	/** The starter with Spring's switch for virtual threads. */
	STARTER_VIRTUAL("starter-virtual", "starter, virtual threads", Kind.STARTER),

	/** The starter with a thread pool of the JDK's. */
	STARTER_PLAIN("starter-plain", "starter, JDK pool", Kind.STARTER),

	/** The starter with meters. */
	STARTER_METERED("starter-metered", "starter, meters", Kind.STARTER),

	/** The starter with meters, with all handlers on the event loop. */
	STARTER_EVENT_LOOP_METERED("starter-event-loop-metered", "starter, event loop, meters", Kind.STARTER),

	/** Another version of the starter, as it comes. */
	BASE("base", "base, default", Kind.STARTER, Build.BASE),

	/** Another version of the starter, with all handlers on the event loop. */
	BASE_EVENT_LOOP("base-event-loop", "base, event loop", Kind.STARTER, Build.BASE),

	/** Another version of the starter, with virtual threads. */
	BASE_VIRTUAL("base-virtual", "base, virtual threads", Kind.STARTER, Build.BASE),

	/** Another version of the starter, with a thread pool of the JDK's. */
	BASE_PLAIN("base-plain", "base, JDK pool", Kind.STARTER, Build.BASE),

	/** Yet another version of the starter, as it comes. */
	OTHER("other", "other, default", Kind.STARTER, Build.OTHER),

	/** Yet another version of the starter, with all handlers on the event loop. */
	OTHER_EVENT_LOOP("other-event-loop", "other, event loop", Kind.STARTER, Build.OTHER),

	/** Yet another version of the starter, with virtual threads. */
	OTHER_VIRTUAL("other-virtual", "other, virtual threads", Kind.STARTER, Build.OTHER),

	/** socket.io for Node.js. */
	NODE("node", "Node socket.io", Kind.NODE),

	/** The Java server netty-socketio. */
	NETTY_SOCKETIO("netty-socketio", "netty-socketio", Kind.JVM),

	/** Reactor Netty with a sink per connection. */
	REACTOR_SINK("reactor-sink", "raw Reactor Netty (sink)", Kind.FLOOR),

	/** Reactor Netty with writes to the channel. */
	REACTOR_DIRECT("reactor-direct", "raw Reactor Netty (direct)", Kind.FLOOR),

	/** Netty with frames encoded in advance. */
	NETTY("netty", "raw Netty", Kind.FLOOR),

	/** The starter's Flash policy server. */
	POLICY("policy-server", "policy server", Kind.POLICY),

	/** The least a Netty server can do with a policy request. */
	POLICY_FLOOR("policy-floor", "raw Netty, policy", Kind.POLICY);

	private final String id;

	private final String label;

	private final Kind kind;

	private final Build build;

	Server(String id, String label, Kind kind) {
		this(id, label, kind, Build.THIS);
	}

	Server(String id, String label, Kind kind, Build build) {
		this.id = id;
		this.label = label;
		this.kind = kind;
		this.build = build;
	}

	String id() {
		return this.id;
	}

	String label() {
		return this.label;
	}

	/**
	 * Returns which version of the starter it is made of.
	 */
	Build build() {
		return this.build;
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
		return (this.kind == Kind.POLICY) == (measured.group() == Case.Group.POLICY)
				&& (this.kind != Kind.FLOOR || measured != Case.MIX)
				&& (measured.group().options().isEmpty() || isStarter());
	}

	/** Other versions may lack what it can do. */
	private boolean isStarter() {
		return this.kind == Kind.STARTER && this.build == Build.THIS;
	}

	static Server of(String id) {
		return Arrays.stream(values())
			.filter((server) -> server.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no server " + id + ", only "
					+ String.join(", ", Arrays.stream(values()).map(Server::id).toList())));
	}

	/**
	 * Versions of the starter.
	 */
	enum Build {

		THIS, BASE, OTHER

	}

	private enum Kind {

		STARTER, JVM, NODE, FLOOR, POLICY

	}

}
