package io.github.socketiospring.metrics;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;

/**
 * The meters of all connections of one revision by one transport.
 */
final class ConnectionMeters {

	private final Counter opened;

	private final LongAdder receivedPackets = new LongAdder();

	private final LongAdder receivedBytes = new LongAdder();

	private final LongAdder sentPackets = new LongAdder();

	private final LongAdder sentBytes = new LongAdder();

	private volatile long count;

	/** Used by the census alone. */
	private long counting;

	/**
	 * Registers the meters.
	 * @param meters where
	 * @param census is taken before they are read
	 * @param kind which connections they are
	 */
	ConnectionMeters(Meters meters, Census census, ConnectionKind kind) {
		String revision = kind.revision();
		String transport = kind.transport();
		this.opened = meters.counter(SocketIOMeter.CONNECTIONS_OPENED, revision, transport);
		meters.gauge(SocketIOMeter.CONNECTIONS, this, (self) -> {
			census.take();
			return self.count;
		}, revision, transport);
		register(meters, census, SocketIOMeter.PACKETS, this.receivedPackets, "in", kind);
		register(meters, census, SocketIOMeter.PACKETS, this.sentPackets, "out", kind);
		register(meters, census, SocketIOMeter.BYTES, this.receivedBytes, "in", kind);
		register(meters, census, SocketIOMeter.BYTES, this.sentBytes, "out", kind);
	}

	private static void register(Meters meters, Census census, SocketIOMeter meter, LongAdder sum, String direction,
			ConnectionKind kind) {
		meters.counter(meter, sum, (state) -> {
			census.take();
			return state.doubleValue();
		}, direction, kind.revision(), kind.transport());
	}

	/**
	 * Which connections these are.
	 *
	 * @param revision the name of the revision
	 * @param transport the name of the transport
	 */
	record ConnectionKind(String revision, String transport) {
	}

	void opened() {
		this.opened.increment();
	}

	void received(long packets, long bytes) {
		this.receivedPackets.add(packets);
		this.receivedBytes.add(bytes);
	}

	void sent(long packets, long bytes) {
		this.sentPackets.add(packets);
		this.sentBytes.add(bytes);
	}

	// The census

	void count() {
		this.counting++;
	}

	void counted() {
		this.count = this.counting;
		this.counting = 0;
	}

}
