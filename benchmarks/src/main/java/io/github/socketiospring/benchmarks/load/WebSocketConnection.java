package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects by WebSocket, joins the root namespace and answers heartbeats;
 * what else it does is up to subclasses. On the loop only.
 */
abstract class WebSocketConnection extends ChannelInboundHandlerAdapter {

	private static final String REQUEST = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
			+ "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
			+ "Sec-WebSocket-Version: 13\r\n";

	private static final ByteBuf UPGRADE = constant(REQUEST + "\r\n");

	/** As a browser asks for a page of the same server. */
	private static final ByteBuf UPGRADE_OF_PAGE = constant(
			REQUEST + "Origin: http://localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\r\n\r\n");

	private static final ByteBuf PONG = constant(ClientFrame.text("3"));

	private static final ByteBuf CLOSE = constant(ClientFrame.close());

	private static final String SWITCHED = "HTTP/1.1 101";

	private static final int LENGTH_IN_SHORT = 126;

	private static final int LENGTH_IN_LONG = 127;

	private final Tally tally;

	private final Format format;

	private final ByteBuf request;

	private @Nullable ChannelHandlerContext context;

	private @Nullable ByteBuf rest;

	private @Nullable ByteBuf answers;

	private boolean upgraded;

	private boolean closing;

	WebSocketConnection(Tally tally) {
		this(tally, Format.TEXT, false);
	}

	WebSocketConnection(Tally tally, Format format) {
		this(tally, format, false);
	}

	/**
	 * Creates a client.
	 * @param tally counts what it does
	 * @param format how it writes packets
	 * @param page whether it is a page in a browser, which names its origin
	 */
	WebSocketConnection(Tally tally, Format format, boolean page) {
		this.tally = tally;
		this.format = format;
		this.request = page ? UPGRADE_OF_PAGE : UPGRADE;
	}

	/**
	 * Sends a message, several times at once.
	 */
	void send(Message message, int times) {
		send(() -> message, times);
	}

	/**
	 * Sends several messages at once.
	 */
	void send(Supplier<Message> messages, int times) {
		long now = System.nanoTime();
		Message message = messages.get();
		ByteBuf out = context().alloc().directBuffer(message.frameLength() * times);
		message.writeFrame(out, now);
		for (int i = 1; i < times; i++) {
			messages.get().writeFrame(out, now);
		}
		write(out);
	}

	/**
	 * Sends something that is not measured.
	 */
	void send(String message) {
		write(Unpooled.wrappedBuffer(ClientFrame.text(message)));
	}

	/**
	 * Answers what is being received. Answers to what has come together leave together.
	 */
	void answer(String message) {
		if (this.answers == null) {
			this.answers = context().alloc().directBuffer();
		}
		this.answers.writeBytes(ClientFrame.text(message));
	}

	private void writeAnswers() {
		if (this.answers != null) {
			write(this.answers);
			this.answers = null;
		}
	}

	/**
	 * Says goodbye, and leaves when the server does.
	 */
	void close() {
		this.closing = true;
		write(CLOSE.duplicate());
	}

	/**
	 * Just leaves.
	 */
	void disconnect() {
		this.closing = true;
		context().close();
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		this.context = ctx;
		write(this.request.duplicate());
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
			read(in);
			writeAnswers();
			if (in.isReadable()) {
				this.rest = ctx.alloc().buffer(2 * in.readableBytes()).writeBytes(in);
			}
		}
		finally {
			in.release();
		}
	}

	private void read(ByteBuf in) {
		if (!this.upgraded && !readUpgrade(in)) {
			return;
		}
		long now = System.nanoTime();
		while (readFrame(in, now)) {
			// All there are.
		}
	}

	private boolean readUpgrade(ByteBuf in) {
		int end = HttpHead.end(in);
		if (end < 0) {
			return false;
		}
		String head = in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII).toString();
		if (!head.startsWith(SWITCHED)) {
			throw new LoadException("No WebSocket: " + head);
		}
		this.upgraded = true;
		return true;
	}

	private boolean readFrame(ByteBuf in, long now) {
		int available = in.readableBytes();
		if (available < 2) {
			return false;
		}
		int start = in.readerIndex();
		int length = in.getByte(start + 1);
		int header = 2;
		if (length == LENGTH_IN_SHORT) {
			header += Short.BYTES;
		}
		else if (length == LENGTH_IN_LONG) {
			header += Long.BYTES;
		}
		if (available < header) {
			return false;
		}
		if (header > 2) {
			length = (length == LENGTH_IN_SHORT) ? in.getUnsignedShort(start + 2) : (int) in.getLong(start + 2);
		}
		if (available < header + length) {
			return false;
		}
		in.skipBytes(header + length);
		if (!this.closing) {
			frame(in, in.getByte(start), start + header, length, now);
		}
		else if (in.getByte(start) == ClientFrame.CLOSE) {
			context().close();
		}
		return true;
	}

	private void frame(ByteBuf in, byte first, int index, int length, long now) {
		if (first == ClientFrame.BINARY && this.format == Format.MSGPACK) {
			if (Format.isJoined(in, index, length)) {
				joined();
			}
			else {
				received(in, index, length, now);
			}
			return;
		}
		if (first != ClientFrame.TEXT || length == 0) {
			throw new LoadException("Unexpected frame " + Integer.toHexString(first & 0xff) + " of " + length);
		}
		int type = in.getByte(index) << Byte.SIZE | ((length > 1) ? in.getByte(index + 1) : 0);
		switch (type) {
			case '4' << Byte.SIZE | '2', '4' << Byte.SIZE | '3' -> received(in, index, length, now);
			case '4' << Byte.SIZE | '0' -> joined();
			case '0' << Byte.SIZE | '{' -> write(this.format.join());
			case '2' << Byte.SIZE -> write(PONG.duplicate());
			default -> throw new LoadException("Unexpected: " + in.toString(index, length, StandardCharsets.UTF_8));
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		allReceived();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		if (this.rest != null) {
			this.rest.release();
			this.rest = null;
		}
		if (this.closing) {
			left();
		}
		else {
			this.tally.fail(new LoadException("The server has closed a connection"));
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (!this.closing) {
			this.tally.fail(cause);
		}
		ctx.close();
	}

	private void write(ByteBuf data) {
		ChannelHandlerContext current = context();
		current.writeAndFlush(data, current.voidPromise());
	}

	private ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("Not connected");
		}
		return this.context;
	}

	private static ByteBuf constant(String data) {
		return constant(data.getBytes(StandardCharsets.US_ASCII));
	}

	private static ByteBuf constant(byte[] data) {
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(data.length).writeBytes(data)).asReadOnly();
	}

	/**
	 * The namespace is joined.
	 */
	abstract void joined();

	/**
	 * A message has come.
	 */
	abstract void received(ByteBuf in, int index, int length, long now);

	/**
	 * All has been received that has come at once.
	 */
	void allReceived() {
	}

	/**
	 * The connection is closed, as asked for.
	 */
	void left() {
	}

}
