package io.github.socketiospring.engine;

/**
 * What a request turned out to be.
 */
public sealed interface RequestCheck {

	/**
	 * Returns the transport that serves the request.
	 * @return the transport
	 */
	Transport transport();

	/**
	 * The request opens a session.
	 *
	 * @param revision the client's generation
	 * @param transport the transport it asks for
	 */
	record Handshake(ProtocolRevision revision, Transport transport) implements RequestCheck {
	}

	/**
	 * The request belongs to an open session: comes on its transport, or asks to move it
	 * to another.
	 *
	 * @param session the session
	 * @param transport the transport it asks for
	 */
	record Existing(TransportSession session, Transport transport) implements RequestCheck {
	}

}
