package io.github.socketiospring.engine;

import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.SessionIdGenerator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application for ids of sessions, and takes none that cannot work.
 *
 * @param generator makes the ids
 */
record IssuedIds(SessionIdGenerator generator) {

	private static final Log logger = LogFactory.getLog(IssuedIds.class);

	private static final int MIN_LENGTH = 16;

	private static final int MAX_LENGTH = 128;

	private static final int ATTEMPTS = 3;

	/**
	 * Makes the session of an id.
	 */
	@FunctionalInterface
	interface Registry {

		/**
		 * Makes a session.
		 * @return the session, or {@code null} if the id is in use
		 */
		@Nullable DefaultEngineSession register(String id);

	}

	/**
	 * Has an id made for a session.
	 * @param request the request that opens the session
	 * @param registry makes a session of an id, unless the id is in use
	 * @return the session
	 * @throws ServerBusyException if the generator makes no id that can be used
	 */
	DefaultEngineSession issue(HandshakeRequest request, Registry registry) {
		String fault = "";
		for (int i = 0; i < ATTEMPTS; i++) {
			String id = generate(request);
			DefaultEngineSession session = (id != null) ? registry.register(id) : null;
			if (session != null) {
				return session;
			}
			fault = (id != null) ? "the id of a session that exists"
					: "what does not consist of 16 to 128 of the characters A-Z a-z 0-9 - _";
		}
		logger.error("No session can be opened: " + ATTEMPTS + " times in a row, " + this.generator.getClass().getName()
				+ " has returned " + fault);
		throw failed();
	}

	/** Returns an id, or {@code null} if what was generated is none. */
	private @Nullable String generate(HandshakeRequest request) {
		try {
			String id = this.generator.generate(request);
			return isValid(id) ? id : null;
		}
		catch (RuntimeException ex) {
			logger.error("No session can be opened: making an id failed", ex);
			throw failed();
		}
	}

	private static ServerBusyException failed() {
		return new ServerBusyException("No session can be opened");
	}

	private static boolean isValid(@Nullable String id) {
		if (id == null || id.length() < MIN_LENGTH || id.length() > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < id.length(); i++) {
			char c = id.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
				return false;
			}
		}
		return true;
	}

}
