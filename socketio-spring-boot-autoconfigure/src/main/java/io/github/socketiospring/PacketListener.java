package io.github.socketiospring;

/**
 * Looks at the packets of one connection for diagnostics: heartbeats, events, answers,
 * each as it travels, with its type in front. The packet that opens a connection, those
 * that probe a transport before it is used, and what ends a poll are not among them.
 * <p>
 * Called by the thread that receives or sends, before it goes on, so it must not block
 * and should do little. What is received is seen in its order; what several threads send
 * at the same time may be seen in another order than it leaves. What a listener throws is
 * logged and changes nothing. A listener must not emit to the connection it listens to.
 */
public interface PacketListener {

	/**
	 * A packet of text has arrived and is handled next, whether it makes sense or not.
	 * @param packet the packet
	 */
	default void received(String packet) {
	}

	/**
	 * A packet of bytes has arrived and is handled next, whether it makes sense or not.
	 * @param packet the packet, a copy
	 */
	default void received(byte[] packet) {
	}

	/**
	 * A packet of text has been queued.
	 * @param packet the packet
	 */
	default void sent(String packet) {
	}

	/**
	 * A packet of bytes has been queued.
	 * @param packet the packet, a copy
	 */
	default void sent(byte[] packet) {
	}

}
