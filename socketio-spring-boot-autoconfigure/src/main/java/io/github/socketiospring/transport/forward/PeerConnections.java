package io.github.socketiospring.transport.forward;

import io.github.socketiospring.adapter.ServerRecord;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import reactor.netty.resources.LoopResources;

/**
 * Connections to other servers that serve one client each, and end with the client's.
 * Safe for use by any thread.
 */
final class PeerConnections {

	/**
	 * The other server takes for sent what waits here. Within a network it is enough for
	 * any speed.
	 */
	static final int RECEIVE_BUFFER = 64 * 1024;

	private final ForwardOptions options;

	private final InFlight inFlight;

	private final ChannelGroup peers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	PeerConnections(ForwardOptions options, InFlight inFlight) {
		this.options = options;
		this.inFlight = inFlight;
	}

	/**
	 * Connects to a server, on the event loop of a client's connection.
	 * @param client the client's connection
	 * @param owner the server
	 * @param handler what the new connection is used by; it reads nothing by itself
	 * @return the connection to be
	 * @throws io.github.socketiospring.engine.ServerBusyException if there are too many
	 */
	ChannelFuture connect(Channel client, ServerRecord owner, ChannelHandler handler) {
		EventLoop loop = client.eventLoop();
		LoopResources loops = (useNative) -> loop;
		this.inFlight.enter(owner);
		ChannelFuture connecting = new Bootstrap().group(loop)
			.channelFactory(() -> loops.onChannel(SocketChannel.class, loop))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.options.connectTimeout().toMillis())
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
			.option(ChannelOption.AUTO_READ, false)
			.handler(handler)
			.connect(PeerAddress.of(owner));
		Channel peer = connecting.channel();
		peer.closeFuture().addListener((closed) -> this.inFlight.leave(owner));
		client.closeFuture().addListener((closed) -> peer.close());
		this.peers.add(peer);
		return connecting;
	}

	/** Ends all of them. */
	void close() {
		this.peers.close();
	}

}
