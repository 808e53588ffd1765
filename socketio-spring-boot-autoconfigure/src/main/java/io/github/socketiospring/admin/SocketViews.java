package io.github.socketiospring.admin;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.JsonCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes sockets as the page expects it.
 */
final class SocketViews {

	/** What servers tell each other in the data of sockets, as npm's package does. */
	private static final String ADMIN_DATA = "_admin";

	private final JsonCodec json;

	private final RoomNames roomNames;

	SocketViews(JsonCodec json, RoomNames roomNames) {
		this.json = json;
		this.roomNames = roomNames;
	}

	/** What other servers need to know of a socket to show it. */
	Map<String, Object> addition(Socket socket) {
		return Map.of(ADMIN_DATA, Map.of("clientId", socket.client().id(), "transport", socket.transport()));
	}

	Map<String, Object> of(Socket socket, Set<String> rooms) {
		String name = SocketNames.of(socket);
		return view(socket.namespace().name(), name, socket.client().id(), socket.transport(), data(socket),
				socket.handshake(), this.roomNames.of(rooms, socket.id(), name));
	}

	Map<String, Object> of(String namespace, RemoteSocket socket) {
		JsonNode data = socket.data();
		JsonNode admin = data.path(ADMIN_DATA);
		String name = SocketNames.of(socket);
		return view(namespace, name, admin.path("clientId").asString(name), admin.path("transport").asString(""),
				shown(data), socket.handshake(), this.roomNames.of(socket.rooms(), socket.id(), name));
	}

	/** Returns how many bytes a view has on its way to the page. */
	int size(Map<String, Object> view) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		this.json.writeValue(bytes, view);
		return bytes.size();
	}

	private static Map<String, Object> view(String namespace, String id, String clientId, String transport, Object data,
			Handshake handshake, Set<String> rooms) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("id", id);
		view.put("clientId", clientId);
		view.put("transport", transport);
		view.put("nsp", namespace);
		view.put("data", data);
		view.put("handshake", ShownRequest.of(handshake));
		view.put("rooms", new TreeSet<>(rooms));
		return view;
	}

	private Object data(Socket socket) {
		try {
			return shown(this.json.toTree(socket.data()));
		}
		catch (RuntimeException ex) {
			return Map.of("[not shown]", "Jackson cannot write it");
		}
	}

	private static Object shown(JsonNode data) {
		return Excerpt.of((data instanceof ObjectNode object && object.has(ADMIN_DATA))
				? object.deepCopy().without(ADMIN_DATA) : data);
	}

}
