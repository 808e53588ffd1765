package io.github.socketiospring.transport.websocket;

import io.netty.handler.codec.compression.ZlibCodecFactory;

/**
 * Says how messages are compressed (permessage-deflate, RFC 7692) for clients that ask
 * for it. Immutable.
 *
 * @param threshold the smallest message that is compressed, in bytes
 * @param level how hard to compress, from 0 (not at all) to 9
 * @param serverNoContextTakeover whether each message is compressed by itself, even if
 * the client does not ask for that
 * @param clientNoContextTakeover whether clients are told to do the same
 * @param serverMaxWindowBits how far back the server refers when it compresses, as a
 * power of two from 9 to 15
 * @param clientMaxWindowBits how far back clients may refer, as a power of two from 9 to
 * 15; below 15, clients that cannot be told so are not compressed
 */
public record DeflateOptions(int threshold, int level, boolean serverNoContextTakeover, boolean clientNoContextTakeover,
		int serverMaxWindowBits, int clientMaxWindowBits) {

	/** The smallest window that zlib compresses with. */
	public static final int MIN_WINDOW_BITS = 9;

	/** The largest window, and the only one that the JDK compresses with. */
	public static final int MAX_WINDOW_BITS = 15;

	/** What the reference server does by default. */
	public static final DeflateOptions DEFAULTS = new DeflateOptions(1024, 6, false, false, MAX_WINDOW_BITS,
			MAX_WINDOW_BITS);

	/**
	 * Tells whether this server can compress with smaller windows than the largest.
	 * @return {@code true} if JZlib is on the class path
	 */
	public static boolean hasSmallWindows() {
		return ZlibCodecFactory.isSupportingWindowSizeAndMemLevel();
	}

}
