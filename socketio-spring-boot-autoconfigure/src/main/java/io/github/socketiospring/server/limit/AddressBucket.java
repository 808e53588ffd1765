package io.github.socketiospring.server.limit;

import java.util.function.Consumer;

import io.github.socketiospring.engine.TimerWheel;

/**
 * The bucket of all connections of one client address.
 */
public final class AddressBucket extends TokenBucket {

	private final String address;

	private final TimerWheel.Timer end;

	/** Changed by the one who holds the entry of the address. */
	private int connections;

	/**
	 * Creates a bucket that is full.
	 * @param address whose it is
	 * @param end what to do when it is full again, if that is waited for
	 */
	AddressBucket(String address, Rate rate, Consumer<AddressBucket> end) {
		super(rate);
		this.address = address;
		this.end = new TimerWheel.Timer() {
			@Override
			protected void run() {
				end.accept(AddressBucket.this);
			}
		};
	}

	String address() {
		return this.address;
	}

	/** Runs when the bucket is full, if nobody uses it. */
	TimerWheel.Timer end() {
		return this.end;
	}

	void connected() {
		this.connections++;
	}

	/** Returns whether that was the last connection. */
	boolean disconnected() {
		return --this.connections == 0;
	}

	boolean hasConnections() {
		return this.connections > 0;
	}

}
