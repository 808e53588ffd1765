package io.github.socketiospring.benchmarks.load;

import io.netty.buffer.ByteBuf;

/**
 * Clients that connect, join the root namespace and leave, again and again. They count
 * when they have joined; the latency includes the TCP connection.
 */
public final class ConnectLoad implements Load {

	private final LoadLoop loop;

	private final int port;

	private final int simultaneous;

	private final boolean pages;

	private final Tally tally;

	/**
	 * Creates a load.
	 * @param loop where it works
	 * @param port the server's port
	 * @param simultaneous the number of clients
	 * @param pages whether they are pages in browsers
	 */
	public ConnectLoad(LoadLoop loop, int port, int simultaneous, boolean pages) {
		this.loop = loop;
		this.port = port;
		this.simultaneous = simultaneous;
		this.pages = pages;
		this.tally = new Tally(loop);
	}

	@Override
	public void open() {
		// That is the load.
	}

	@Override
	public void start() {
		this.tally.start(() -> {
			for (int i = 0; i < this.simultaneous; i++) {
				connect();
			}
		});
	}

	private void connect() {
		this.tally.sent(1);
		this.loop.connect(this.port, new Visitor(), this.tally);
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
		// All have left.
	}

	private final class Visitor extends WebSocketConnection {

		private final long start = System.nanoTime();

		Visitor() {
			super(ConnectLoad.this.tally, Format.TEXT, ConnectLoad.this.pages);
		}

		@Override
		void joined() {
			ConnectLoad.this.tally.record(System.nanoTime() - this.start);
			close();
		}

		@Override
		void received(ByteBuf in, int index, int length, long now) {
			throw new LoadException("Nothing was sent, but something came back");
		}

		@Override
		void left() {
			if (ConnectLoad.this.tally.isRunning()) {
				connect();
			}
			ConnectLoad.this.tally.done();
		}

	}

}
