package io.github.socketiospring.server.event;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.SocketEventListener;

/**
 * A listener that takes itself away before its first call.
 */
final class OnceListener extends AtomicBoolean implements SocketEventListener {

	private final transient Listeners owner;

	private final String event;

	private final transient SocketEventListener listener;

	OnceListener(Listeners owner, String event, SocketEventListener listener) {
		this.owner = owner;
		this.event = event;
		this.listener = listener;
	}

	SocketEventListener listener() {
		return this.listener;
	}

	@Override
	public void onEvent(Arguments arguments, Ack ack) throws Exception {
		if (compareAndSet(false, true)) {
			this.owner.remove(this.event, this);
			this.listener.onEvent(arguments, ack);
		}
	}

}
