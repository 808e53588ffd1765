package io.github.socketiospring.testkit;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A client of Engine.IO 3 and Socket.IO protocol 4, over any wire: it is in the root
 * namespace without asking, and beats the heart itself.
 */
public final class OldSocketIoClient extends SocketIoClient {

	private final AtomicInteger pongs = new AtomicInteger();

	public OldSocketIoClient(Wire wire) {
		super(wire);
	}

	@Override
	public String join(String namespace, @Nullable String query) {
		if (namespace.equals("/")) {
			return await(joinOf(namespace));
		}
		send("40" + namespace + ((query != null) ? "?" + query : "") + ",");
		return await(joinOf(namespace));
	}

	@Override
	protected void heartbeat(String pong) {
		if (!pong.equals("3")) {
			throw new IllegalStateException("unexpected frame " + pong);
		}
		this.pongs.incrementAndGet();
	}

	/** Beats the heart. */
	public void beat() {
		send("2");
	}

	/** How many beats were answered. */
	@Override
	public int heartbeats() {
		return this.pongs.get();
	}

}
