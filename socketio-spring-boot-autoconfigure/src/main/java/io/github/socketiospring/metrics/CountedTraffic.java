package io.github.socketiospring.metrics;

import io.github.socketiospring.engine.Traffic;

/**
 * The traffic of one session, and how much of it the census has already added.
 */
final class CountedTraffic extends Traffic {

	private long receivedPackets;

	private long receivedBytes;

	private long sentPackets;

	private long sentBytes;

	/** Adds what came since the last time. */
	synchronized void moveTo(ConnectionMeters target) {
		long nextReceivedPackets = receivedPackets();
		long nextReceivedBytes = receivedBytes();
		long nextSentPackets = sentPackets();
		long nextSentBytes = sentBytes();
		target.received(nextReceivedPackets - this.receivedPackets, nextReceivedBytes - this.receivedBytes);
		target.sent(nextSentPackets - this.sentPackets, nextSentBytes - this.sentBytes);
		this.receivedPackets = nextReceivedPackets;
		this.receivedBytes = nextReceivedBytes;
		this.sentPackets = nextSentPackets;
		this.sentBytes = nextSentBytes;
	}

}
