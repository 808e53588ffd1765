package io.github.socketiospring.transport.hixie;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.transport.websocket.FrameInboundHandler;
import io.github.socketiospring.transport.websocket.NettyWebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket00FrameEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Reads the first bytes of one connection, and is gone as soon as they are no handshake
 * of draft 76.
 */
final class HixieHandler extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(HixieHandler.class);

	private static final int MAX_HEAD = 8 * 1024;

	private static final int HEAD_SECONDS = 10;

	private static final ByteBuf END_OF_HEAD = Unpooled
		.unreleasableBuffer(Unpooled.wrappedBuffer("\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
		.asReadOnly();

	private final HixieUpgrade upgrade;

	private final String httpDecoder;

	private @Nullable ByteBuf received;

	private @Nullable HixieRequest request;

	private int headLength;

	private boolean refused;

	/** Another server is being reached. */
	private boolean waiting;

	private @Nullable Future<?> timeout;

	HixieHandler(HixieUpgrade upgrade, String httpDecoder) {
		this.upgrade = upgrade;
		this.httpDecoder = httpDecoder;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (!(message instanceof ByteBuf bytes)) {
			ctx.fireChannelRead(message);
			return;
		}
		if (this.refused) {
			bytes.release();
			return;
		}
		ByteBuf all = this.received;
		if (all == null) {
			all = bytes;
			this.received = all;
		}
		else {
			all.writeBytes(bytes);
			bytes.release();
		}
		if (!this.waiting) {
			look(ctx, all);
		}
	}

	private void look(ChannelHandlerContext ctx, ByteBuf all) {
		byte[] start = this.upgrade.start();
		int known = Math.min(start.length, all.readableBytes());
		boolean possible = ByteBufUtil.equals(all, all.readerIndex(), Unpooled.wrappedBuffer(start), 0, known);
		int end = possible ? ByteBufUtil.indexOf(END_OF_HEAD, all) : -1;
		if (!possible || (end < 0 && all.readableBytes() > MAX_HEAD)) {
			leave(ctx);
			return;
		}
		if (this.request == null && end >= 0) {
			this.headLength = end - all.readerIndex();
			this.request = HixieRequest
				.parse(all.toString(all.readerIndex(), this.headLength, StandardCharsets.ISO_8859_1));
		}
		if (this.request != null && all.readableBytes() >= length()) {
			accept(ctx, all, this.request);
		}
		else if (this.request == null && end >= 0) {
			leave(ctx);
		}
		else {
			keep(ctx, all);
		}
	}

	/** Returns the length of the head, the empty line and the third key. */
	private int length() {
		return this.headLength + END_OF_HEAD.readableBytes() + HixieRequest.KEY_LENGTH;
	}

	/** Copies what was received: it may be part of a larger buffer, and has to grow. */
	private void keep(ChannelHandlerContext ctx, ByteBuf all) {
		if (this.timeout == null) {
			ByteBuf own = ctx.alloc().buffer(all.readableBytes() + 256);
			own.writeBytes(all);
			all.release();
			this.received = own;
			this.timeout = ctx.executor().schedule(() -> ctx.close(), HEAD_SECONDS, TimeUnit.SECONDS);
		}
	}

	/** Something else: the HTTP server reads it from its beginning. */
	private void leave(ChannelHandlerContext ctx) {
		ByteBuf all = this.received;
		this.received = null;
		ctx.pipeline().remove(this);
		if (all != null) {
			ctx.fireChannelRead(all);
		}
	}

	private void accept(ChannelHandlerContext ctx, ByteBuf all, HixieRequest handshake) {
		LegacyTransport type = this.upgrade.type(handshake);
		byte[] key = new byte[HixieRequest.KEY_LENGTH];
		all.getBytes(all.readerIndex() + length() - key.length, key);
		boolean secure = ctx.pipeline().get(SslHandler.class) != null;
		String forwarded = this.upgrade.forwarded(handshake);
		String scheme = (forwarded != null)
				? this.upgrade.remote().scheme(forwarded, handshake.target(), String.valueOf(handshake.host())) : "";
		if (type == null || scheme == null || !this.upgrade.isAllowed(handshake)) {
			refuse(ctx, (type == null) ? "404 Not Found" : "403 Forbidden");
			return;
		}
		byte[] answer = handshake.answer(key, scheme.isEmpty() ? secure : scheme.equals("https"));
		if (answer == null) {
			refuse(ctx, "400 Bad Request");
		}
		else if (!this.waiting && this.upgrade.isElsewhere(handshake)) {
			handOn(ctx, all, handshake, type, answer);
		}
		else {
			serve(ctx, all, handshake, type, answer);
		}
	}

	private void handOn(ChannelHandlerContext ctx, ByteBuf all, HixieRequest handshake, LegacyTransport type,
			byte[] answer) {
		this.waiting = true;
		String head = all.toString(all.readerIndex(), this.headLength, StandardCharsets.ISO_8859_1);
		int sent = this.headLength + END_OF_HEAD.readableBytes();
		ByteBuf rest = all.copy(all.readerIndex() + sent, all.readableBytes() - sent);
		boolean secure = ctx.pipeline().get(SslHandler.class) != null;
		this.upgrade.remote()
			.handOn(ctx.channel(), new RemoteHandshakes.Handshake(this.upgrade.sid(handshake), handshake.target(),
					String.valueOf(handshake.host()), secure, head, rest), new RemoteHandshakes.Taking() {

						@Override
						public void connected(ChannelHandler end) {
							giveAway(ctx, end);
						}

						@Override
						public void unreachable() {
							ByteBuf received = HixieHandler.this.received;
							if (received != null) {
								serve(ctx, received, handshake, type, answer);
							}
						}

					});
	}

	private void giveAway(ChannelHandlerContext ctx, ChannelHandler end) {
		if (!ctx.isRemoved()) {
			removeHttp(ctx.pipeline());
			ctx.pipeline().addBefore(NettyPipeline.ReactiveBridge, "socketio.tunnel", end);
			ctx.pipeline().remove(this);
		}
	}

	private void serve(ChannelHandlerContext ctx, ByteBuf all, HixieRequest handshake, LegacyTransport type,
			byte[] answer) {
		ByteBuf rest = all.copy(all.readerIndex() + length(), all.readableBytes() - length());
		ctx.writeAndFlush(Unpooled.wrappedBuffer(answer));
		takeOver(ctx, handshake, type, rest);
	}

	private void refuse(ChannelHandlerContext ctx, String status) {
		this.refused = true;
		if (logger.isDebugEnabled()) {
			logger.debug("Refused a handshake of draft 76: " + status);
		}
		byte[] answer = ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		ctx.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
	}

	private void takeOver(ChannelHandlerContext ctx, HixieRequest handshake, LegacyTransport type, ByteBuf rest) {
		ChannelPipeline pipeline = ctx.pipeline();
		removeHttp(pipeline);
		int max = this.upgrade.options().maxMessageSize();
		pipeline.addBefore(NettyPipeline.ReactiveBridge, "wsencoder", new WebSocket00FrameEncoder());
		pipeline.addBefore(NettyPipeline.ReactiveBridge, "wsdecoder", new HixieFrameDecoder(max));
		NettyWebSocketConnection connection = NettyWebSocketConnection.ofDraft76(ctx.channel(),
				pipeline.context("wsencoder"));
		pipeline.addBefore(NettyPipeline.ReactiveBridge, "socketio.webSocketInbound",
				new FrameInboundHandler(connection, this.upgrade.options()));
		this.upgrade.connected(handshake, type, connection);
		ctx.fireChannelRead(rest);
		ctx.fireChannelReadComplete();
		pipeline.remove(this);
		ctx.channel().config().setAutoRead(true);
	}

	/** From its decoder up to where Reactor Netty's operations begin. */
	private void removeHttp(ChannelPipeline pipeline) {
		List<String> names = new ArrayList<>(pipeline.names());
		int from = names.indexOf(this.httpDecoder);
		int to = names.indexOf(NettyPipeline.ReactiveBridge);
		for (String name : names.subList(from, to)) {
			pipeline.remove(name);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.received != null && !this.waiting) {
			// The HTTP side has seen nothing that could make it read on.
			ctx.read();
		}
		ctx.fireChannelReadComplete();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
		if (this.received != null) {
			this.received.release();
			this.received = null;
		}
	}

}
