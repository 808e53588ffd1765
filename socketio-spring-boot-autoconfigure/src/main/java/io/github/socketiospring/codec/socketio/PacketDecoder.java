package io.github.socketiospring.codec.socketio;

/**
 * Decodes the packets of one connection. Used by one thread at a time.
 */
public interface PacketDecoder {

	/**
	 * Takes a text message, without its Engine.IO type.
	 * @param data holds the packet; must not change any more
	 * @param offset where the packet begins
	 * @param length its length
	 * @throws io.github.socketiospring.codec.json.PacketParseException if that is no
	 * valid packet; the connection must be closed
	 */
	void text(byte[] data, int offset, int length);

	/**
	 * Takes a binary message.
	 * @param data the bytes; must not change any more
	 * @throws io.github.socketiospring.codec.json.PacketParseException if no binary data
	 * is due; the connection must be closed
	 */
	void binary(byte[] data);

}
