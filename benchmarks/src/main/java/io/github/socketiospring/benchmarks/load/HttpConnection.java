package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Sends one HTTP request after the other, on one connection if the server lets it, or on
 * a new one for each request if the server closes them. On the loop only.
 */
final class HttpConnection {

	private static final String OK = "HTTP/1.1 200";

	private static final String CONTENT_LENGTH = "\r\ncontent-length:";

	private static final int MAX_ATTEMPTS = 3;

	private final LoadLoop loop;

	private final int port;

	private final BodyConsumer response;

	private final Tally tally;

	private @Nullable Wire wire;

	private @Nullable ByteBuf request;

	private int attempts;

	private boolean isKeptAlive = true;

	private @Nullable Runnable closed;

	HttpConnection(LoadLoop loop, int port, BodyConsumer response, Tally tally) {
		this.loop = loop;
		this.port = port;
		this.response = response;
		this.tally = tally;
	}

	void send(byte[] content) {
		send(PooledByteBufAllocator.DEFAULT.directBuffer(content.length).writeBytes(content));
	}

	void send(byte[] head, Message message) {
		ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(head.length + message.length()).writeBytes(head);
		message.write(out, System.nanoTime());
		send(out);
	}

	private void send(ByteBuf out) {
		this.request = out;
		this.attempts = 0;
		if (this.wire != null) {
			this.wire.write(out);
		}
		else {
			connect();
		}
	}

	/** The request is sent as soon as the connection is there. */
	private void connect() {
		if (++this.attempts > MAX_ATTEMPTS) {
			this.tally.fail(new LoadException("The server closes connections instead of answering"));
			return;
		}
		this.wire = new Wire();
		this.loop.connect(this.port, this.wire, this.tally);
	}

	void disconnect(Runnable listener) {
		this.closed = listener;
		if (this.request != null) {
			this.request.release();
			this.request = null;
		}
		if (this.wire != null) {
			this.wire.close();
		}
		else {
			listener.run();
		}
	}

	private void responded(ByteBuf in, int index, int length) {
		if (this.request != null) {
			this.request.release();
			this.request = null;
		}
		if (!this.isKeptAlive && this.wire != null) {
			this.wire.close();
			this.wire = null;
		}
		this.response.accept(in, index, length);
	}

	private void ended(Wire ended) {
		if (this.wire != ended) {
			return;
		}
		this.wire = null;
		this.isKeptAlive = false;
		if (this.closed != null) {
			this.closed.run();
		}
		else if (this.request != null) {
			connect();
		}
	}

	/**
	 * A connection.
	 */
	private final class Wire extends ChannelInboundHandlerAdapter {

		private @Nullable ChannelHandlerContext context;

		private @Nullable ByteBuf rest;

		void write(ByteBuf out) {
			if (this.context != null) {
				this.context.writeAndFlush(out.retainedDuplicate(), this.context.voidPromise());
			}
		}

		void close() {
			if (this.context != null) {
				this.context.close();
			}
		}

		@Override
		public void channelActive(ChannelHandlerContext ctx) {
			this.context = ctx;
			if (HttpConnection.this.request != null) {
				write(HttpConnection.this.request);
			}
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			ByteBuf in = (ByteBuf) message;
			if (this.rest != null) {
				this.rest.writeBytes(in);
				in.release();
				in = this.rest;
				this.rest = null;
			}
			try {
				if (HttpConnection.this.wire == this && HttpConnection.this.closed == null) {
					read(in);
				}
				if (in.isReadable()) {
					this.rest = ctx.alloc().buffer(2 * in.readableBytes()).writeBytes(in);
				}
			}
			finally {
				in.release();
			}
		}

		private void read(ByteBuf in) {
			int end = HttpHead.end(in);
			if (end < 0) {
				return;
			}
			int start = in.readerIndex();
			int length = contentLength(in.toString(start, end - start, StandardCharsets.US_ASCII));
			if (in.writerIndex() >= end + length) {
				in.readerIndex(end + length);
				responded(in, end, length);
			}
		}

		private static int contentLength(String head) {
			int start = head.toLowerCase(Locale.ROOT).indexOf(CONTENT_LENGTH);
			if (!head.startsWith(OK) || start < 0) {
				throw new LoadException("Unexpected response: " + head);
			}
			start += CONTENT_LENGTH.length();
			return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
		}

		@Override
		public void channelInactive(ChannelHandlerContext ctx) {
			if (this.rest != null) {
				this.rest.release();
				this.rest = null;
			}
			ended(this);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
			if (cause instanceof RuntimeException) {
				HttpConnection.this.tally.fail(cause);
			}
			ctx.close();
		}

	}

	/**
	 * Takes a response's body.
	 */
	interface BodyConsumer {

		void accept(ByteBuf in, int index, int length);

	}

}
