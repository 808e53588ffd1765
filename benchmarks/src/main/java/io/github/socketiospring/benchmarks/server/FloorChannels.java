package io.github.socketiospring.benchmarks.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * Connections that are written to directly. Each is flushed once, when the event loop has
 * read all there is to read. On one loop only.
 */
final class FloorChannels {

	/** Makes a frame of a message, which is the caller's. */
	private final Function<ByteBuf, ByteBuf> encoder;

	private final List<Connection> connections = new ArrayList<>();

	private final List<Connection> written = new ArrayList<>();

	private final Runnable flush = this::flush;

	FloorChannels(Function<ByteBuf, ByteBuf> encoder) {
		this.encoder = encoder;
	}

	/**
	 * Adds a connection, until it is closed.
	 */
	Connection add(Channel channel, Function<ByteBuf, Object> framer) {
		Connection connection = new Connection(channel, framer);
		this.connections.add(connection);
		channel.closeFuture().addListener((future) -> this.connections.remove(connection));
		return connection;
	}

	private void flush() {
		for (Connection connection : this.written) {
			connection.isWritten = false;
			connection.channel.flush();
		}
		this.written.clear();
	}

	/**
	 * One of the connections.
	 */
	final class Connection implements FloorAnswers.Recipients {

		private final Channel channel;

		private final Function<ByteBuf, Object> framer;

		private boolean isWritten;

		private Connection(Channel channel, Function<ByteBuf, Object> framer) {
			this.channel = channel;
			this.framer = framer;
		}

		@Override
		public void reply(ByteBuf message) {
			write(FloorChannels.this.encoder.apply(message));
		}

		@Override
		public void broadcast(ByteBuf message) {
			ByteBuf encoded = FloorChannels.this.encoder.apply(message);
			for (Connection connection : FloorChannels.this.connections) {
				connection.write(encoded.retainedDuplicate());
			}
			encoded.release();
		}

		void write(ByteBuf encoded) {
			this.channel.write(this.framer.apply(encoded), this.channel.voidPromise());
			if (!this.isWritten) {
				this.isWritten = true;
				if (FloorChannels.this.written.isEmpty()) {
					this.channel.eventLoop().execute(FloorChannels.this.flush);
				}
				FloorChannels.this.written.add(this);
			}
		}

	}

}
