package io.github.socketiospring.transport.flash;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpServer;

/**
 * Serves the socket policy on a port of its own. A client sends
 * {@code <policy-file-request/>}, which a NUL may follow, receives the policy and a NUL,
 * and the connection ends. Whoever sends anything else, or nothing in time, is
 * disconnected. Serves all connections on one thread; its methods may be called on any
 * thread and block.
 */
public final class FlashPolicyServer {

	private static final Log logger = LogFactory.getLog(FlashPolicyServer.class);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

	private final FlashPolicyServerOptions options;

	private final FlashPolicy policy;

	private final FlashPolicyObserver observer;

	private @Nullable Running running;

	/**
	 * Creates a server, which does nothing before it is started.
	 * @param options how it behaves
	 * @param policy what it sends
	 * @param observer is told how connections went
	 */
	public FlashPolicyServer(FlashPolicyServerOptions options, FlashPolicy policy, FlashPolicyObserver observer) {
		this.options = options;
		this.policy = policy;
		this.observer = observer;
	}

	/**
	 * Listens, unless it does so already.
	 * @throws FlashPolicyBindException if it cannot; nothing is left running then
	 */
	public synchronized void start() {
		if (this.running == null) {
			this.running = new Running();
			logger.info("Flash policy server listens on port " + this.running.server.port());
		}
	}

	/**
	 * Closes the port and all connections, and ends the threads. The server may be
	 * started again.
	 */
	public synchronized void stop() {
		if (this.running != null) {
			this.running.stop();
			this.running = null;
		}
	}

	/**
	 * Returns the port it listens on.
	 * @return the port, never 0, or -1 if it does not listen
	 */
	public synchronized int port() {
		return (this.running != null) ? this.running.server.port() : -1;
	}

	/** Returns how many connections are open. */
	synchronized int connections() {
		return (this.running != null) ? this.running.connections.size() : 0;
	}

	/**
	 * What exists between start and stop.
	 */
	private final class Running {

		/**
		 * Also accepts on its only thread: a second would cost more than it takes over.
		 */
		private final LoopResources loops = LoopResources.create("socketio-policy", 1, true);

		private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

		private final DisposableServer server;

		Running() {
			FlashPolicyServerOptions options = FlashPolicyServer.this.options;
			InetSocketAddress address = (options.host() != null) ? new InetSocketAddress(options.host(), options.port())
					: new InetSocketAddress(options.port());
			try {
				this.server = bind(address);
			}
			catch (ChannelBindException ex) {
				dispose();
				throw new FlashPolicyBindException(address, (ex.getCause() != null) ? ex.getCause() : ex);
			}
			catch (RuntimeException ex) {
				dispose();
				throw new FlashPolicyBindException(address, ex);
			}
		}

		private DisposableServer bind(InetSocketAddress address) {
			FlashPolicyServerOptions options = FlashPolicyServer.this.options;
			TcpServer tcp = TcpServer.create()
				.bindAddress(() -> address)
				.runOn(this.loops)
				.option(ChannelOption.SO_BACKLOG, options.backlog())
				.doOnChannelInit((observer, channel, peer) -> serve(channel));
			Supplier<SslContext> ssl = options.ssl();
			if (ssl != null) {
				return tcp
					.secure((spec) -> secure(spec, ssl.get()).setSniAsyncMappings(
							(name, promise) -> promise.setSuccess(secure(SslProvider.builder(), ssl.get()).build())))
					.bindNow();
			}
			return tcp
				.childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(options.maxRequestBytes()))
				.bindNow();
		}

		private SslProvider.Builder secure(SslProvider.SslContextSpec spec, SslContext ssl) {
			return spec.sslContext(ssl).handshakeTimeout(FlashPolicyServer.this.options.readTimeout());
		}

		/** There is one event loop, so nobody can be added after the count. */
		private void serve(Channel channel) {
			PolicyReport report = new PolicyReport(channel, FlashPolicyServer.this.observer);
			if (this.connections.size() >= FlashPolicyServer.this.options.maxConnections()) {
				report.ended(FlashPolicyOutcome.OVERLOADED);
				channel.close();
				return;
			}
			this.connections.add(channel);
			// Takes the place of the bridge to publishers, which are not needed here.
			channel.pipeline()
				.replace(NettyPipeline.ReactiveBridge, null, new PolicyRequestHandler(FlashPolicyServer.this.policy,
						FlashPolicyServer.this.options, report));
		}

		void stop() {
			this.server.disposeNow(SHUTDOWN_TIMEOUT);
			this.connections.close().awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
			dispose();
		}

		private void dispose() {
			this.loops.disposeLater(Duration.ZERO, SHUTDOWN_TIMEOUT).block(SHUTDOWN_TIMEOUT.multipliedBy(2));
		}

	}

}
