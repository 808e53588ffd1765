package io.github.socketiospring.engine;

import io.github.socketiospring.codec.engineio.EngineMessage;

/**
 * Looks at the packets of one session, heartbeats included, as they are: each with its
 * type in front. Must not throw.
 */
public interface PacketTap {

	/**
	 * A packet has been received, and is handled next. Called by the thread that
	 * receives.
	 * @param data holds the packet; must be neither changed nor kept
	 * @param offset where it begins
	 * @param length its length
	 * @param binary whether it came as bytes rather than as text
	 */
	void received(byte[] data, int offset, int length, boolean binary);

	/**
	 * A packet has been queued. Called by the thread that sends it, so packets of several
	 * threads may be seen in another order than they leave.
	 * @param message the packet
	 */
	void sent(EngineMessage message);

}
