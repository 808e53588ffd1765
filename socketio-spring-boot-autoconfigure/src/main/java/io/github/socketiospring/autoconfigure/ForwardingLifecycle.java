package io.github.socketiospring.autoconfigure;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.socketiospring.transport.forward.InternalAddress;
import io.github.socketiospring.transport.forward.ServerPresence;
import io.github.socketiospring.transport.forward.SessionForwarder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.WebServer;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the other servers of this one, from before it opens its first session until it
 * has closed its last.
 */
final class ForwardingLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ForwardingLifecycle.class);

	/** By name: Boot's module for Reactor Netty need not be there. */
	private static final String REACTOR_NETTY = "NettyWebServer";

	/** More than the directory is given. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ServerPresence presence;

	private final SessionForwarder forwarder;

	private final InternalAddress address;

	private final Supplier<? extends @Nullable WebServer> server;

	private volatile boolean running;

	ForwardingLifecycle(ServerPresence presence, SessionForwarder forwarder, InternalAddress address,
			Supplier<? extends @Nullable WebServer> server) {
		this.presence = presence;
		this.forwarder = forwarder;
		this.address = address;
		this.server = server;
	}

	@Override
	public void start() {
		WebServer server = this.server.get();
		if (server == null) {
			return;
		}
		if (!server.getClass().getSimpleName().equals(REACTOR_NETTY)) {
			throw ForwardingMapper.otherServer(server.getClass().getSimpleName());
		}
		try {
			InetSocketAddress resolved = this.address.resolve(server.getPort());
			logger.info("Other servers reach this one at " + resolved.getAddress().getHostAddress() + ", port "
					+ resolved.getPort());
			this.presence.start(resolved).block(TIMEOUT);
			this.running = true;
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException("socketio.adapter.internal-address: there is no host " + this.address.host(),
					ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.forwarder.stop();
		this.presence.stop().block(TIMEOUT);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return SocketIOLifecycle.PHASE - 1;
	}

}
