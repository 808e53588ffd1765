package io.github.socketiospring.benchmarks.load;

import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;

/**
 * One client that emits to all, itself included. A broadcast is over when everyone has
 * it; each delivery counts.
 */
public final class BroadcastLoad implements Load {

	private static final Message TO_ALL = Message.ofObject("42[\"all\",", "42[\"all\",", 32);

	private static final Message TO_ROOM = Message.ofObject("42[\"room\",", "42[\"room\",", 32);

	private static final String JOINED = "431[]";

	private final Message message;

	private final int connections;

	private final int roomsPerConnection;

	private final int[] missing;

	private final Tally tally;

	private final WebSocketClients<Member> clients;

	private int inRooms;

	private final CompletableFuture<Void> allInRooms = new CompletableFuture<>();

	private BroadcastLoad(LoadLoop loop, int port, Message message, int connections, int outstanding,
			int roomsPerConnection) {
		this.message = message;
		this.connections = connections;
		this.missing = new int[outstanding];
		this.roomsPerConnection = roomsPerConnection;
		this.tally = new Tally(loop);
		this.clients = new WebSocketClients<>(loop, port, this.tally);
	}

	/**
	 * Creates a load of broadcasts to everyone.
	 * @param loop where it works
	 * @param port the server's port
	 * @param connections the number of clients
	 * @param outstanding how many broadcasts are under way
	 * @return the load
	 */
	public static BroadcastLoad toAll(LoadLoop loop, int port, int connections, int outstanding) {
		return new BroadcastLoad(loop, port, TO_ALL, connections, outstanding, 0);
	}

	/**
	 * Creates a load of broadcasts to everyone, which come with an offset each.
	 * @param loop where it works
	 * @param port the server's port
	 * @param connections the number of clients
	 * @param outstanding how many broadcasts are under way
	 * @return the load
	 */
	public static BroadcastLoad withOffsets(LoadLoop loop, int port, int connections, int outstanding) {
		return new BroadcastLoad(loop, port, TO_ALL.withOffset(), connections, outstanding, 0);
	}

	/**
	 * Creates a load of broadcasts to one room that everyone is in.
	 * @param loop where it works
	 * @param port the server's port
	 * @param connections the number of clients
	 * @param roomsPerConnection how many rooms each client is in, in all but one of them
	 * alone
	 * @return the load
	 */
	public static BroadcastLoad toRoom(LoadLoop loop, int port, int connections, int roomsPerConnection) {
		return new BroadcastLoad(loop, port, TO_ROOM, connections, 1, roomsPerConnection);
	}

	@Override
	public void open() {
		this.clients.open(this.connections, Member::new);
		if (this.roomsPerConnection > 0) {
			this.tally.start(() -> this.clients.list().forEach(Member::joinRooms));
			this.tally.await(this.allInRooms, "clients to join rooms");
		}
	}

	@Override
	public void start() {
		this.tally.start(() -> emit(this.missing.length));
	}

	private void emit(int times) {
		Member sender = this.clients.list().get(0);
		for (int i = 0; i < times; i++) {
			this.missing[(int) (sender.emitted++ % this.missing.length)] = this.connections;
		}
		this.tally.sent(times);
		sender.send(this.message, times);
	}

	@Override
	public void reset() {
		this.tally.reset();
	}

	@Override
	public LoadCount count() {
		return this.tally.count();
	}

	@Override
	public void stop() {
		this.tally.stop();
	}

	@Override
	public void close() {
		this.clients.close();
	}

	private final class Member extends WebSocketConnection {

		private final int id = BroadcastLoad.this.clients.list().size();

		private long number;

		private long emitted;

		private int completed;

		Member() {
			super(BroadcastLoad.this.tally);
		}

		@Override
		void joined() {
			BroadcastLoad.this.clients.joined(Member::new);
		}

		void joinRooms() {
			StringBuilder packet = new StringBuilder("421[\"join\",[\"room\"");
			for (int i = 1; i < BroadcastLoad.this.roomsPerConnection; i++) {
				packet.append(",\"").append(i).append('-').append(this.id).append('"');
			}
			send(packet.append("]]").toString());
		}

		@Override
		void received(ByteBuf in, int index, int length, long now) {
			BroadcastLoad load = BroadcastLoad.this;
			if (length == JOINED.length()) {
				if (++load.inRooms == load.connections) {
					load.allInRooms.complete(null);
				}
				return;
			}
			load.tally.record(load.message.check(in, index, length, this.number, now));
			int slot = (int) (this.number++ % load.missing.length);
			if (--load.missing[slot] == 0) {
				load.tally.done();
				this.completed++;
			}
		}

		@Override
		void allReceived() {
			int times = this.completed;
			this.completed = 0;
			if (times > 0 && BroadcastLoad.this.tally.isRunning()) {
				emit(times);
			}
		}

		@Override
		void left() {
			BroadcastLoad.this.clients.left();
		}

	}

}
