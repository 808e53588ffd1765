package io.github.socketiospring.adapter.redis;

/**
 * Takes the messages of a channel. It is called on a thread of Lettuce, which it must not
 * block, with one message after the other as Redis has sent them. Only a call that is
 * still under way when the connection is lost may overlap with those of the next one. In
 * a cluster, the channels of different shards come on different threads.
 */
@FunctionalInterface
interface RedisMessageListener {

	/**
	 * Takes a message.
	 * @param channel the channel it was published to
	 * @param message the message
	 */
	void message(byte[] channel, byte[] message);

}
