package io.github.socketiospring.test;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What socket.io-client 3.x and 4.x do.
 */
final class Eio4Dialect extends EngineIoDialect {

	private static final EngineMessage PONG = EngineMessage.text("3");

	Eio4Dialect() {
		super("4");
	}

	@Override
	boolean joinsRootAtOnce() {
		return false;
	}

	@Override
	Packet join(String namespace, JsonNode auth) {
		return new Packet.Join(namespace, auth.isMissingNode() ? null : auth);
	}

	@Override
	String socketId(String namespace, JsonNode data, String sessionId) {
		return data.path("sid").asString("");
	}

	@Override
	@Nullable EngineMessage answerTo(Signal heartbeat) {
		return (heartbeat == Signal.PING) ? PONG : null;
	}

}
