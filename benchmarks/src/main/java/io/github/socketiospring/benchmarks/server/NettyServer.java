package io.github.socketiospring.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/**
 * The least a Netty server can do: no JSON, and frames whose bytes are made here, once
 * for all who get them.
 */
public final class NettyServer {

	private static final int MAX_LENGTH = 1_000_000;

	private static final int BACKLOG = 1024;

	private final FloorChannels channels = new FloorChannels();

	private final FloorPolling polling = new FloorPolling();

	private final WebSocketServerHandshakerFactory handshakers = new WebSocketServerHandshakerFactory("", null, false,
			MAX_LENGTH);

	private NettyServer() {
	}

	/**
	 * Runs the server.
	 * @param args none
	 * @throws IOException if the standard input fails
	 */
	public static void main(String[] args) throws IOException {
		Parent.tellAndStay(new NettyServer().start());
	}

	private int start() {
		boolean epoll = Epoll.isAvailable();
		Channel channel = new ServerBootstrap()
			.group(new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
			.channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_LENGTH), new RequestHandler());
				}

			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
		return ((InetSocketAddress) channel.localAddress()).getPort();
	}

	private final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

		@Override
		protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
			if (request.headers().contains(HttpHeaderNames.UPGRADE)) {
				upgrade(ctx, request);
			}
			else if (request.method().equals(HttpMethod.GET)) {
				NettyServer.this.polling.poll(request.uri(), (message) -> respond(ctx, message));
			}
			else {
				NettyServer.this.polling.post(request.uri(), request.content());
				respond(ctx, Unpooled.wrappedBuffer(new byte[] { 'o', 'k' }));
			}
		}

		private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
			WebSocketServerHandshaker handshaker = NettyServer.this.handshakers.newHandshaker(request);
			handshaker.handshake(ctx.channel(), request);
			FloorChannels.Connection connection = new EncodedConnection(NettyServer.this.channels, ctx.channel());
			ctx.pipeline().replace(this, null, new FrameHandler(connection));
			connection.reply(FloorAnswers.open(FloorAnswers.SID));
		}

		private static void respond(ChannelHandlerContext ctx, ByteBuf body) {
			DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
					body);
			response.headers()
				.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8")
				.setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
			ctx.writeAndFlush(response, ctx.voidPromise());
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
			ctx.close();
		}

	}

	private static final class FrameHandler extends ChannelInboundHandlerAdapter {

		private final FloorChannels.Connection connection;

		FrameHandler(FloorChannels.Connection connection) {
			this.connection = connection;
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			WebSocketFrame frame = (WebSocketFrame) message;
			if (frame instanceof TextWebSocketFrame) {
				FloorAnswers.answer(frame.content(), this.connection);
				frame.release();
			}
			else if (frame instanceof CloseWebSocketFrame) {
				ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
			}
			else {
				frame.release();
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
			ctx.close();
		}

	}

}
