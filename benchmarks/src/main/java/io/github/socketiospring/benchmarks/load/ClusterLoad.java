package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;

/**
 * One client of the first of several servers that has events emitted to clients of all of
 * them. It sends some at once, and the next when everyone has the last of those: so all
 * servers see the same pattern, however fast they are. Each delivery counts. When it
 * stops, everyone must have got every event once. It may be started again then.
 */
public final class ClusterLoad implements Load {

	private static final Message TO_ALL = Message.ofObject("42[\"all\",", "42[\"all\",", 32);

	private static final Message TO_ROOM = Message.ofObject("42[\"room\",", "42[\"room\",", 32);

	/** What comes back has an id in front of this. */
	private static final Message ASK = Message.ofObject("421[\"ask\",", "[\"question\",", 32);

	private static final String JOIN = "420[\"join\",[\"room\"]]";

	private final LoadLoop loop;

	private final Target target;

	private final List<ServerClients> servers;

	private final int outstanding;

	private final Tally tally;

	private final WebSocketClients<Client> senders;

	private final List<Client> receivers = new ArrayList<>();

	private final List<WebSocketClients<Client>> groups = new ArrayList<>();

	private final CompletableFuture<Void> allInRoom = new CompletableFuture<>();

	private int inRoom;

	private long emitted;

	private int missing;

	private int unanswered;

	/**
	 * Creates a load.
	 * @param loop where it works
	 * @param target whom events are for
	 * @param servers the servers; a client of the first has the events emitted, which is
	 * a receiver too, unless the events are for a room
	 * @param outstanding how many events are emitted at once
	 */
	public ClusterLoad(LoadLoop loop, Target target, List<ServerClients> servers, int outstanding) {
		this.loop = loop;
		this.target = target;
		this.servers = List.copyOf(servers);
		this.outstanding = outstanding;
		this.tally = new Tally(loop);
		this.senders = new WebSocketClients<>(loop, servers.get(0).port(), this.tally);
	}

	/**
	 * Whom events are for.
	 */
	public enum Target {

		/** All clients. */
		ALL(TO_ALL),

		/** Clients that have joined a room. */
		ROOM(TO_ROOM),

		/** All clients, each of which answers. */
		ALL_WITH_ACK(ASK);

		private final Message message;

		Target(Message message) {
			this.message = message;
		}

	}

	/**
	 * The clients of one server.
	 *
	 * @param port the server's port
	 * @param receivers how many clients receive the events
	 * @param others how many do not: only if the events are for a room
	 */
	public record ServerClients(int port, int receivers, int others) {
	}

	@Override
	public void open() {
		connect(this.senders, 1, this.target != Target.ROOM);
		for (ServerClients server : this.servers) {
			connect(new WebSocketClients<>(this.loop, server.port(), this.tally), server.receivers(), true);
			connect(new WebSocketClients<>(this.loop, server.port(), this.tally), server.others(), false);
		}
		if (this.target == Target.ROOM) {
			this.tally.start(() -> this.receivers.forEach((client) -> client.send(JOIN)));
			this.tally.await(this.allInRoom, "clients to join the room");
		}
	}

	private void connect(WebSocketClients<Client> clients, int number, boolean receive) {
		if (number > 0) {
			this.groups.add(clients);
			clients.open(number, () -> new Client(clients, receive));
		}
	}

	@Override
	public void start() {
		this.tally.start(this::emit);
	}

	private void emit() {
		this.missing = this.outstanding * this.receivers.size();
		this.unanswered = (this.target == Target.ALL_WITH_ACK) ? this.outstanding : 0;
		this.emitted += this.outstanding;
		this.tally.sent(1);
		this.senders.list().get(0).send(this.target.message, this.outstanding);
	}

	private void proceed() {
		if (this.missing == 0 && this.unanswered == 0) {
			this.tally.done();
			if (this.tally.isRunning()) {
				emit();
			}
		}
	}

	@Override
	public void reset() {
		this.tally.reset();
	}

	@Override
	public LoadCount count() {
		return this.tally.count();
	}

	/**
	 * Returns how many clients receive each event.
	 * @return the number, which is final when the load is open
	 */
	public int receivers() {
		return this.loop.call(this.receivers::size);
	}

	@Override
	public void stop() {
		this.tally.stop();
		long wrong = this.loop
			.call(() -> this.receivers.stream().filter((client) -> client.received != this.emitted).count());
		if (wrong > 0) {
			throw new LoadException("Some events have reached " + wrong + " clients twice, and others never");
		}
	}

	@Override
	public void close() {
		this.groups.forEach(WebSocketClients::close);
	}

	private final class Client extends WebSocketConnection {

		private final WebSocketClients<Client> group;

		private final boolean receiver;

		private long received;

		Client(WebSocketClients<Client> group, boolean receiver) {
			super(ClusterLoad.this.tally);
			this.group = group;
			this.receiver = receiver;
			if (receiver) {
				ClusterLoad.this.receivers.add(this);
			}
		}

		@Override
		void joined() {
			this.group.joined(() -> new Client(this.group, this.receiver));
		}

		@Override
		void received(ByteBuf in, int index, int length, long now) {
			if (in.getByte(index + 1) == '3') {
				answered(in, index, length);
				return;
			}
			if (!this.receiver) {
				throw new LoadException("An event has reached a client it is not for");
			}
			int start = (ClusterLoad.this.target == Target.ALL_WITH_ACK) ? answer(in, index, length) : index;
			ClusterLoad load = ClusterLoad.this;
			load.tally.record(load.target.message.check(in, start, length - (start - index), this.received++, now));
			load.missing--;
			load.proceed();
		}

		/** Returns where the arguments begin: the id of the question stands before. */
		private int answer(ByteBuf in, int index, int length) {
			int start = in.indexOf(index, index + length, (byte) '[');
			if (start < 0) {
				throw new LoadException("No event: " + in.toString(index, length, StandardCharsets.UTF_8));
			}
			answer("43" + in.toString(index + 2, start - index - 2, StandardCharsets.US_ASCII) + "[\"ok\"]");
			return start;
		}

		/** A client has joined the room, or all have answered. */
		private void answered(ByteBuf in, int index, int length) {
			ClusterLoad load = ClusterLoad.this;
			String answer = in.toString(index, length, StandardCharsets.US_ASCII);
			if (answer.equals("430[]")) {
				if (++load.inRoom == load.receivers.size()) {
					load.allInRoom.complete(null);
				}
				return;
			}
			if (!answer.equals("431[" + load.receivers.size() + "]")) {
				throw new LoadException("Not as many answers as clients: " + answer);
			}
			load.unanswered--;
			load.proceed();
		}

		@Override
		void left() {
			this.group.left();
		}

	}

}
