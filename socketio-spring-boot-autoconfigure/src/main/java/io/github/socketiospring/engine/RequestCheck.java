package io.github.socketiospring.engine;

/**
 * What a request turned out to be.
 */
public sealed interface RequestCheck {

	/**
	 * The request opens a session.
	 *
	 * @param revision the client's generation
	 * @param transport the transport it asks for
	 */
	record Handshake(ProtocolRevision revision, TransportType transport) implements RequestCheck {
	}

	/**
	 * The request belongs to an open session.
	 *
	 * @param session the session
	 */
	record Existing(EngineSession session) implements RequestCheck {
	}

}
