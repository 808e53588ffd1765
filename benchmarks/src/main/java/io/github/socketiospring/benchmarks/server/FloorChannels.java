package io.github.socketiospring.benchmarks.server;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * Connections that are written to directly. Each is flushed once, when the event loop has
 * read all there is to read. On one loop only.
 */
final class FloorChannels {

	private final List<Connection> connections = new ArrayList<>();

	private final List<Connection> written = new ArrayList<>();

	private final Runnable flush = this::flush;

	private void flush() {
		for (Connection connection : this.written) {
			connection.isWritten = false;
			connection.flush();
		}
		this.written.clear();
	}

	/**
	 * One of the connections, until it is closed.
	 */
	abstract static class Connection implements FloorAnswers.Recipients {

		private final FloorChannels channels;

		private final Channel channel;

		private boolean isWritten;

		Connection(FloorChannels channels, Channel channel) {
			this.channels = channels;
			this.channel = channel;
			channels.connections.add(this);
			channel.closeFuture().addListener((future) -> {
				channels.connections.remove(this);
				closed();
			});
		}

		@Override
		public final void broadcast(ByteBuf message) {
			ByteBuf shared = share(message);
			for (Connection connection : this.channels.connections) {
				connection.deliver(shared.retainedDuplicate());
			}
			shared.release();
		}

		/**
		 * Makes what all get of a message, which is the caller's.
		 */
		abstract ByteBuf share(ByteBuf message);

		/**
		 * Takes what all get.
		 */
		abstract void deliver(ByteBuf shared);

		/**
		 * Writes something, now or when the connection is flushed.
		 */
		final void write(Object frame) {
			this.channel.write(frame, this.channel.voidPromise());
			flushLater();
		}

		final void flushLater() {
			if (!this.isWritten) {
				this.isWritten = true;
				if (this.channels.written.isEmpty()) {
					this.channel.eventLoop().execute(this.channels.flush);
				}
				this.channels.written.add(this);
			}
		}

		void flush() {
			this.channel.flush();
		}

		void closed() {
		}

	}

}
