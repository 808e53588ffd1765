package io.github.socketiospring.server;

import java.util.function.Supplier;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client joins every namespace by a CONNECT packet, and is told its socket's id.
 */
final class ExplicitJoins extends PacketProtocol {

	ExplicitJoins(PacketFormat format) {
		super(Revision.EIO4, format);
	}

	@Override
	boolean recovers() {
		return true;
	}

	@Override
	boolean joinsRootAtOnce() {
		return false;
	}

	@Override
	JoinRequest request(String name, JsonNode auth) {
		return new JoinRequest(name, auth);
	}

	@Override
	String socketId(String namespace, String sessionId, Supplier<String> fresh) {
		return fresh.get();
	}

	@Override
	Packet.Connect joined(String namespace, String socketId, @Nullable String privateId) {
		return new Packet.Connect(namespace, socketId, privateId);
	}

	@Override
	Packet.ConnectError refused(String namespace, String message, @Nullable Object data) {
		return new Packet.ConnectError(namespace, message, data, false);
	}

}
