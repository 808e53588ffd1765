package io.github.socketiospring.test;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.legacy.LegacyPacketFormat;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What socket.io-client 0.7 to 0.9 do.
 */
final class Protocol1Dialect extends Dialect {

	private static final EngineMessage HEARTBEAT = EngineMessage.text("2::");

	@Override
	void open(TestConnection client) {
		client.server().openProtocol1(client);
	}

	@Override
	PacketFormat format(TestedServer server) {
		return new LegacyPacketFormat(server.json(), () -> {
		});
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
		return (heartbeat == Signal.PONG) ? HEARTBEAT : null;
	}

	@Override
	EngineMessage[] json(TestConnection client, String namespace, @Nullable Object value) {
		String endpoint = Packet.ROOT.equals(namespace) ? "" : namespace;
		return new EngineMessage[] {
				EngineMessage.text("4::" + endpoint + ":" + client.server().json().toTree(value)) };
	}

}
