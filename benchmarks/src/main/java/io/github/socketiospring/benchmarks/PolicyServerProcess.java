package io.github.socketiospring.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.FlashPolicyServer;
import io.github.socketiospring.transport.flash.FlashPolicyServerOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * A server in a process of its own, which ends when its standard input does: with its
 * parent at the latest.
 */
public final class PolicyServerProcess implements AutoCloseable {

	/** The policy server. */
	public static final String POLICY = "policy";

	/**
	 * A plain Netty server on one thread: accepts, reads anything, writes the same bytes,
	 * closes.
	 */
	public static final String FLOOR = "floor";

	private static final int BACKLOG = 1024;

	private static final int MAX_CONNECTIONS = 1000;

	private final Process process;

	private final int port;

	private PolicyServerProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static PolicyServerProcess start(String server) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), PolicyServerProcess.class.getName(), server)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
			String port = output.readLine();
			if (port == null) {
				throw new IOException("The server has not started");
			}
			return new PolicyServerProcess(process, Integer.parseInt(port));
		}
		catch (IOException | RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * Returns the CPU time of all its threads so far, user and system: on Linux from
	 * {@code /proc/<pid>/stat}, in steps of usually 10 ms.
	 */
	Duration cpu() {
		return this.process.info()
			.totalCpuDuration()
			.orElseThrow(() -> new IllegalStateException("The server has ended, or this system tells no CPU time"));
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	static byte[] answer() {
		return (policy() + "\0").getBytes(StandardCharsets.UTF_8);
	}

	private static FlashPolicy policy() {
		return FlashPolicy.of(List.of("*"), List.of("*"));
	}

	/**
	 * Runs a server and prints its port.
	 * @param args which server
	 * @throws IOException if the standard input fails
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		LoggingSystem.get(PolicyServerProcess.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		System.out.println(args[0].equals(POLICY) ? startPolicyServer() : startFloor());
		while (System.in.read() >= 0) {
			// Nothing is said.
		}
		System.exit(0);
	}

	private static int startPolicyServer() {
		FlashPolicyServer server = new FlashPolicyServer(
				new FlashPolicyServerOptions(InetAddress.getLoopbackAddress(), 0,
						FlashPolicyServerOptions.DEFAULTS.readTimeout(),
						FlashPolicyServerOptions.DEFAULTS.maxRequestBytes(), MAX_CONNECTIONS, BACKLOG, null),
				policy(), FlashPolicyObserver.NONE);
		server.start();
		return server.port();
	}

	private static int startFloor() throws InterruptedException {
		boolean epoll = Epoll.isAvailable();
		Channel channel = new ServerBootstrap()
			.group(new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
			.channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childHandler(new Floor())
			.bind(InetAddress.getLoopbackAddress(), 0)
			.sync()
			.channel();
		return ((InetSocketAddress) channel.localAddress()).getPort();
	}

	@ChannelHandler.Sharable
	private static final class Floor extends ChannelInboundHandlerAdapter {

		private final byte[] answer = answer();

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			ReferenceCountUtil.release(message);
			ctx.writeAndFlush(Unpooled.wrappedBuffer(this.answer)).addListener(ChannelFutureListener.CLOSE);
		}

	}

}
