package io.github.socketiospring.server;

import java.util.function.Supplier;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The server joins the root namespace for every client, and both sides derive the ids of
 * sockets from the session's.
 */
sealed class ImplicitRoot extends PacketProtocol permits RootIsConnection {

	/** How much of a session's id logs show. */
	private static final int SHOWN = 6;

	ImplicitRoot(Revision revision, PacketFormat format) {
		super(revision, format);
	}

	@Override
	boolean joinsRootAtOnce() {
		return true;
	}

	@Override
	boolean keepsNames() {
		return true;
	}

	@Override
	JoinRequest request(String name, JsonNode auth) {
		return JoinRequest.withQuery(name, auth);
	}

	@Override
	String socketId(String namespace, String sessionId, Supplier<String> fresh) {
		return Packet.ROOT.equals(namespace) ? sessionId : namespace + "#" + sessionId;
	}

	/** The session's id is a secret: what is left of it tells sockets apart. */
	@Override
	String nameInLogs(String socketId) {
		int session = socketId.lastIndexOf('#') + 1;
		return socketId.substring(0, Math.min(session + SHOWN, socketId.length())) + "…";
	}

	@Override
	Packet.Connect joined(String namespace, String socketId, @Nullable String privateId) {
		return new Packet.Connect(namespace, null);
	}

	/** The Java client of that time accepts strings only. */
	@Override
	Packet.ConnectError refused(String namespace, String message, @Nullable Object data) {
		return new Packet.ConnectError(namespace, message, data, true);
	}

}
