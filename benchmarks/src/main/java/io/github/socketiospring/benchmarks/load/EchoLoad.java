package io.github.socketiospring.benchmarks.load;

import io.netty.buffer.ByteBuf;

/**
 * Clients that send messages and get them back, or an acknowledgement.
 */
public final class EchoLoad implements Load {

	private final Message message;

	private final int connections;

	private final int outstanding;

	private final Tally tally;

	private final WebSocketClients<EchoClient> clients;

	/**
	 * Creates a load.
	 * @param loop where it works
	 * @param port the server's port
	 * @param message what is sent
	 * @param connections the number of clients
	 * @param outstanding how many messages each has under way
	 */
	public EchoLoad(LoadLoop loop, int port, Message message, int connections, int outstanding) {
		this.message = message;
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

		private long number;

		private int answered;

		EchoClient() {
			super(EchoLoad.this.tally);
		}

		@Override
		void joined() {
			EchoLoad.this.clients.joined(EchoClient::new);
		}

		void emit(int times) {
			EchoLoad.this.tally.sent(times);
			send(EchoLoad.this.message, times);
		}

		@Override
		void received(ByteBuf in, int index, int length, long now) {
			Tally tally = EchoLoad.this.tally;
			tally.record(EchoLoad.this.message.check(in, index, length, this.number++, now));
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
