package io.github.socketiospring.adapter.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The names of PostgreSQL's channels. Immutable.
 *
 * @param prefix the beginning of the names
 */
record ChannelNames(String prefix) {

	/** PostgreSQL's limit, in bytes. */
	private static final int MAX_LENGTH = 63;

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	/**
	 * Returns the name of a namespace's channel: Node's, or, where PostgreSQL accepts no
	 * such name, so that no server of Node's can have the namespace, a digest of it.
	 */
	String of(String namespace) {
		String name = this.prefix + '#' + namespace;
		byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
		return (bytes.length <= MAX_LENGTH && name.indexOf('\0') < 0) ? name : "socket.io:" + digest(bytes);
	}

	private static String digest(byte[] bytes) {
		try {
			return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
