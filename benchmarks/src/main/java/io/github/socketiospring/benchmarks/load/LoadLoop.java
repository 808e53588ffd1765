package io.github.socketiospring.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The one thread that does all the work of the load generator.
 */
public final class LoadLoop implements AutoCloseable {

	private final EventLoopGroup group;

	private final Bootstrap bootstrap;

	/**
	 * Starts the thread.
	 */
	public LoadLoop() {
		boolean epoll = Epoll.isAvailable();
		this.group = new MultiThreadIoEventLoopGroup(1,
				epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
		this.bootstrap = new Bootstrap().group(this.group)
			.channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true);
	}

	void connect(int port, ChannelHandler handler, Tally tally) {
		this.bootstrap.clone()
			.handler(handler)
			.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.addListener((future) -> {
				if (!future.isSuccess()) {
					tally.fail(new LoadException("Cannot connect", future.cause()));
				}
			});
	}

	void run(Runnable task) {
		call(() -> {
			task.run();
			return true;
		});
	}

	<T> T call(Callable<T> task) {
		return this.group.submit(task).syncUninterruptibly().getNow();
	}

	@Override
	public void close() {
		this.group.shutdownGracefully().syncUninterruptibly();
	}

}
