package io.github.socketiospring.test;

import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.legacy.LegacyPacketFormat;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * What socket.io-client 0.7 to 0.9 do.
 */
final class Protocol1Dialect extends Dialect {

	private static final EngineMessage HEARTBEAT = EngineMessage.text("2::");

	/** In the order of their numbers. */
	private static final List<String> REASONS = List.of("transport not supported", "client not handshaken",
			"unauthorized");

	@Override
	void open(ClientConnection client) {
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

	/** Errors come from servers only: {@code 7::<endpoint>:<reason>[+<advice>]}. */
	@Override
	boolean takes(ClientConnection client, String packet) {
		if (!packet.startsWith("7:")) {
			return false;
		}
		String[] parts = packet.split(":", 4);
		String namespace = (parts.length > 2 && !parts[2].isEmpty()) ? parts[2] : Packet.ROOT;
		String reason = (parts.length > 3) ? parts[3] : "";
		int advice = reason.indexOf('+');
		String number = (advice < 0) ? reason : reason.substring(0, advice);
		client.refused(namespace,
				(number.length() == 1 && number.charAt(0) >= '0' && number.charAt(0) <= '2')
						? StringNode.valueOf(REASONS.get(number.charAt(0) - '0'))
						: reason.isEmpty() ? MissingNode.getInstance() : StringNode.valueOf(reason));
		return true;
	}

	@Override
	EngineMessage[] json(ClientConnection client, String namespace, @Nullable Object value) {
		String endpoint = Packet.ROOT.equals(namespace) ? "" : namespace;
		return new EngineMessage[] {
				EngineMessage.text("4::" + endpoint + ":" + client.server().json().toTree(value)) };
	}

}
