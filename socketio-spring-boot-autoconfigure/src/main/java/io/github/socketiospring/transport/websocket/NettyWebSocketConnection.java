package io.github.socketiospring.transport.websocket;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.engine.WakeUps;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on a Reactor Netty channel, written to directly: frames are made by the
 * encoder of the packet, so they are written below the WebSocket encoder, collected into
 * one buffer and flushed once per read batch or turn of the event loop.
 */
public final class NettyWebSocketConnection implements FramedConnection {

	private static final byte FINAL_CLOSE = (byte) 0x88;

	/** Larger messages are written from their own array, smaller ones are collected. */
	private static final int COPY_LIMIT = 8 * 1024;

	private static final int BATCH_LIMIT = 64 * 1024;

	/** How long a client that does not read may hold up the closing of its channel. */
	private static final int CLOSE_SECONDS = 5;

	private final Channel channel;

	/** Writing and flushing here goes past the WebSocket encoder. */
	private final ChannelHandlerContext belowEncoder;

	/** Whether frames are not those of RFC 6455: the channel's own encoder makes all. */
	private final boolean draft76;

	/** Messages of at least this length are compressed by the channel's handlers. */
	private final int compressedLength;

	private final boolean textOnly;

	private final AtomicBoolean drainScheduled = new AtomicBoolean();

	private volatile @Nullable TransportSession session;

	private volatile @Nullable FrameReceiver receiver;

	/** Of the queue, when this connection began to take from it. */
	private volatile int generation;

	private boolean reading;

	private boolean flushNeeded;

	/** Whether what is written stays here: see {@link FirstFrameDelay}. */
	private boolean held;

	private volatile boolean closing;

	/**
	 * Creates a connection with the frames of RFC 6455.
	 * @param channel the channel
	 * @param belowEncoder where frames are written
	 * @param compressedLength messages of at least this length are compressed, by
	 * handlers above the channel's encoder
	 * @param textOnly whether the client takes binary data as base64 only
	 */
	NettyWebSocketConnection(Channel channel, ChannelHandlerContext belowEncoder, int compressedLength,
			boolean textOnly) {
		this(channel, belowEncoder, compressedLength, textOnly, false);
	}

	private NettyWebSocketConnection(Channel channel, ChannelHandlerContext belowEncoder, int compressedLength,
			boolean textOnly, boolean draft76) {
		this.channel = channel;
		this.belowEncoder = belowEncoder;
		this.compressedLength = compressedLength;
		this.textOnly = textOnly;
		this.draft76 = draft76;
	}

	/**
	 * Creates a connection with the frames of draft 76, which the channel's encoder
	 * makes. Their text is all such a client takes.
	 * @param channel the channel
	 * @param encoder the context of its encoder
	 * @return the connection
	 */
	public static NettyWebSocketConnection ofDraft76(Channel channel, ChannelHandlerContext encoder) {
		return new NettyWebSocketConnection(channel, encoder, Integer.MAX_VALUE, true, true);
	}

	@Override
	public String transport() {
		return Transports.WEBSOCKET.name();
	}

	@Override
	public Executor executor() {
		return this.channel.eventLoop();
	}

	@Override
	public boolean isWritable() {
		return !this.closing && this.channel.isWritable();
	}

	@Override
	public void receiveWith(FrameReceiver receiver) {
		this.receiver = receiver;
	}

	@Nullable FrameReceiver receiver() {
		return this.closing ? null : this.receiver;
	}

	boolean isClosing() {
		return this.closing;
	}

	@Nullable FrameReceiver lastReceiver() {
		return this.receiver;
	}

	@Override
	public void attach(TransportSession session) {
		this.generation = session.queue().generation();
		this.session = session;
		wakeUp();
	}

	@Override
	public boolean detach() {
		return false;
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.channel.config().setAutoRead(!suspended);
	}

	// Reading

	/** A batch of frames begins: what it causes to be written waits for its end. */
	void readStarted() {
		this.reading = true;
		// A client that sends something is open.
		this.held = false;
	}

	/** A batch of frames has ended. */
	void readCompleted() {
		this.reading = false;
		drain();
		flushIfNeeded();
	}

	// Writing

	@Override
	public void wakeUp() {
		if (this.drainScheduled.compareAndSet(false, true) && !(this.channel.eventLoop().inEventLoop() && this.reading)
				&& !WakeUps.putOff(this)) {
			this.channel.eventLoop().execute(this::drain);
		}
	}

	@Override
	public void drain() {
		this.drainScheduled.set(false);
		TransportSession current = this.session;
		if (current == null || this.closing) {
			return;
		}
		OutboundQueue queue = current.queue();
		ByteBuf batch = null;
		int batched = 0;
		while (this.channel.isWritable()) {
			EngineMessage message = queue.poll();
			if (message == null) {
				break;
			}
			if (this.textOnly && message.isBinary()) {
				message = current.revision().base64Message(message);
			}
			if (collects(message)) {
				batch = (batch != null) ? batch : batch(message, queue);
				batch.writeBytes(message.array(), message.frameOffset(), message.frameLength());
				batched++;
				if (batch.readableBytes() > BATCH_LIMIT) {
					writeBatch(batch, batched);
					batch = null;
					batched = 0;
				}
				continue;
			}
			if (batch != null) {
				writeBatch(batch, batched);
				batch = null;
				batched = 0;
			}
			writeAlone(message);
		}
		if (batch != null) {
			writeBatch(batch, batched);
		}
		flushIfNeeded();
		if (queue.isFinished()) {
			finish();
			current.drained();
		}
	}

