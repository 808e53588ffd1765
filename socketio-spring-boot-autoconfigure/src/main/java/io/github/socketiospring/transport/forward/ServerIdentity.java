package io.github.socketiospring.transport.forward;

import java.security.SecureRandom;
import java.util.Base64;

import io.github.socketiospring.adapter.ServerRecord;
import io.github.socketiospring.handshake.SessionIdGenerator;

/**
 * What this run of this server is known by: a short id at the end of the ids of all its
 * sessions, and a key that others prove by that they are servers too. The id is random
 * and tells a client no more than which of its sessions are on the same server. Safe for
 * use by any thread.
 */
public final class ServerIdentity {

	/** The number of characters that name a server. */
	static final int ID_LENGTH = 8;

	/** As many characters, at least, as the engine wants ids of sessions to have. */
	private static final int MIN_SESSION_ID = 16;

	private static final int ID_BYTES = 6;

	private static final int KEY_BYTES = 32;

	private final String id;

	private final String key;

	/**
	 * Creates an identity that no other server has.
	 */
	public ServerIdentity() {
		SecureRandom random = new SecureRandom();
		this.id = random(random, ID_BYTES);
		this.key = random(random, KEY_BYTES);
	}

	private static String random(SecureRandom random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Returns the server of a session.
	 * @param sid what a client calls a session, unchecked
	 * @return the id of a server that may not exist; empty if the session has none
	 */
	static String serverOf(String sid) {
		int length = sid.length() - ID_LENGTH;
		return (length >= MIN_SESSION_ID) ? sid.substring(length) : "";
	}

	String id() {
		return this.id;
	}

	String key() {
		return this.key;
	}

	/**
	 * Returns what other servers must know.
	 * @param address where they reach this server
	 * @return the record
	 */
	ServerRecord at(String address) {
		return new ServerRecord(this.id, address, this.key);
	}

	/**
	 * Names this server in the ids of its sessions.
	 * @param secrets makes the part of an id that nobody can guess
	 * @return makes the whole ids
	 */
	public SessionIdGenerator naming(SessionIdGenerator secrets) {
		return (request) -> {
			String secret = secrets.generate(request);
			// What is too short stays so, and is refused as such.
			return (secret != null && secret.length() >= MIN_SESSION_ID) ? secret + this.id : secret;
		};
	}

}
