package io.github.socketiospring.autoconfigure;

import io.netty.channel.Channel;

/**
 * Looks at each channel that clients open, when it is new, wherever the web server is
 * Reactor Netty.
 */
@FunctionalInterface
interface ChannelWatch {

	/**
	 * A channel is new: its handlers for HTTP are in place.
	 * @param channel the channel
	 */
	void watch(Channel channel);

}
