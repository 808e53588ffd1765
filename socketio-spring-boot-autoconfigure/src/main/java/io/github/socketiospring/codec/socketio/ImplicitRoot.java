package io.github.socketiospring.codec.socketio;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

/**
 * The server joins the root namespace for every client.
 */
class ImplicitRoot implements NamespaceProtocol {

	@Override
	public boolean joinsRootAtOnce() {
		return true;
	}

	@Override
	public JoinRequest request(String name, JsonNode auth) {
		return JoinRequest.withQuery(name, auth);
	}

	@Override
	public String socketId(String namespace, String sessionId, Supplier<String> fresh) {
		return ROOT.equals(namespace) ? sessionId : namespace + "#" + sessionId;
	}

	@Override
	public Packet.Connect joined(String namespace, String socketId) {
		return new Packet.Connect(namespace, null);
	}

}
