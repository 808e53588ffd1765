package io.github.socketiospring.transport.websocket;

import io.netty.channel.Channel;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Turns reading on, once subscribed to what Reactor Netty has received: which is nothing,
 * since a channel handler takes the frames before.
 *
 * @param channel closed if Reactor Netty cannot go on
 */
record ReadingOn(Channel channel) implements CoreSubscriber<Object> {

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object other) {
		// Released by Reactor Netty.
	}

	@Override
	public void onError(Throwable exception) {
		this.channel.close();
	}

	@Override
	public void onComplete() {
		// The handler has learned that from the channel.
	}

}
