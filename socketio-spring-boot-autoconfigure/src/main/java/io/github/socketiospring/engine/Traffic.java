package io.github.socketiospring.engine;

/**
 * What one session has sent and received so far, in packets and bytes as Engine.IO has
 * them: without the frames of WebSockets, and before compression. What is received is
 * counted by one thread at a time and what is sent under the queue's lock; others may
 * read a count that is a little old.
 */
public class Traffic {

	private long receivedPackets;

	private long receivedBytes;

	private long sentPackets;

	private long sentBytes;

	private long highWater;

	void received(int bytes) {
		this.receivedPackets++;
		this.receivedBytes += bytes;
	}

	void sent(int bytes) {
		this.sentPackets++;
		this.sentBytes += bytes;
	}

	void waiting(long bytes) {
		if (bytes > this.highWater) {
			this.highWater = bytes;
		}
	}

	/**
	 * Returns how many packets have arrived, heartbeats among them.
	 * @return the number
	 */
	public long receivedPackets() {
		return this.receivedPackets;
	}

	/**
	 * Returns how many bytes these packets had.
	 * @return the number
	 */
	public long receivedBytes() {
		return this.receivedBytes;
	}

	/**
	 * Returns how many packets have been taken by a transport.
	 * @return the number
	 */
	public long sentPackets() {
		return this.sentPackets;
	}

	/**
	 * Returns how many bytes these packets had.
	 * @return the number
	 */
	public long sentBytes() {
		return this.sentBytes;
	}

	/**
	 * Returns the most memory that messages have held that waited to be sent.
	 * @return the number of bytes, roughly
	 */
	public long highWater() {
		return this.highWater;
	}

}
