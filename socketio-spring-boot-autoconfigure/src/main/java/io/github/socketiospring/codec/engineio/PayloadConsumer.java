package io.github.socketiospring.codec.engineio;

/**
 * Takes the packets of a payload, one by one and in order.
 */
public interface PayloadConsumer {

	/**
	 * Takes a text packet.
	 * @param data an array that now belongs to the consumer
	 * @param offset where the packet begins, its type character included
	 * @param length the packet's length, at least 1
	 * @return whether to go on with the next packet
	 */
	boolean text(byte[] data, int offset, int length);

	/**
	 * Takes a binary packet.
	 * @param data the bytes, which now belong to the consumer
	 * @return whether to go on with the next packet
	 */
	boolean binary(byte[] data);

}
