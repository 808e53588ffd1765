package io.github.socketiospring.adapter.cluster.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.socketiospring.Revision;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NodeMessagesTests {

	private static final Predicate<Selection> ALL = (selection) -> true;

	private static final Predicate<Selection> NOBODY = (selection) -> false;

	private static final String NODE = "0123456789abcdef";

	private final NodeMessages ours = new NodeMessages(Messages.CODEC, "/", "server-1_AAAAAAAAAAA");

	private final NodeMessages others = new NodeMessages(Messages.CODEC, "/", "server-2_AAAAAAAAAAA");

	// What Node's servers write

	@ParameterizedTest
	@ValueSource(strings = { "sharded", "streams" })
	void readsEventsOfNode(String adapter) {
		assertBroadcast(adapter + ".hello", Selection.ALL, "hello", "[\"w\",{\"b\":1}]", false, true);
		assertBroadcast(adapter + ".none", Selection.ALL, "none", "[]", false, true);
		assertBroadcast(adapter + ".unicode", new Selection(Set.of("\u00e9", "r\"2"), Set.of(), false), "\u00fc",
				"[\"\u00e9\u2028\\\"\\\\\\n\",1.5,null,true,-1,10000000000]", false, true);
		assertBroadcast(adapter + ".odd", Selection.ALL, "odd",
				"[null,\"2023-11-14T22:13:20.123Z\",{\"d\":\"1970-01-01T00:00:00.000Z\"},null]", false, true);
	}

	private void assertBroadcast(String name, Selection selection, String event, String json, boolean isVolatile,
			boolean compress) {
		Command.Broadcast broadcast = (Command.Broadcast) ((ClusterMessage.Order) read(name)).command();
		assertThat(broadcast.selection()).isEqualTo(selection);
		assertThat(broadcast.event()).isEqualTo(event);
		assertThat(broadcast.isVolatile()).isEqualTo(isVolatile);
		assertThat(broadcast.compress()).isEqualTo(compress);
		assertThat(broadcast.arguments().written().json()).asString(StandardCharsets.UTF_8).isEqualTo(json);
	}

	private ClusterMessage read(String name) {
		boolean isEntry = name.startsWith("streams.") && !name.matches(".*\\.(answer\\..*|ack|fetch|sse.*)");
		Received received = isEntry ? this.ours.readEntry(NODE, NodeFixtures.entry(name), ALL)
				: this.ours.read(NodeFixtures.get(name), ALL);
		assertThat(received).as(name).isNotNull();
		assertThat(received.sender()).isEqualTo(NODE);
		return received.message();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sharded", "streams" })
	void readsBinaryDataOfNode(String adapter) {
		Command.Broadcast broadcast = (Command.Broadcast) ((ClusterMessage.Order) read(adapter + ".binary")).command();
		assertThat(broadcast.selection()).isEqualTo(new Selection(Set.of("r1"), Set.of("r2"), false));
		assertThat(broadcast.isVolatile()).isTrue();
		assertThat(broadcast.compress()).isFalse();
		Payload.Written written = broadcast.arguments().written();
		assertThat(written.json()).asString(StandardCharsets.UTF_8)
			.isEqualTo("[{\"_placeholder\":true,\"num\":0},{\"x\":{\"_placeholder\":true,\"num\":1}}]");
		assertThat(written.attachments()).containsExactly(new byte[] { 1, 2, 3 }, new byte[] { 9 });
	}

	@ParameterizedTest
	@ValueSource(strings = { "sharded", "streams" })
	void readsOrdersOfNode(String adapter) {
		assertThat(read(adapter + ".join")).isEqualTo(new ClusterMessage.Order(
				new Command.Join(new Selection(Set.of("a"), Set.of("b"), false), Set.of("c", "d"))));
		assertThat(read(adapter + ".leave"))
			.isEqualTo(new ClusterMessage.Order(new Command.Leave(Selection.ALL, Set.of("c"))));
		assertThat(read(adapter + ".disconnect")).isEqualTo(
				new ClusterMessage.Order(new Command.Disconnect(new Selection(Set.of("a"), Set.of(), false), true)));
		Command.ServerSideEmit emit = (Command.ServerSideEmit) ((ClusterMessage.Order) read(adapter + ".sse"))
			.command();
		assertThat(emit.event()).isEqualTo("ev");
		assertThat(emit.arguments().written().json()).asString().isEqualTo("[1,\"two\"]");
		emit = (Command.ServerSideEmit) ((ClusterMessage.Order) read(adapter + ".sseBinary")).command();
		assertThat(emit.arguments().written().attachments()).containsExactly(new byte[] { 7 });
	}

	@ParameterizedTest
	@ValueSource(strings = { "sharded", "streams" })
	void readsQuestionsOfNode(String adapter) {
		ClusterMessage.Question ack = (ClusterMessage.Question) read(adapter + ".ack");
		assertThat(ack.detailed()).isFalse();
		assertThat(ack.id()).matches("[0-9a-f]{16}");
		Request.BroadcastWithAck broadcast = (Request.BroadcastWithAck) ack.request();
		assertThat(broadcast.timeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(broadcast.selection().rooms()).containsExactly("r");
		assertThat(broadcast.event()).isEqualTo("q");
		assertThat(broadcast.arguments().written().json()).asString().isEqualTo("[1]");
		Request.FetchSockets fetch = (Request.FetchSockets) ((ClusterMessage.Question) read(adapter + ".fetch"))
			.request();
		assertThat(fetch.selection().rooms()).containsExactly("a");
		Request.ServerSideEmitWithAck emit = (Request.ServerSideEmitWithAck) ((ClusterMessage.Question) read(
				adapter + ".sseAck"))
			.request();
		assertThat(emit.event()).isEqualTo("ev");
		assertThat(emit.arguments().written().json()).asString().isEqualTo("[1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sharded", "streams" })
	void readsAnswersOfNode(String adapter) {
		assertThat(read(adapter + ".answer.ack")).isEqualTo(new ClusterMessage.ClientsAsked("req1", 1));
		ClusterMessage.ClientAnswer client = (ClusterMessage.ClientAnswer) read(adapter + ".answer.client");
		assertThat(client.answer().written().json()).asString().isEqualTo("[\"answered\"]");
		assertServerAnswer(adapter + ".answer.sse", "[{\"ok\":1}]");
		assertServerAnswer(adapter + ".answer.sseBinary", "[{\"_placeholder\":true,\"num\":0}]");
		assertServerAnswer(adapter + ".answer.sseUndefined", adapter.equals("sharded") ? "[]" : "[null]");
		SocketDetails socket = ((ClusterMessage.Sockets) read(adapter + ".answer.sockets")).sockets().get(0);
		assertNodeSocket(socket);
	}

	private void assertServerAnswer(String name, String json) {
		ClusterMessage.ServerAnswer answer = (ClusterMessage.ServerAnswer) read(name);
		assertThat(answer.questionId()).isEqualTo("req1");
		assertThat(answer.answer().written().json()).asString().isEqualTo(json);
	}

	static void assertNodeSocket(SocketDetails socket) {
		assertThat(socket.id()).isEqualTo("A".repeat(20));
		assertThat(socket.rooms()).containsExactlyInAnyOrder("A".repeat(20), "r");
		assertThat(socket.data().written().json()).asString().isEqualTo("[{\"user\":\"u\",\"n\":1}]");
		assertThat(socket.handshake().uri()).hasToString("/socket.io/?EIO=4&transport=websocket");
		assertThat(socket.handshake().headers().getFirst("User-Agent")).isEqualTo("ua");
		assertThat(socket.handshake().query().getFirst("transport")).isEqualTo("websocket");
		assertThat(socket.handshake().remoteAddress().getHostString()).isEqualTo("::ffff:10.0.0.1");
		assertThat(socket.handshake().secure()).isFalse();
		assertThat(socket.handshake().crossDomain()).isFalse();
		assertThat(socket.handshake().time()).isAfter("2026-01-01T00:00:00Z");
		assertThat(socket.handshake().revision()).isEqualTo(Revision.EIO4);
		assertThat(socket.handshake().auth().get("token").asString()).isEqualTo("abc");
	}

	// What this library writes

	@Test
	void writesWhatNodeWritesButForTheOrder() {
		NodeMessages node = new NodeMessages(Messages.CODEC, "/", NODE);
		for (String name : List.of("hello", "none", "unicode", "join", "leave", "disconnect", "fetch", "sse", "sseAck",
				"ack", "answer.sse", "answer.sseUndefined", "answer.ack", "answer.client")) {
			byte[] expected = NodeFixtures.get("sharded." + name);
			byte[] written = node.write(this.ours.read(expected, ALL).message(), false);
			assertThat(withoutTimeout(written)).as(name).isEqualTo(withoutTimeout(expected));
		}
	}

	/** Node does not tell how long it waits. */
	private static JsonNode withoutTimeout(byte[] json) {
		String text = new String(json, StandardCharsets.UTF_8).replaceAll("\"timeout\":[0-9]+,?", "");
		return JsonMapper.shared().readTree(text);
	}

	@Test
	void writesWhatIsDecidedByFirstAndCopiesTheRest() {
		byte[] written = this.ours.write(new ClusterMessage.Order(
				new Command.Broadcast(Messages.SELECTION, "ev", Messages.json("[ 1 , \"\\u00e9\"]"), true, true)),
				true);
		assertThat(written).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"uid\":\"server-1_AAAAAAAAAAA\",\"nsp\":\"/\",\"type\":3,\"data\":{\"opts\":"
					+ "{\"rooms\":[\"r\"],\"except\":[\"x\"],\"flags\":{\"volatile\":true}},"
					+ "\"packet\":{\"type\":2,\"data\":[\"ev\", 1 , \"\\u00e9\"]}}}");
	}

	@Test
	void writesBinaryDataAsNodeDoes() {
		NodeMessages node = new NodeMessages(Messages.CODEC, "/", NODE);
		for (String name : List.of("binary", "sseBinary", "answer.sseBinary")) {
			byte[] expected = NodeFixtures.get("sharded." + name);
			byte[] written = node.write(this.ours.read(expected, ALL).message(), false);
			assertThat(tree(written)).as(name).isEqualTo(tree(expected));
		}
		byte[] own = node.write(this.ours.read(NodeFixtures.get("sharded.binary"), ALL).message(), false);
		assertThat(HexFormat.of().formatHex(own, 0, 22)).isEqualTo("84a3756964b030313233343536373839616263646566");
	}

	private static JsonNode tree(byte[] msgpack) {
		return Messages.CODEC.msgpack().readTree(msgpack, 0);
	}

	@Test
	void aQuestionThatComesTwiceIsReadOnce() {
		NodeMessages asking = new NodeMessages(Messages.CODEC, "/", "server-1_AAAAAAAAAAA", true);
		for (ClusterMessage message : Messages.questions()) {
			ClusterMessage.Question any = (ClusterMessage.Question) message;
			ClusterMessage.Question question = new ClusterMessage.Question(any.id(), any.request(), true);
			assertThat(asking.read(this.others.writeMsgpack(question, true), ALL)).isNull();
			assertThat(asking.read(this.others.write(question, true), ALL)).isNull();
			assertThat(Messages.plain(asking.read(this.others.writePrivate(question), ALL).message()))
				.isEqualTo(Messages.plain(question));
			assertThat(Messages
				.plain(asking.readEntry("server-2_AAAAAAAAAAA", this.others.writeEntry(question), ALL).message()))
				.isEqualTo(Messages.plain(question));
			ClusterMessage.Question nodes = new ClusterMessage.Question(question.id(), question.request(), false);
			assertThat(asking.read(this.others.writeMsgpack(nodes, false), ALL)).isNotNull();
		}
	}

	@Test
	void everyMessageComesBack() {
		Stream.of(Messages.orders(), Messages.questions(), Messages.answers("q"), Messages.signs())
			.flatMap(List::stream)
			.forEach((message) -> {
				Object expected = Messages.plain(message);
				assertThat(Messages.plain(received(this.others.write(message, true)))).isEqualTo(expected);
				byte[] msgpack = this.others.writeMsgpack(message, true);
				assertThat(msgpack[0] & 0xF0).isEqualTo(0x80);
				if (!hasLoneSurrogate(message)) {
					assertThat(Messages.plain(received(msgpack))).isEqualTo(expected);
				}
				NodeMessages.Entry entry = this.others.writeEntry(message);
				Received received = this.ours.readEntry("server-2_AAAAAAAAAAA", entry, ALL);
				assertThat(Messages.plain(received.message())).isEqualTo(expected);
				assertThat(this.others.readEntry("server-2_AAAAAAAAAAA", entry, ALL)).isNull();
				assertThat(Messages.plain(this.others.decodeEntry("server-2_AAAAAAAAAAA", entry, ALL).message()))
					.isEqualTo(expected);
			});
	}

	private static boolean hasLoneSurrogate(ClusterMessage message) {
		return String.valueOf(message).contains("\ud800");
	}

	private ClusterMessage received(byte[] message) {
		Received received = this.ours.read(message, ALL);
		assertThat(received).isNotNull();
		assertThat(received.sender()).isEqualTo("server-2_AAAAAAAAAAA");
		return received.message();
	}

	@Test
	void serversThatWantNoDetailsGetNodesAnswers() {
		assertThat(this.ours.write(new ClusterMessage.ServerAnswer("q", Messages.json("[ [1,2] ,\"b\"]")), false))
			.asString()
			.endsWith("\"data\":{\"requestId\":\"q\",\"packet\":[1,2]}}");
		assertThat(this.ours.write(new ClusterMessage.ServerAnswer("q", Messages.json("[]")), false)).asString()
			.endsWith("\"data\":{\"requestId\":\"q\"}}");
	}

	@Test
	void valuesMayBeAsDeepAsAnywhereElse() {
		int max = Messages.JSON.limits().maxDepth();
		String deepest = "[".repeat(max) + "]".repeat(max);
		ClusterMessage message = new ClusterMessage.Order(
				new Command.Broadcast(Selection.ALL, "ev", Messages.json(deepest), false, true));
		Object expected = Messages.plain(message);
		assertThat(Messages.plain(received(this.others.write(message, true)))).isEqualTo(expected);
		assertThat(Messages.plain(received(this.others.writeMsgpack(message, true)))).isEqualTo(expected);
		ClusterMessage answer = new ClusterMessage.ServerAnswer("q", Messages.json(deepest));
		expected = Messages.plain(answer);
		assertThat(Messages.plain(received(this.others.write(answer, true)))).isEqualTo(expected);
		assertThat(Messages.plain(received(this.others.writeMsgpack(answer, true)))).isEqualTo(expected);
		String deeper = "[\"ev\",[" + deepest + "]]";
		assertRejected(envelope("9", "{\"packet\":" + deeper + "}"), "nested deeper");
		assertRejected(envelope("10", "{\"requestId\":\"q\",\"packet\":" + deepest + "}"), "nested deeper");
		assertRejected(envelope("3", "{\"opts\":{},\"x\":" + "[".repeat(2000)), "beyond a limit");
	}

	// Order of keys

	@Test
	void theOrderOfKeysDoesNotMatter() {
		List<String> outer = List.of("\"uid\":\"u\"", "\"nsp\":\"/\"", "\"type\":3", "\"data\":");
		List<String> inner = List.of("\"opts\":{\"flags\":{},\"except\":[],\"rooms\":[\"r\"]}",
				"\"packet\":{\"data\":[\"ev\",[1]],\"type\":2,\"nsp\":\"/other\"}", "\"requestId\":\"q\"",
				"\"else\":{\"a\":[{}]}");
		int count = 0;
		for (List<String> data : permutations(inner)) {
			String object = "{" + String.join(",", data) + "}";
			for (List<String> envelope : permutations(outer)) {
				String json = "{" + String.join(",", envelope).replace("\"data\":", "\"data\":" + object) + "}";
				count += assertQuestion(json.getBytes(StandardCharsets.UTF_8));
				count += assertQuestion(msgpack(json));
			}
		}
		assertThat(count).isEqualTo(2 * 24 * 24);
	}

	/** Somebody waits for the answer, so that it is read though nobody here is meant. */
	private int assertQuestion(byte[] message) {
		ClusterMessage.Question question = (ClusterMessage.Question) this.ours.read(message, isOrdered(message))
			.message();
		Request.BroadcastWithAck broadcast = (Request.BroadcastWithAck) question.request();
		assertThat(question.id()).isEqualTo("q");
		assertThat(broadcast.event()).isEqualTo("ev");
		assertThat(broadcast.arguments().written().json()).asString().isEqualTo("[[1]]");
		assertThat(broadcast.selection().rooms()).containsExactly("r");
		return 1;
	}

	/** Who tells its name first is one of us, and tells that it asks before whom. */
	private static Predicate<Selection> isOrdered(byte[] message) {
		String text = new String(message, StandardCharsets.ISO_8859_1);
		boolean ordered = text.indexOf("uid") < text.indexOf("data") && text.indexOf("type") < text.indexOf("data");
		return ordered ? ALL : NOBODY;
	}

	static byte[] msgpack(String json) {
		MsgpackOutput output = new MsgpackOutput(Messages.CODEC.msgpack());
		output.tree(JsonMapper.shared().readTree(json));
		return output.toBytes();
	}

	private static <T> List<List<T>> permutations(List<T> all) {
		if (all.isEmpty()) {
			return List.of(List.of());
		}
		List<List<T>> result = new ArrayList<>();
		for (T first : all) {
			List<T> rest = new ArrayList<>(all);
			rest.remove(first);
			for (List<T> each : permutations(rest)) {
				List<T> whole = new ArrayList<>(Collections.singletonList(first));
				whole.addAll(each);
				result.add(whole);
			}
		}
		return result;
	}

	// What is not read

	@Test
	void ownMessagesAreKnownByTheirBeginning() {
		for (ClusterMessage message : Messages.orders()) {
			assertThat(this.ours.read(broken(this.ours.write(message, true)), ALL)).isNull();
			assertThat(this.ours.read(broken(this.ours.writeMsgpack(message, true)), ALL)).isNull();
		}
		assertThat(this.ours.read(envelope("99", "{}", "server-1_AAAAAAAAAAA"), ALL)).isNull();
		String reordered = "{\"nsp\":\"/\",\"type\":2,\"uid\":\"server-1_AAAAAAAAAAA\"}";
		assertThat(this.ours.read(reordered.getBytes(StandardCharsets.UTF_8), ALL)).isNull();
	}

	private static byte[] broken(byte[] message) {
		message[message.length - 1] = (byte) 0xC1;
		return message;
	}

	@Test
	void argumentsForNobodyAreNotTouched() {
		String packet = "{\"type\":2,\"data\":[\"ev\",this is no JSON";
		String opts = "{\"rooms\":[\"r\"],\"except\":[\"x\"],\"flags\":{}}";
		byte[] message = ("{\"uid\":\"u\",\"nsp\":\"/\",\"type\":3,\"data\":{\"opts\":" + opts + ",\"packet\":"
				+ packet)
			.getBytes(StandardCharsets.UTF_8);
		List<Selection> asked = new ArrayList<>();
		assertThat(this.ours.read(message, (selection) -> !asked.add(selection))).isNull();
		assertThat(asked).containsExactly(Messages.SELECTION);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.ours.read(message, ALL));
	}

	@Test
	void msgpackForNobodyIsNotTouched() {
		byte[] message = this.others.write(new ClusterMessage.Order(
				new Command.Broadcast(Messages.SELECTION, "ev", Messages.binary(), false, true)), true);
		assertThat(this.ours.read(broken(message), NOBODY)).isNull();
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.ours.read(message, ALL));
	}

	@Test
	void valuesOfNodeForNobodyAreSkipped() {
		String packet = "{\"type\":2,\"data\":[\"connect\",\"\\ud800\"]}";
		String message = "{\"type\":3,\"data\":{\"packet\":" + packet
				+ ",\"opts\":{\"rooms\":[\"r\"],\"except\":[],\"flags\":{}}},\"uid\":\"u\",\"nsp\":\"/\"}";
		AtomicInteger asked = new AtomicInteger();
		assertThat(this.ours.read(message.getBytes(StandardCharsets.UTF_8), (selection) -> asked.incrementAndGet() > 1))
			.isNull();
		assertThat(asked).hasValue(1);
		assertRejected(message.getBytes(StandardCharsets.UTF_8), "reserved event name");
	}

	@Test
	void binaryValuesBecomeJsonOnlyWhenSomebodyAsks() {
		Command.Broadcast broadcast = (Command.Broadcast) ((ClusterMessage.Order) read("sharded.binary")).command();
		assertThat(broadcast.arguments().writtenSoFar()).isNull();
		assertThat(broadcast.arguments().written()).isSameAs(broadcast.arguments().written())
			.isSameAs(broadcast.arguments().writtenSoFar());
	}

	@Test
	void whatIsNotKnownIsNoFault() {
		assertThat(this.ours.read(envelope("14", "{\"a\":1}"), ALL)).isNull();
		assertThat(this.ours.read(envelope("2000", "[]"), ALL)).isNull();
		assertThat(this.ours.read("{\"uid\":\"u\",\"nsp\":\"/\",\"type\":77}".getBytes(StandardCharsets.UTF_8), ALL))
			.isNull();
		assertThat(this.ours
			.read("{\"uid\":\"u\",\"nsp\":\"/other\",\"type\":3,\"data\":{}}".getBytes(StandardCharsets.UTF_8), ALL))
			.isNull();
		String connect = "{\"opts\":{\"rooms\":[]},\"packet\":{\"type\":0,\"data\":[\"ev\"]}}";
		assertThat(this.ours.read(envelope("3", connect), ALL)).isNull();
		assertThat(this.ours.readEntry("u", new NodeMessages.Entry("55", null), ALL)).isNull();
	}

	@Test
	void roomsMayBeNumbers() {
		String data = "{\"opts\":{\"rooms\":[1,2.5]},\"packet\":{\"data\":[7]}}";
		for (byte[] message : List.of(envelope("3", data), msgpack(new String(envelope("3", data))))) {
			Command.Broadcast broadcast = (Command.Broadcast) ((ClusterMessage.Order) this.ours.read(message, ALL)
				.message()).command();
			assertThat(broadcast.selection().rooms()).containsExactlyInAnyOrder("1", "2.5");
			assertThat(broadcast.event()).isEqualTo("7");
		}
	}

	@Test
	void eventNamesMayBeNumbers() {
		for (String data : List.of("[7,1]", "[7.5 , 1]", "[ -7,1]", "[1e3\n,1]")) {
			byte[] message = envelope("9", "{\"packet\":" + data + "}");
			Command.ServerSideEmit emit = (Command.ServerSideEmit) ((ClusterMessage.Order) this.ours.read(message, ALL)
				.message()).command();
			assertThat(emit.event()).isIn("7", "7.5", "-7", "1e3");
			assertThat(Messages.plain(emit.arguments())).isEqualTo(Messages.plain(Messages.json("[1]")));
		}
	}

	// What is rejected

	private static byte[] envelope(String type, String data) {
		return envelope(type, data, "u");
	}

	/** As npm's {@code @socket.io/postgres-emitter} 0.1 writes it. */
	@Test
	void aMessageWithoutANamespaceIsForThatOfTheChannel() {
		byte[] message = ("{\"type\":3,\"data\":{\"packet\":{\"type\":2,\"data\":[\"ev\"],\"nsp\":\"/\"},\"opts\":{\"rooms\":[],"
				+ "\"flags\":{},\"except\":[]}},\"uid\":\"emitter\"}")
			.getBytes(StandardCharsets.UTF_8);
		Received received = this.ours.read(message, ALL);
		assertThat(received).isNotNull();
		assertThat(received.sender()).isEqualTo("emitter");
		assertThat(((Command.Broadcast) ((ClusterMessage.Order) received.message()).command()).event()).isEqualTo("ev");
	}

	/** As the sharded adapter of {@code @socket.io/redis-adapter} 8.2 writes them. */
	@Test
	void answersNeedNotTellWhoAnswers() {
		for (String answer : List.of("{\"type\":8,\"data\":{\"requestId\":\"q\",\"sockets\":[]}}",
				"{\"type\":10,\"data\":{\"requestId\":\"q\",\"packet\":1}}",
				"{\"type\":11,\"data\":{\"requestId\":\"q\",\"clientCount\":1}}",
				"{\"type\":12,\"data\":{\"requestId\":\"q\",\"packet\":\"a\"}}")) {
			for (byte[] message : List.of(answer.getBytes(StandardCharsets.UTF_8), msgpack(answer))) {
				Received received = this.ours.read(message, ALL);
				assertThat(received).isNotNull();
				assertThat(received.sender()).isNull();
				assertThat(((ClusterMessage.Answer) received.message()).questionId()).isEqualTo("q");
			}
		}
		for (String type : List.of("2", "9", "13", "120")) {
			assertRejected(("{\"type\":" + type + ",\"data\":{\"requestId\":\"q\",\"packet\":[\"ev\"],\"reports\":[]}}")
				.getBytes(), "without uid");
		}
	}

	private static byte[] envelope(String type, String data, String uid) {
		return ("{\"uid\":\"" + uid + "\",\"nsp\":\"/\",\"type\":" + type + ",\"data\":" + data + "}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private void assertRejected(byte[] message, String reason) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.ours.read(message, ALL))
			.withMessageContaining(reason);
	}

	@Test
	void rejectsWhatIsNoMessage() {
		assertRejected(new byte[0], "empty");
		assertRejected("{}".getBytes(), "without uid");
		assertRejected("[]".getBytes(), "no object");
		assertRejected("{\"uid\":\"u\"".getBytes(), "invalid JSON");
		assertRejected("{\"uid\":\"u\",\"nsp\":\"/\",\"type\":2}x".getBytes(), "invalid JSON");
		assertRejected("{\"uid\":\"u\",\"nsp\":\"/\",\"type\":2}{}".getBytes(), "after the end");
		assertRejected("{\"uid\":\"u\",\"uid\":\"u\"}".getBytes(), "twice");
		assertRejected("{\"uid\":{},\"nsp\":\"/\",\"type\":2}".getBytes(), "neither a string");
		assertRejected(envelope("3.5", "{}"), "no integer");
		assertRejected(envelope("3", "[]"), "no object");
		assertRejected(envelope("3", "{}"), "without opts");
		assertRejected(envelope("3", "{\"opts\":{}}"), "without packet");
		assertRejected(envelope("3", "{\"opts\":{},\"packet\":{}}"), "without data");
		assertRejected(envelope("3", "{\"opts\":{},\"packet\":{\"data\":[]}}"), "event name");
		assertRejected(envelope("3", "{\"opts\":{},\"packet\":{\"data\":[{}]}}"), "event name");
		assertRejected(envelope("3", "{\"opts\":{\"rooms\":{}},\"packet\":{}}"), "no array");
		assertRejected(envelope("3", "{\"opts\":{\"rooms\":[null]},\"packet\":{}}"), "neither a string");
		assertRejected(envelope("4", "{\"opts\":{}}"), "without rooms");
		assertRejected(envelope("7", "{\"opts\":{}}"), "without requestId");
		assertRejected(envelope("8", "{\"requestId\":\"q\"}"), "without sockets");
		assertRejected(envelope("8", "{\"requestId\":\"q\",\"sockets\":[{\"id\":\"a\"}]}"), "without handshake");
		assertRejected(envelope("11", "{\"requestId\":\"q\",\"clientCount\":-1}"), "no integer");
		assertRejected("{\"uid\":\"u\",\"nsp\":\"/\",\"type\":3}".getBytes(), "without data");
		for (String type : List.of("", "x", "99999999999")) {
			assertThatExceptionOfType(PacketParseException.class)
				.isThrownBy(() -> this.ours.readEntry("u", new NodeMessages.Entry(type, null), ALL));
		}
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.ours.readEntry("u", new NodeMessages.Entry("3", "!".getBytes()), ALL))
			.withMessageContaining("base64");
	}

	@Test
	void rejectsRoomsThatNobodyMayJoin() {
		for (String type : List.of("4", "5")) {
			assertRejected(envelope(type, "{\"opts\":{},\"rooms\":[\"\\u0000user:a\"]}"), "nobody may join");
		}
	}

	@Test
	void rejectsEventsThatClientsMayNotGet() {
		for (String event : List.of("connect", "disconnect", "newListener")) {
			assertRejected(envelope("3", "{\"opts\":{},\"packet\":{\"data\":[\"" + event + "\"]}}"), "reserved");
		}
	}

	/** They would go to browsers as they are. */
	@ParameterizedTest
	@ValueSource(strings = { "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f5\u0080\u0080\u0080", "\u00ff" })
	void rejectsWhatIsNoUtf8(String bytes) {
		for (String data : List.of("{\"opts\":{},\"packet\":{\"type\":2,\"data\":[\"ev\",\"#\"]}}",
				"{\"opts\":{},\"packet\":{\"type\":2,\"data\":[\"ev\",{\"#\":1}]}}")) {
			String message = new String(envelope("3", data), StandardCharsets.UTF_8).replace("#", bytes);
			assertRejected(message.getBytes(StandardCharsets.ISO_8859_1), "");
		}
	}

	@Test
	void limits() {
		NodeMessages small = new NodeMessages(new MessageCodec(Messages.JSON, new MessageLimits(400, 2, 3, 4, 1, 20)),
				"/", "s");
		Predicate<Selection> all = ALL;
		for (String accepted : List.of("{\"opts\":{\"rooms\":[\"a\",\"bcd\"]},\"packet\":{\"data\":[\"abcd\"]}}",
				"{\"opts\":{\"except\":[\"a\",\"b\"]},\"packet\":{\"data\":[\"abcd\"]}}")) {
			assertThat(small.read(envelope("3", accepted), all)).isNotNull();
			assertThat(small.read(msgpack(new String(envelope("3", accepted))), all)).isNotNull();
		}
		for (String rejected : List.of("{\"opts\":{\"rooms\":[\"a\",\"b\",\"c\"]},\"packet\":{\"data\":[\"abcd\"]}}",
				"{\"opts\":{\"rooms\":[\"abcd\"]},\"packet\":{\"data\":[\"abcd\"]}}",
				"{\"opts\":{\"except\":[\"abcd\"]},\"packet\":{\"data\":[\"abcd\"]}}",
				"{\"opts\":{},\"packet\":{\"data\":[\"abcde\"]}}",
				"{\"opts\":{},\"packet\":{\"data\":[\"a\",\"" + "x".repeat(400) + "\"]}}")) {
			assertThatExceptionOfType(PacketParseException.class)
				.isThrownBy(() -> small.read(envelope("3", rejected), all));
			assertThatExceptionOfType(PacketParseException.class)
				.isThrownBy(() -> small.read(msgpack(new String(envelope("3", rejected))), all));
		}
		byte[] binary = NodeFixtures.get("sharded.binary");
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> small.read(binary, all))
			.withMessageContaining("binary values");
		String arrays = "[\"a\"" + ",[]".repeat(20) + "]";
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> small
				.read(msgpack(new String(envelope("3", "{\"opts\":{},\"packet\":{\"data\":" + arrays + "}}"))), all))
			.withMessageContaining("arrays and maps");
	}

	@ParameterizedTest
	@ValueSource(strings = { "84a3756964a175a36e7370a12fa47479706503a464617461dfffffffff",
			"84a3756964a175a36e7370a12fa47479706509a46461746181a67061636b6574ddffffffff", "84a3756964dbffffffff61",
			"dfffffffff", "84a3756964a175a36e7370a12fa47479706509a46461746181a67061636b6574" + "92a26576c6ffffffff" })
	void lengthsAreNotBelieved(String hex) {
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.ours.read(HexFormat.of().parseHex(hex), ALL));
	}

}