	/** Large enough for all that waits, as a rule. */
	private ByteBuf batch(EngineMessage first, OutboundQueue queue) {
		return this.channel.alloc().buffer((int) Math.min(first.frameLength() + queue.waitingBytes(), BATCH_LIMIT));
	}

	private void writeBatch(ByteBuf batch, int messages) {
		this.flushNeeded = true;
		this.belowEncoder.write(batch, promise(messages));
	}

	/** What is told when messages were written, or nobody if nobody wants to know. */
	private ChannelPromise promise(int messages) {
		TransportSession current = this.session;
		if (current == null || !current.queue().isRetaining()) {
			return this.channel.voidPromise();
		}
		int takenIn = this.generation;
		ChannelPromise promise = this.channel.newPromise();
		promise.addListener((future) -> {
			if (future.isSuccess()) {
				current.queue().confirm(messages, takenIn);
			}
		});
		return promise;
	}

	private boolean collects(EngineMessage message) {
		return message.frameLength() <= COPY_LIMIT && !encodes(message);
	}

	private boolean encodes(EngineMessage message) {
		return this.draft76 || (message.payloadLength() >= this.compressedLength && message.isCompressible());
	}

	private void writeAlone(EngineMessage message) {
		this.flushNeeded = true;
		if (encodes(message)) {
			this.channel.write(encodable(message), promise(1));
			return;
		}
		this.belowEncoder.write(frame(message), promise(1));
	}

	private static WebSocketFrame encodable(EngineMessage message) {
		ByteBuf payload = Unpooled.wrappedBuffer(message.array(), message.payloadOffset(), message.payloadLength());
		return message.isBinary() ? new BinaryWebSocketFrame(payload) : new TextWebSocketFrame(payload);
	}

	private static ByteBuf frame(EngineMessage message) {
		return Unpooled.wrappedBuffer(message.array(), message.frameOffset(), message.frameLength());
	}

	void flushNeeded() {
		this.flushNeeded = true;
	}

	private void flushIfNeeded() {
		if (this.flushNeeded && !this.reading && !this.held) {
			this.flushNeeded = false;
			this.belowEncoder.flush();
		}
	}

	/** Keeps back what is written, until it is released or the client sends something. */
	void hold() {
		this.held = true;
	}

	/** Lets what was kept back leave. */
	void release() {
		this.held = false;
		flushIfNeeded();
	}

	@Override
	public void write(EngineMessage message) {
		if (encodes(message)) {
			this.channel.write(encodable(message), this.channel.voidPromise());
		}
		else {
			this.belowEncoder.write(frame(message), this.belowEncoder.voidPromise());
		}
		flush();
	}

	private void flush() {
		if (this.held) {
			this.flushNeeded = true;
		}
		else {
			this.belowEncoder.flush();
		}
	}

	// Closing

	@Override
	public boolean abort(CloseReason reason) {
		close(null);
		return false;
	}

	@Override
	public void closeUnused() {
		close(null);
	}

	/**
	 * Sends a close frame and closes the channel.
	 * @param status the status to send, or {@code null} for none
	 */
	void close(@Nullable WebSocketCloseStatus status) {
		this.channel.eventLoop().execute(() -> closeNow(status));
	}

	void closeNow(@Nullable WebSocketCloseStatus status) {
		if (this.closing) {
			return;
		}
		this.closing = true;
		if (!this.channel.isActive()) {
			return;
		}
		if (this.channel.isWritable()) {
			writeClose(status);
		}
		else {
			this.channel.close();
		}
	}

	/** Everything was written: the close frame follows, however slowly that is read. */
	private void finish() {
		this.channel.eventLoop().execute(() -> {
			if (!this.closing) {
				this.closing = true;
				writeClose(null);
			}
		});
	}

	private void writeClose(@Nullable WebSocketCloseStatus status) {
		ChannelFuture written = sendClose(status).addListener(ChannelFutureListener.CLOSE);
		if (!written.isDone()) {
			var force = this.channel.eventLoop().schedule(() -> this.channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
			this.channel.closeFuture().addListener((future) -> force.cancel(false));
		}
	}

	private ChannelFuture sendClose(@Nullable WebSocketCloseStatus status) {
		// Draft 76 has a close frame of its own, without a status.
		ChannelFuture sent = this.draft76 ? this.channel.write(new CloseWebSocketFrame())
				: this.belowEncoder.write(Unpooled.wrappedBuffer(closeFrame(status)));
		flush();
		return sent;
	}

	/**
	 * RFC 6455, 5.5.1: the status is "a 2-byte unsigned integer (in network byte order)".
	 */
	private static byte[] closeFrame(@Nullable WebSocketCloseStatus status) {
		return (status != null) ? new byte[] { FINAL_CLOSE, 2, (byte) (status.code() >> 8), (byte) status.code() }
				: new byte[] { FINAL_CLOSE, 0 };
	}

}
