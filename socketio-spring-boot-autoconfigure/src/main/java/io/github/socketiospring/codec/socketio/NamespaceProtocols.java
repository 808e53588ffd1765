package io.github.socketiospring.codec.socketio;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

/**
 * The ways clients join namespaces. Stateless, so safe for use by any thread.
 */
public final class NamespaceProtocols {

	/** Socket.IO protocol 5: a client joins every namespace by a CONNECT packet. */
	public static final NamespaceProtocol EXPLICIT = new NamespaceProtocol() {

		@Override
		public boolean joinsRootAtOnce() {
			return false;
		}

		@Override
		public JoinRequest request(String name, JsonNode auth) {
			return new JoinRequest(name, auth);
		}

		@Override
		public String socketId(String namespace, String sessionId, Supplier<String> fresh) {
			return fresh.get();
		}

		@Override
		public Packet.Connect joined(String namespace, String socketId) {
			return new Packet.Connect(namespace, socketId);
		}

	};

	/**
	 * Socket.IO protocols 3 and 4: the server joins the root namespace for a client, and
	 * both sides derive the same socket ids.
	 */
	public static final NamespaceProtocol IMPLICIT_ROOT = new ImplicitRoot();

	/**
	 * Socket.IO protocol 1: as above, but the root namespace is the connection itself.
	 */
	public static final NamespaceProtocol ROOT_IS_CONNECTION = new ImplicitRoot() {

		@Override
		public boolean mayJoinAgain() {
			return true;
		}

		@Override
		public boolean endsWithRoot() {
			return true;
		}

	};

	private NamespaceProtocols() {
	}

}
