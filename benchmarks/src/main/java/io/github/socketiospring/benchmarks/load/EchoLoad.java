package io.github.socketiospring.benchmarks.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send messages and get them back, or an acknowledgement.
 */
public final class EchoLoad implements Load {

	private final Message message;

	/** One message in so many is the other one. */
	private final int every;

	private final @Nullable Message other;

	private final int connections;

	private final int outstanding;

	private final Tally tally;

	private final WebSocketClients<EchoClient> clients;

	private long opened;

	/**
	 * Creates a load.
	 * @param loop where it works
	 * @param port the server's port
	 * @param message what is sent
	 * @param connections the number of clients
	 * @param outstanding how many messages each has under way
	 */
	public EchoLoad(LoadLoop loop, int port, Message message, int connections, int outstanding) {
		this(loop, port, message, 0, null, connections, outstanding);
	}

	/**
	 * Creates a load of two kinds of messages.
	 * @param loop where it works
	 * @param port the server's port
	 * @param message what is mostly sent
	 * @param every one message in so many is the other one
	 * @param other the other one, which ends differently
	 * @param connections the number of clients
	 * @param outstanding how many messages each has under way
	 */
	public EchoLoad(LoadLoop loop, int port, Message message, int every, @Nullable Message other, int connections,
			int outstanding) {
		this.message = message;
		this.every = every;
		this.other = other;
		this.connections = connections;
		this.outstanding = outstanding;
		this.tally = new Tally(loop);
		this.clients = new WebSocketClients<>(loop, port, this.tally);
	}

	@Override
	public void open() {
		this.clients.open(this.connections, EchoClient::new);
	}

	@Override
	public void start() {
		this.tally.start(() -> this.clients.list().forEach((client) -> client.emit(this.outstanding)));
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

	private final class EchoClient extends WebSocketConnection {

		/** Of clients, each begins elsewhere in the turn of messages. */
		private long sent = EchoLoad.this.opened++;

		private long number;

		private int answered;

		EchoClient() {
			super(EchoLoad.this.tally, EchoLoad.this.message.format());
		}

		@Override
		void joined() {
			EchoLoad.this.clients.joined(EchoClient::new);
		}

		void emit(int times) {
			EchoLoad.this.tally.sent(times);
			if (EchoLoad.this.other == null) {
				send(EchoLoad.this.message, times);
			}
			else {
				send(this::next, times);
			}
		}

		private Message next() {
			Message other = EchoLoad.this.other;
			return (other != null && ++this.sent % EchoLoad.this.every == 0) ? other : EchoLoad.this.message;
		}

		@Override
		void received(ByteBuf in, int index, int length, long now) {
			Tally tally = EchoLoad.this.tally;
			Message other = EchoLoad.this.other;
			Message message = (other != null && other.hasEnd(in, index, length)) ? other : EchoLoad.this.message;
			tally.record(message.check(in, index, length, this.number++, now));
			tally.done();
			this.answered++;
		}

		@Override
		void allReceived() {
			int times = this.answered;
			this.answered = 0;
			if (times > 0 && EchoLoad.this.tally.isRunning()) {
				emit(times);
			}
		}

		@Override
		void left() {
			EchoLoad.this.clients.left();
		}

	}

}
