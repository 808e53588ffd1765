package io.github.socketiospring.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;

/**
 * Passes each new channel of a web server to all {@link ChannelWatch channel watches}.
 */
final class NettyChannels {

	private NettyChannels() {
	}

	/**
	 * Adds them to a server that is not made yet.
	 * @param factory makes the server
	 * @param watches look at the channels, in their order
	 */
	static void show(NettyReactiveWebServerFactory factory, ObjectProvider<ChannelWatch> watches) {
		List<ChannelWatch> all = watches.orderedStream().toList();
		for (ChannelWatch watch : all) {
			factory.addServerCustomizers(
					(server) -> server.doOnChannelInit((observer, channel, address) -> watch.watch(channel)));
		}
	}

}
