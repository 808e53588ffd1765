package io.github.socketiospring.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client of one generation does that those of others do otherwise. Stateless;
 * chosen once per client.
 */
abstract class Dialect {

	static Dialect of(Revision revision) {
		return switch (revision) {
			case EIO4 -> new Eio4Dialect();
			case EIO3 -> new Eio3Dialect();
			case V1 -> new Protocol1Dialect();
		};
	}

	/**
	 * Shakes hands, so that the server opens a session on the client's connection.
	 * @param client the client
	 * @throws ConnectErrorException if the server refuses
	 */
	abstract void open(TestConnection client);

	/**
	 * Returns what packets are written in.
	 */
	abstract PacketFormat format(TestedServer server);

	/**
	 * Reads what the server says first, if anything.
	 * @param frame a text frame that means nothing to open sessions
	 * @return the session's id, or {@code null} if this is something else
	 */
	@Nullable String sessionId(JsonCodec json, byte[] frame, int offset, int length) {
		return null;
	}

	/**
	 * Whether the server joins the root namespace for the client.
	 */
	abstract boolean joinsRootAtOnce();

	/**
	 * Returns the packet that asks to join a namespace.
	 * @param auth the credentials, a {@code MissingNode} for none
	 */
	abstract Packet join(String namespace, JsonNode auth);

	/**
	 * Returns the id of a socket.
	 * @param data what the server has said
	 */
	abstract String socketId(String namespace, JsonNode data, String sessionId);

	/**
	 * Returns what the client says to a heartbeat.
	 * @return the answer, or {@code null} if none is due
	 */
	abstract @Nullable EngineMessage answerTo(Signal heartbeat);

	/**
	 * Returns what the client says by itself, once in a while.
	 * @return the heartbeat, or {@code null} if the server begins
	 */
	@Nullable EngineMessage heartbeat() {
		return null;
	}

	/**
	 * Returns the messages of a value that is sent without an event's name.
	 */
	EngineMessage[] json(TestConnection client, String namespace, @Nullable Object value) {
		return client.encode(new Packet.Event(namespace, Packet.NO_ID, "json", Collections.singletonList(value)));
	}

	/**
	 * A namespace with credentials as clients before 3.x give them: in a query.
	 */
	static String withQuery(String namespace, JsonNode auth) {
		if (auth.isMissingNode()) {
			return namespace;
		}
		if (Packet.ROOT.equals(namespace)) {
			throw new IllegalArgumentException("Clients before 3.x have no auth for the root namespace: what they can "
					+ "give is in the query of their first request. Use query(name, value)");
		}
		if (!auth.isObject()) {
			throw new IllegalArgumentException("Clients before 3.x give their auth as a query: it must be an object");
		}
		List<String> parameters = new ArrayList<>();
		for (Map.Entry<String, JsonNode> property : auth.properties()) {
			parameters.add(TestedServer.parameter(property.getKey(), text(property.getValue())));
		}
		return namespace + "?" + String.join("&", parameters);
	}

	private static String text(JsonNode value) {
		return value.isString() ? value.stringValue() : value.toString();
	}

}
