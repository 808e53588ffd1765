package io.github.socketiospring.codec.socketio;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

/**
 * How clients of one generation join namespaces. Stateless, and safe for use by any
 * thread.
 */
public interface NamespaceProtocol {

	/** The root namespace. */
	String ROOT = "/";

	/**
	 * Tells whether a client may ask to join a namespace it has joined, and is answered
	 * again.
	 * @return {@code false} if that breaks the protocol
	 */
	default boolean mayJoinAgain() {
		return false;
	}

	/**
	 * Tells whether the connection ends when the server disconnects a client from the
	 * root namespace.
	 * @return {@code false} if its other namespaces stay
	 */
	default boolean endsWithRoot() {
		return false;
	}

	/**
	 * Tells whether the server joins the root namespace for a client that has asked for
	 * nothing yet.
	 * @return {@code false} if a client must say what it joins, and in time
	 */
	boolean joinsRootAtOnce();

	/**
	 * Reads a CONNECT packet.
	 * @param name what the packet names as its namespace
	 * @param auth the packet's data, a {@code MissingNode} if there is none
	 * @return what the client asks for
	 */
	JoinRequest request(String name, JsonNode auth);

	/**
	 * Returns the id of a socket.
	 * @param namespace the namespace it joins
	 * @param sessionId the id of its session
	 * @param fresh makes an id nobody has had
	 * @return the id
	 */
	String socketId(String namespace, String sessionId, Supplier<String> fresh);

	/**
	 * Returns the packet that tells a client it has joined.
	 * @param namespace the namespace
	 * @param socketId its socket's id
	 * @return the packet
	 */
	Packet.Connect joined(String namespace, String socketId);

}
