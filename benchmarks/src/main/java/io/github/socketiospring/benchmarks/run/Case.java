package io.github.socketiospring.benchmarks.run;

import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.benchmarks.load.BroadcastLoad;
import io.github.socketiospring.benchmarks.load.ConnectLoad;
import io.github.socketiospring.benchmarks.load.EchoLoad;
import io.github.socketiospring.benchmarks.load.Load;
import io.github.socketiospring.benchmarks.load.LoadLoop;
import io.github.socketiospring.benchmarks.load.Message;
import io.github.socketiospring.benchmarks.load.PolicyLoad;
import io.github.socketiospring.benchmarks.load.PollingLoad;

/**
 * What is measured.
 */
enum Case {

	/** The primary case. */
	ECHO("echo", "echo 32 B, 100 connections, 8 outstanding", Group.MESSAGES,
			(loop, port, many) -> new EchoLoad(loop, port, echo(32), 100, 8)),

	/** As {@link #ECHO}, with a string where it has an object. */
	STRING("string", "echo 32 B as a plain string, 8 outstanding", Group.MESSAGES,
			(loop, port, many) -> new EchoLoad(loop, port, Message.ofString("42[\"string\",", "42[\"string\",", 32),
					100, 8)),

	/** Every message needs system calls of its own. */
	ECHO_1("echo-1", "echo 32 B, 100 connections, 1 outstanding", Group.MESSAGES,
			(loop, port, many) -> new EchoLoad(loop, port, echo(32), 100, 1)),

	/** Longer messages. */
	ECHO_1K("echo-1k", "echo 1 KB, 100 connections, 4 outstanding", Group.MESSAGES,
			(loop, port, many) -> new EchoLoad(loop, port, echo(1024), 100, 4)),

	/** Answers to acks. */
	ACK("ack", "ack 32 B, 100 connections, 8 outstanding", Group.MESSAGES,
			(loop, port, many) -> new EchoLoad(loop, port, Message.ofObject("421[\"ack\",", "431[", 32), 100, 8)),

	/** One handler in 20 blocks. */
	MIX("mix", "mix 32 B, 100 connections, 8 outstanding, 5 % of handlers block 5 ms", Group.MESSAGES,
			(loop, port, many) -> new EchoLoad(loop, port, wait(0), 20, wait(5), 100, 8)),

	/** Deliveries of one broadcast after the other. */
	BROADCAST_1("broadcast-1", "broadcast to 1,000, 1 outstanding", Group.BROADCASTS,
			(loop, port, many) -> BroadcastLoad.toAll(loop, port, 1000, 1)),

	/** Deliveries of broadcasts that may be put together. */
	BROADCAST_8("broadcast-8", "broadcast to 1,000, 8 outstanding", Group.BROADCASTS,
			(loop, port, many) -> BroadcastLoad.toAll(loop, port, 1000, 8)),

	/** Does a delivery cost more if there are more connections? */
	BROADCAST_MANY("broadcast-10k", "broadcast to 10,000, 1 outstanding", Group.BROADCASTS,
			(loop, port, many) -> BroadcastLoad.toAll(loop, port, many, 1)),

	/** A room. */
	ROOMS_1("rooms-1", "broadcast to a room of 1,000, no other rooms", Group.BROADCASTS,
			(loop, port, many) -> BroadcastLoad.toRoom(loop, port, 1000, 1)),

	/** Does a delivery cost more if there are more rooms? */
	ROOMS_MANY("rooms-10k", "broadcast to a room of 1,000, 10,000 other rooms", Group.BROADCASTS,
			(loop, port, many) -> BroadcastLoad.toRoom(loop, port, 1000, 11)),

	/** As {@link #ECHO}, with events that are remembered. */
	ECHO_RECOVERY("echo-recovery", "echo 32 B, connection state recovery on", Group.RECOVERY,
			(loop, port, many) -> new EchoLoad(loop, port, echo(32).withOffset(), 100, 8)),

	/** As {@link #BROADCAST_8}, with events that are remembered. */
	BROADCAST_RECOVERY("broadcast-recovery", "broadcast to 1,000, 8 outstanding, connection state recovery on",
			Group.RECOVERY, (loop, port, many) -> BroadcastLoad.withOffsets(loop, port, 1000, 8)),

	/** As {@link #ECHO}, in MessagePack. */
	ECHO_MSGPACK("echo-msgpack", "echo 32 B in MessagePack, 100 connections, 8 outstanding", Group.MSGPACK,
			(loop, port, many) -> new EchoLoad(loop, port, Message.ofMsgpack("echo", 32), 100, 8)),

	/** Connections of pages come and go. */
	CONNECT("connect", "connect, join the namespace, leave", Group.CONNECTS,
			(loop, port, many) -> new ConnectLoad(loop, port, 32, true)),

	/**
	 * The same outside browsers, where the starter's first frame waits: so more at a
	 * time.
	 */
	CONNECT_APPS("connect-apps", "the same outside browsers", Group.CONNECTS,
			(loop, port, many) -> new ConnectLoad(loop, port, 256, false)),

	/** Two HTTP requests for each message. */
	POLLING("polling", "polling echo 32 B, 100 clients", Group.POLLING,
			(loop, port, many) -> new PollingLoad(loop, port, 100)),

	/** Requests for the Flash socket policy. */
	POLICY("policy", "policy requests", Group.POLICY, (loop, port, many) -> new PolicyLoad(port)),

	/** Bytes instead of operations. */
	MEMORY("memory", "memory per idle connection", Group.MEMORY, (loop, port, many) -> {
		throw new UnsupportedOperationException();
	});

	private final String id;

	private final String label;

	private final Group group;

	private final Factory factory;

	Case(String id, String label, Group group, Factory factory) {
		this.id = id;
		this.label = label;
		this.group = group;
		this.factory = factory;
	}

	String id() {
		return this.id;
	}

	String label() {
		return this.label;
	}

	Group group() {
		return this.group;
	}

	/**
	 * Tells whether it needs 10,000 connections.
	 */
	boolean needsMany() {
		return this == BROADCAST_MANY || this == MEMORY;
	}

	/**
	 * Returns how many rounds there are, more where figures vary more.
	 */
	int rounds(int rounds) {
		return (this.group == Group.CONNECTS) ? rounds + rounds / 2 + rounds / 3 : rounds;
	}

	Load load(LoadLoop loop, int port, int many) {
		return this.factory.create(loop, port, many);
	}

	static Case of(String id) {
		return Arrays.stream(values())
			.filter((value) -> value.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no case " + id + ", only " + ids()));
	}

	private static List<String> ids() {
		return Arrays.stream(values()).map(Case::id).toList();
	}

	private static Message echo(int length) {
		return Message.ofObject("42[\"echo\",", "42[\"echo\",", length);
	}

	private static Message wait(int millis) {
		return Message.ofWait("42[\"mix\",", "42[\"mix\",", 32, millis);
	}

	/**
	 * Cases that the same server processes serve, one after the other.
	 */
	enum Group {

		MESSAGES, BROADCASTS,

		/** The starter with recovery on. */
		RECOVERY("--socketio.connection-state-recovery.enabled=true"),

		/** The starter with another parser. */
		MSGPACK("--socketio.parser=msgpack"),

		CONNECTS, POLLING, POLICY, MEMORY;

		private final List<String> options;

		Group(String... options) {
			this.options = List.of(options);
		}

		/**
		 * Returns what the starter is told for these cases; where that is not empty, no
		 * other server serves them.
		 */
		List<String> options() {
			return this.options;
		}

	}

	private interface Factory {

		Load create(LoadLoop loop, int port, int many);

	}

}
