package io.github.socketiospring.test;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What socket.io-client 1.x and 2.x do.
 */
final class Eio3Dialect extends EngineIoDialect {

	private static final EngineMessage PING = EngineMessage.text("2");

	Eio3Dialect() {
		super("3");
	}

	@Override
	PacketFormat format(TestedServer server) {
		return super.format(server).forProtocol4();
	}

	@Override
	boolean joinsRootAtOnce() {
		return true;
	}

	@Override
	Packet join(String namespace, JsonNode auth) {
		return new Packet.Join(withQuery(namespace, auth), null);
	}

	@Override
	String socketId(String namespace, JsonNode data, String sessionId) {
		return Packet.ROOT.equals(namespace) ? sessionId : namespace + "#" + sessionId;
	}

	@Override
	@Nullable EngineMessage answerTo(Signal heartbeat) {
		return null;
	}

	@Override
	EngineMessage heartbeat() {
		return PING;
	}

}
