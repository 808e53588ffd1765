package io.github.socketiospring.benchmarks.load;

import io.netty.buffer.ByteBuf;

/**
 * Clients that join the root namespace and stay.
 */
public final class IdleClients implements AutoCloseable {

	private final Tally tally;

	private final WebSocketClients<IdleClient> clients;

	/**
	 * Creates clients.
	 * @param loop where they are
	 * @param port the server's port
	 */
	public IdleClients(LoadLoop loop, int port) {
		this.tally = new Tally(loop);
		this.clients = new WebSocketClients<>(loop, port, this.tally);
	}

	/**
	 * Connects clients until there are as many as wanted.
	 * @param number how many are wanted
	 */
	public void hold(int number) {
		this.clients.open(number, IdleClient::new);
	}

	/**
	 * Disconnects the clients.
	 * @throws LoadException if the server has lost one before
	 */
	@Override
	public void close() {
		this.tally.count();
		this.clients.close();
	}

	private final class IdleClient extends WebSocketConnection {

		IdleClient() {
			super(IdleClients.this.tally);
		}

		@Override
		void joined() {
			IdleClients.this.clients.joined(IdleClient::new);
		}

		@Override
		void received(ByteBuf in, int index, int length, long now) {
			throw new LoadException("Nothing was sent, but something came back");
		}

		@Override
		void left() {
			IdleClients.this.clients.left();
		}

	}

}
