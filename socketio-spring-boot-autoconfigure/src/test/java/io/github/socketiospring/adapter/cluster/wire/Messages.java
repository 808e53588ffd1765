package io.github.socketiospring.adapter.cluster.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Messages of each kind, and a form in which they can be compared.
 */
final class Messages {

	static final JsonCodec JSON = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);

	static final MessageCodec CODEC = new MessageCodec(JSON, MessageLimits.DEFAULTS);

	static final Selection SELECTION = new Selection(Set.of("r"), Set.of("x"), false);

	private static final Duration TIMEOUT = Duration.ofMillis(1234);

	private Messages() {
	}

	static Payload json(String json, byte[]... attachments) {
		return Payload.of(json.getBytes(StandardCharsets.UTF_8), Arrays.asList(attachments));
	}

	static Payload binary() {
		return json("[{\"_placeholder\":true,\"num\":0},{\"a\":[{\"_placeholder\":true,\"num\":1}]},\"\u00e9\"]",
				new byte[] { 1, 2 }, new byte[0]);
	}

	static List<Payload> arguments() {
		return List.of(json("[]"), json("[null]"), json("[1.5,{\"a\":\"\\u2028\"},[true]]"), binary());
	}

	static List<ClusterMessage> orders() {
		List<ClusterMessage> messages = new ArrayList<>();
		for (Payload arguments : arguments()) {
			order(messages, new Command.Broadcast(SELECTION, "ev\u00f6\"", arguments, true, false));
			order(messages, new Command.ServerSideEmit("ev", arguments));
		}
		order(messages, new Command.Broadcast(Selection.ALL, "ev", json("[1]"), false, true));
		order(messages, new Command.Broadcast(Selection.socket("id"), "ev", json("[1]"), false, true));
		order(messages, new Command.Broadcast(new Selection(Set.of("a", "\u0000user:b", "\ud800\"\n"), Set.of(), false),
				"ev", json("[1]"), false, true));
		order(messages, new Command.Join(SELECTION, Set.of("a", "b")));
		order(messages, new Command.Leave(Selection.ALL, Set.of("a")));
		order(messages, new Command.Disconnect(Selection.socket("id"), true));
		order(messages, new Command.Disconnect(SELECTION, false));
		return messages;
	}

	private static void order(List<ClusterMessage> messages, Command command) {
		messages.add(new ClusterMessage.Order(command));
	}

	static List<ClusterMessage> questions() {
		List<ClusterMessage> messages = new ArrayList<>();
		for (Payload arguments : arguments()) {
			question(messages, new Request.BroadcastWithAck(SELECTION, "ev", arguments, true, false, TIMEOUT));
			question(messages, new Request.ServerSideEmitWithAck("ev", arguments, TIMEOUT));
		}
		question(messages, new Request.FetchSockets(SELECTION, TIMEOUT));
		question(messages, new Request.FetchRooms(TIMEOUT));
		return messages;
	}

	private static void question(List<ClusterMessage> messages, Request<?> request) {
		messages.add(new ClusterMessage.Question("q1", request, true));
		messages.add(new ClusterMessage.Question("q2", request, false));
	}

	static List<ClusterMessage> signs() {
		return List.of(new ClusterMessage.Joined(), new ClusterMessage.Alive(), new ClusterMessage.Left());
	}

	private static ClusterMessage.Reports reports(ClusterMessage.Report... reports) {
		return new ClusterMessage.Reports(List.of(reports));
	}

	static List<ClusterMessage.Response> answers(String id) {
		List<ClusterMessage.Response> messages = new ArrayList<>();
		for (Payload answer : arguments()) {
			messages.add(reports(new ClusterMessage.Report(id, Set.of(), Map.of("socket", answer), Set.of(), false)));
			messages.add(new ClusterMessage.ServerAnswer(id, answer));
		}
		messages.add(new ClusterMessage.ClientAnswer(id, json("[{\"a\":1}]")));
		messages.add(new ClusterMessage.ClientsAsked(id, 3));
		messages
			.add(reports(new ClusterMessage.Report(id, Set.of("a", "b", "c"), Map.of("b", json("[1,2]"), "a", binary()),
					Set.of("c"), true), new ClusterMessage.Report(id, Set.of(), Map.of(), Set.of(), false)));
		messages.add(new ClusterMessage.Sockets(id, List.of()));
		messages.add(new ClusterMessage.Sockets(id, List.of(socket(json("[{\"a\":[1]}]")), socket(binaryData()))));
		messages.add(new ClusterMessage.RoomNames(id, Set.of()));
		messages.add(new ClusterMessage.RoomNames(id, Set.of("a", "\u00f6")));
		return messages;
	}

	private static Payload binaryData() {
		return json("[{\"a\":{\"_placeholder\":true,\"num\":0}}]", new byte[] { 1, 2 });
	}

	static SocketDetails socket(Payload data) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("host", "h");
		headers.add("cookie", "a=\"b\"");
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		query.put("EIO", List.of("4"));
		query.put("twice", List.of("a", "b"));
		JsonNode auth = JsonMapper.shared().readTree("{\"token\":[1,\"\u00e9\"]}");
		return new SocketDetails("socket",
				new HandshakeDetails(URI.create("http://h/socket.io/?EIO=4&a=%20b"), headers, query,
						InetSocketAddress.createUnresolved("10.0.0.1", 1234), true, true,
						Instant.ofEpochMilli(1_700_000_000_123L), Revision.EIO3, auth),
				Set.of("socket", "r"), data);
	}

	// Comparing

	/** All that is in a message, values as JSON with binary data in hexadecimal. */
	static Object plain(@Nullable Object value) {
		if (value instanceof Payload payload) {
			Payload.Written written = payload.written();
			List<Object> parts = new ArrayList<>();
			parts.add(JSON.readTree(written.json(), 0, written.json().length));
			written.attachments().forEach((bytes) -> parts.add(Arrays.toString(bytes)));
			return parts;
		}
		if (value instanceof HandshakeDetails handshake) {
			Map<String, Object> parts = new LinkedHashMap<>();
			parts.put("uri", handshake.uri());
			handshake.headers().forEach((name, values) -> parts.put("header " + name.toLowerCase(), values));
			parts.put("query", Map.copyOf(handshake.query()));
			parts.put("address", String.valueOf(handshake.remoteAddress()));
			parts.put("flags", List.of(handshake.secure(), handshake.crossDomain()));
			parts.put("time", handshake.time());
			parts.put("revision", handshake.revision());
			parts.put("auth", (handshake.auth() instanceof MissingNode) ? "none" : handshake.auth());
			return parts;
		}
		if (value instanceof List<?> list) {
			return list.stream().map(Messages::plain).toList();
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, Object> parts = new HashMap<>();
			map.forEach((key, each) -> parts.put(key, plain(each)));
			return parts;
		}
		if (value instanceof Record record) {
			Map<String, Object> parts = new LinkedHashMap<>();
			parts.put("record", record.getClass().getSimpleName());
			for (var component : record.getClass().getRecordComponents()) {
				parts.put(component.getName(), plain(get(record, component.getAccessor())));
			}
			return parts;
		}
		return (value != null) ? value : "null";
	}

	private static @Nullable Object get(Record record, java.lang.reflect.Method accessor) {
		try {
			accessor.setAccessible(true);
			return accessor.invoke(record);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
