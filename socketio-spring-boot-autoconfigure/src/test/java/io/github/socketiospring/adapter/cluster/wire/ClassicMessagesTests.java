package io.github.socketiospring.adapter.cluster.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClassicMessagesTests {

	private static final Predicate<Selection> ALL = (selection) -> true;

	private static final Predicate<Selection> NOBODY = (selection) -> false;

	private static final String SERVER = "server-1_AAAAAAAAAAA";

	private final ClassicMessages ours = new ClassicMessages(Messages.CODEC, "/", SERVER);

	private final ClassicMessages others = new ClassicMessages(Messages.CODEC, "/", "server-2_AAAAAAAAAAA");

	/** Writes what Node writes. */
	private final ClassicMessages node = new ClassicMessages(Messages.CODEC, "/", "nodeId");

	private static Received notNull(@Nullable Received received) {
		assertThat(received).isNotNull();
		return received;
	}

	// Events

	private Command.Broadcast event(byte[] message, String sender) {
		Received received = notNull(this.ours.readEvent(message, ALL));
		assertThat(received.sender()).isEqualTo(sender);
		return (Command.Broadcast) ((ClusterMessage.Order) received.message()).command();
	}

	@Test
	void writesEventsByteForByteAsNodeDoes() {
		// Of what was observed first.
		assertThat(HexFormat.of()
			.formatHex(this.node.writeEvent(
					new Command.Broadcast(Selection.ALL, "hello", Messages.json("[\"w\",{\"b\":1}]"), false, true))))
			.isEqualTo("93a66e6f64654964" + "83a47479706502a46461746193a568656c6c6fa17781a16201a36e7370a12f"
					+ "83a5726f6f6d7390a665786365707490a5666c61677380");
		for (String name : List.of("hello", "none", "binary", "unicode")) {
			byte[] expected = NodeFixtures.get("classic." + name);
			assertThat(this.node.writeEvent(event(expected, "nodeId"))).as(name).isEqualTo(expected);
		}
	}

	@Test
	void readsEventsOfNode() {
		Command.Broadcast broadcast = event(NodeFixtures.get("classic.binary"), "nodeId");
		assertThat(broadcast.selection()).isEqualTo(new Selection(Set.of("r1"), Set.of("r2"), false));
		assertThat(broadcast.event()).isEqualTo("bin");
		assertThat(broadcast.isVolatile()).isTrue();
		assertThat(broadcast.compress()).isFalse();
		assertThat(broadcast.arguments().written().attachments()).containsExactly(new byte[] { 1, 2, 3 },
				new byte[] { 9 });
		broadcast = event(NodeFixtures.get("classic.odd"), "nodeId");
		assertThat(broadcast.arguments().written().json()).asString()
			.isEqualTo("[null,\"2023-11-14T22:13:20.123Z\",{\"d\":\"1970-01-01T00:00:00.000Z\"},null]");
	}

	@Test
	void readsEventsOfTheEmitter() {
		Command.Broadcast broadcast = event(NodeFixtures.get("emitter.hello"), "emitter");
		assertThat(broadcast.selection()).isEqualTo(Selection.ALL);
		assertThat(broadcast.arguments().written().json()).asString().isEqualTo("[\"w\",{\"b\":1}]");
		broadcast = event(NodeFixtures.get("emitter.room"), "emitter");
		assertThat(broadcast.selection()).isEqualTo(new Selection(Set.of("r"), Set.of("x"), false));
		assertThat(broadcast.isVolatile()).isTrue();
		assertThat(broadcast.arguments().written().attachments()).containsExactly(new byte[] { 1 });
	}

	/** As notepack.io before 3 writes them. */
	@Test
	void readsOldFormsOfUndefinedAndTime() {
		byte[] message = HexFormat.of()
			.parseHex("93a7656d697474657283a47479706502a46461746193a26576d40000d700" + "0000018bcfe5687b"
					+ "a36e7370d4000083a5726f6f6d7390a5666c61677380a665786365707490");
		assertThat(event(message, "emitter").arguments().written().json()).asString()
			.isEqualTo("[null,\"2023-11-14T22:13:20.123Z\"]");
	}

	@Test
	void eventsForNobodyAreSkipped() {
		AtomicInteger asked = new AtomicInteger();
		byte[] message = NodeFixtures.get("classic.binary");
		assertThat(this.ours.readEvent(message, (selection) -> asked.incrementAndGet() > 1)).isNull();
		assertThat(asked).hasValue(1);
		byte[] reserved = NodeMessagesTests
			.msgpack("[\"u\",{\"type\":2,\"data\":[\"connect\"],\"nsp\":\"/\"},{\"rooms\":[\"r\"]}]");
		assertThat(this.ours.readEvent(reserved, NOBODY)).isNull();
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.ours.readEvent(reserved, ALL));
	}

	@Test
	void eventsOfOtherNamespacesAndKindsAreNotRead() {
		assertThat(
				new ClassicMessages(Messages.CODEC, "/other", SERVER).readEvent(NodeFixtures.get("classic.hello"), ALL))
			.isNull();
		assertThat(this.ours.readEvent(
				NodeMessagesTests.msgpack("[\"u\",{\"type\":0,\"data\":[\"ev\"],\"nsp\":\"/\"},{\"rooms\":[]}]"), ALL))
			.isNull();
		byte[] own = this.ours
			.writeEvent(new Command.Broadcast(Selection.ALL, "ev", Messages.json("[1]"), false, true));
		own[own.length - 1] = (byte) 0xC1;
		assertThat(this.ours.readEvent(own, ALL)).isNull();
	}

	@Test
	void everyEventComesBack() {
		for (ClusterMessage message : Messages.orders()) {
			if (((ClusterMessage.Order) message).command() instanceof Command.Broadcast broadcast
					&& !broadcast.selection().rooms().toString().contains("\ud800")) {
				Received received = notNull(this.ours.readEvent(this.others.writeEvent(broadcast), ALL));
				assertThat(Messages.plain(received.message())).isEqualTo(Messages.plain(message));
			}
		}
	}

	// Requests

	private Received request(byte[] message) {
		return notNull(this.ours.readRequest(message, ALL));
	}

	@Test
	void readsOrdersOfNode() {
		assertThat(request(NodeFixtures.get("classic.join"))).isEqualTo(new Received("nodeId", new ClusterMessage.Order(
				new Command.Join(new Selection(Set.of("a"), Set.of("b"), false), Set.of("c", "d")))));
		assertThat(request(NodeFixtures.get("classic.leave")).message())
			.isEqualTo(new ClusterMessage.Order(new Command.Leave(Selection.ALL, Set.of("c"))));
		assertThat(request(NodeFixtures.get("classic.disconnect")).message()).isEqualTo(
				new ClusterMessage.Order(new Command.Disconnect(new Selection(Set.of("a"), Set.of(), false), true)));
		assertEmit("classic.sse", "nodeId", "[1,\"two\"]");
		assertEmit("classic.sseBinary", "nodeId", "[{\"type\":\"Buffer\",\"data\":[7]}]");
	}

	private void assertEmit(String name, String sender, String json) {
		Received received = request(NodeFixtures.get(name));
		assertThat(received.sender()).isEqualTo(sender);
		Command.ServerSideEmit emit = (Command.ServerSideEmit) ((ClusterMessage.Order) received.message()).command();
		assertThat(emit.event()).isEqualTo("ev");
		assertThat(emit.arguments().written().json()).asString().isEqualTo(json);
	}

	@Test
	void readsOrdersOfTheEmitter() {
		assertThat(request(NodeFixtures.get("emitter.join"))).isEqualTo(new Received(null,
				new ClusterMessage.Order(new Command.Join(new Selection(Set.of("a"), Set.of(), false), Set.of("c")))));
		assertThat(request(NodeFixtures.get("emitter.leave")))
			.isEqualTo(new Received(null, new ClusterMessage.Order(new Command.Leave(Selection.ALL, Set.of("c")))));
		assertThat(request(NodeFixtures.get("emitter.disconnect"))).isEqualTo(new Received(null,
				new ClusterMessage.Order(new Command.Disconnect(new Selection(Set.of("a"), Set.of(), false), true))));
		assertEmit("emitter.sse", "emitter", "[1]");
	}

	@Test
	void readsQuestionsOfNodeAndAnswersWithTheirIds() {
		ClusterMessage.Question fetch = question("classic.fetch");
		assertThat(((Request.FetchSockets) fetch.request()).selection().rooms()).containsExactly("a");
		ClusterMessage.Question rooms = question("classic.rooms");
		assertThat(rooms.request()).isInstanceOf(Request.FetchRooms.class);
		ClusterMessage.Question emit = question("classic.sseAck");
		assertThat(((Request.ServerSideEmitWithAck) emit.request()).arguments().written().json()).asString()
			.isEqualTo("[1]");
		ClusterMessage.Question ack = question("classic.ack");
		Request.BroadcastWithAck broadcast = (Request.BroadcastWithAck) ack.request();
		assertThat(broadcast.timeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(broadcast.selection().rooms()).containsExactly("r");
		assertThat(broadcast.event()).isEqualTo("q");
		String wireId = JsonMapper.shared().readTree(NodeFixtures.get("classic.rooms")).get("requestId").asString();
		assertThat(json(this.ours.writeResponse(new ClusterMessage.RoomNames(rooms.id(), Set.of("a")), false)))
			.isEqualTo(json("{\"requestId\":\"" + wireId + "\",\"uid\":\"" + SERVER + "\",\"rooms\":[\"a\"]}"));
	}

	private ClusterMessage.Question question(String name) {
		ClusterMessage.Question question = (ClusterMessage.Question) request(NodeFixtures.get(name)).message();
		assertThat(question.detailed()).isFalse();
		return question;
	}

	private static JsonNode json(byte[] json) {
		return JsonMapper.shared().readTree(json);
	}

	private static JsonNode json(String json) {
		return JsonMapper.shared().readTree(json);
	}

	private Received request(String json) {
		return request(json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void answersWithIdsAloneToWhoAsksForNoMore() {
		ClusterMessage.Question question = (ClusterMessage.Question) request(
				"{\"uid\":\"other\",\"requestId\":\"req1\",\"type\":0,\"rooms\":[\"r\"]}")
			.message();
		assertThat(((Request.FetchSockets) question.request()).selection())
			.isEqualTo(new Selection(Set.of("r"), Set.of(), false));
		byte[] answer = this.ours.writeResponse(
				new ClusterMessage.Sockets(question.id(), List.of(Messages.socket(Messages.json("[{}]")))),
				question.detailed());
		assertThat(json(answer))
			.isEqualTo(json("{\"requestId\":\"req1\",\"uid\":\"" + SERVER + "\",\"sockets\":[\"socket\"]}"));
	}

	@Test
	void ordersOfVeryOldServersAreConfirmedByWhoHasTheSocket() {
		for (String type : List.of("2", "3", "4")) {
			String json = "{\"requestId\":\"req1\",\"type\":" + type
					+ ",\"sid\":\"socket\",\"room\":\"a\",\"close\":true}";
			Received received = request(json);
			assertThat(received.sender()).isNull();
			assertThat(received.receipt()).asString().isEqualTo("{\"requestId\":\"req1\"}");
			Selection one = Selection.socket("socket");
			assertThat(((ClusterMessage.Order) received.message()).command()).isEqualTo(switch (type) {
				case "2" -> new Command.Join(one, Set.of("a"));
				case "3" -> new Command.Leave(one, Set.of("a"));
				default -> new Command.Disconnect(one, true);
			});
			assertThat(this.ours.readRequest(json.getBytes(StandardCharsets.UTF_8), NOBODY)).isNull();
		}
	}

	@Test
	void writesRequestsThatNodeUnderstands() {
		for (String name : List.of("join", "leave", "disconnect", "sse")) {
			byte[] expected = NodeFixtures.get("classic." + name);
			assertThat(this.node.writeRequest(request(expected).message())).asString()
				.isEqualTo(new String(expected, StandardCharsets.UTF_8));
		}
		ClusterMessage ack = new ClusterMessage.Question("q",
				new Request.BroadcastWithAck(new Selection(Set.of("r"), Set.of(), false), "q", Messages.json("[1]"),
						false, true, Duration.ofSeconds(1)),
				false);
		byte[] written = this.node.writeRequest(ack);
		byte[] expected = NodeFixtures.get("classic.ack");
		assertThat(withoutId(written)).isEqualTo(withoutId(expected));
		ClusterMessage fetch = new ClusterMessage.Question("q",
				new Request.FetchSockets(Messages.SELECTION, Duration.ofSeconds(5)), true);
		assertThat(this.node.writeRequest(fetch)).asString()
			.isEqualTo("{\"uid\":\"nodeId\",\"requestId\":\"nodeIdq\",\"type\":5,"
					+ "\"opts\":{\"rooms\":[\"r\"],\"except\":[\"x\"]},\"timeout\":5000,\"detailed\":true}");
	}

	private static String withoutId(byte[] msgpack) {
		return Messages.CODEC.msgpack().readTree(msgpack, 0).toString().replaceAll("\"requestId\":\"[^\"]*\"", "");
	}

	@Test
	void everyRequestComesBack() {
		for (ClusterMessage message : Messages.orders()) {
			if (!(((ClusterMessage.Order) message).command() instanceof Command.Broadcast)) {
				assertThat(Messages.plain(request(this.others.writeRequest(message)).message()))
					.isEqualTo(Messages.plain(message));
			}
		}
		for (ClusterMessage message : Messages.questions()) {
			ClusterMessage.Question sent = (ClusterMessage.Question) message;
			ClusterMessage.Question received = (ClusterMessage.Question) request(this.others.writeRequest(message))
				.message();
			assertThat(received.detailed()).isEqualTo(sent.detailed());
			assertThat(Messages.plain((Record) received.request())).isEqualTo(Messages.plain((Record) sent.request()));
		}
		for (ClusterMessage message : Messages.signs()) {
			assertThat(request(this.others.writeRequest(message)))
				.isEqualTo(new Received("server-2_AAAAAAAAAAA", message));
			assertThat(this.ours.readRequest(this.ours.writeRequest(message), ALL)).isNull();
		}
	}

	@Test
	void theOrderOfKeysDoesNotMatter() {
		String reversed = "{\"data\":[\"ev\",1],\"type\":6,\"requestId\":\"req1\",\"uid\":\"u\"}";
		for (byte[] message : List.of(reversed.getBytes(StandardCharsets.UTF_8), NodeMessagesTests.msgpack(reversed))) {
			ClusterMessage.Question question = (ClusterMessage.Question) request(message).message();
			assertThat(((Request.ServerSideEmitWithAck) question.request()).event()).isEqualTo("ev");
		}
		String own = "{\"type\":1,\"requestId\":\"req1\",\"uid\":\"" + SERVER + "\"}";
		assertThat(this.ours.readRequest(own.getBytes(StandardCharsets.UTF_8), ALL)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"type\":2}", "{\"type\":2,\"opts\":{}}", "{\"type\":5,\"requestId\":\"a\"}",
			"{\"type\":1}", "{\"type\":6}", "{\"type\":6,\"data\":[]}", "{\"type\":6,\"data\":{}}",
			"{\"type\":7,\"requestId\":\"a\",\"opts\":{}}", "{\"type\":-1}", "{\"type\":\"1\"}",
			"{\"type\":2,\"sid\":\"a\"}", "{\"type\":2,\"opts\":{},\"rooms\":[\"\\u0000user:a\"]}", "[]", "{\"type\":1",
			"{\"type\":77}x", "{\"type\":77,\"type\":77}", "1", "\"\"" })
	void rejectsWhatIsNoRequest(String json) {
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.ours.readRequest(json.getBytes(StandardCharsets.UTF_8), ALL));
	}

	@Test
	void whatIsNotKnownIsNoFault() {
		byte[] unknown = "{\"uid\":\"u\",\"type\":77,\"x\":[{}]}".getBytes(StandardCharsets.UTF_8);
		assertThat(this.ours.readRequest(unknown, ALL)).isNull();
		byte[] response = ("{\"type\":77,\"requestId\":\"" + SERVER + "q\"}").getBytes(StandardCharsets.UTF_8);
		assertThat(this.ours.readResponse(response)).isNull();
	}

	// Responses

	/** What Node answers, to a question of this server. */
	private Received response(String name) {
		byte[] message = NodeFixtures.get("classic." + name);
		String wireId = SERVER + "q";
		if (message[0] == '{') {
			String json = new String(message, StandardCharsets.UTF_8).replace("req1", wireId);
			return notNull(this.ours.readResponse(json.getBytes(StandardCharsets.UTF_8)));
		}
		String hex = HexFormat.of()
			.formatHex(message)
			.replace("a472657131", "b5" + HexFormat.of().formatHex(wireId.getBytes()));
		return notNull(this.ours.readResponse(HexFormat.of().parseHex(hex)));
	}

	@Test
	void readsAnswersOfNode() {
		assertThat(response("answer.rooms"))
			.isEqualTo(new Received(null, new ClusterMessage.RoomNames("q", Set.of("A".repeat(20), "r"))));
		assertThat(response("answer.ack")).isEqualTo(new Received(null, new ClusterMessage.ClientsAsked("q", 1)));
		NodeMessagesTests
			.assertNodeSocket(((ClusterMessage.Sockets) response("answer.sockets").message()).sockets().get(0));
		assertAnswer(((ClusterMessage.ServerAnswer) response("answer.sse").message()).answer(), "[{\"ok\":1}]");
		assertAnswer(((ClusterMessage.ServerAnswer) response("answer.sseUndefined").message()).answer(), "[]");
		assertAnswer(((ClusterMessage.ClientAnswer) response("answer.client").message()).answer(), "[\"answered\"]");
	}

	private static void assertAnswer(Payload answer, String json) {
		assertThat(answer.written().json()).asString().isEqualTo(json);
	}

	@Test
	void answersToOthersAreNotRead() {
		for (String name : List.of("sockets", "rooms", "sse", "ack", "client")) {
			assertThat(this.ours.readResponse(NodeFixtures.get("classic.answer." + name))).isNull();
		}
		byte[] broken = "{\"requestId\":\"other\",\"sockets\":[broken".getBytes(StandardCharsets.UTF_8);
		assertThat(this.ours.readResponse(broken)).isNull();
	}

	@Test
	void everyAnswerComesBack() {
		ClusterMessage asked = new ClusterMessage.Question("q", new Request.FetchRooms(Duration.ofSeconds(1)), true);
		String id = ((ClusterMessage.Question) notNull(this.others.readRequest(this.ours.writeRequest(asked), ALL))
			.message()).id();
		List<ClusterMessage.Response> sent = Messages.answers(id);
		List<ClusterMessage.Response> expected = Messages.answers("q");
		for (int i = 0; i < sent.size(); i++) {
			byte[] message = this.others.writeResponse(sent.get(i), true);
			Received received = notNull(this.ours.readResponse(message));
			assertThat(received.sender()).isEqualTo("server-2_AAAAAAAAAAA");
			assertThat(Messages.plain(received.message())).isEqualTo(Messages.plain(expected.get(i)));
			assertThat(this.others.readResponse(message)).isNull();
		}
	}

	@Test
	void serversThatWantNoDetailsGetNodesAnswers() {
		String id = ((ClusterMessage.Question) request(
				"{\"uid\":\"other\",\"requestId\":\"req1\",\"type\":6,\"data\":[\"ev\"]}")
			.message()).id();
		assertThat(json(
				this.ours.writeResponse(new ClusterMessage.ServerAnswer(id, Messages.json("[{\"a\":1},2]")), false)))
			.isEqualTo(json("{\"type\":6,\"requestId\":\"req1\",\"uid\":\"" + SERVER + "\",\"data\":{\"a\":1}}"));
		assertThat(Messages.CODEC.msgpack()
			.readTree(this.ours.writeResponse(new ClusterMessage.ClientAnswer(id, Messages.json("[1,2]")), false), 0))
			.isEqualTo(json("{\"type\":9,\"requestId\":\"req1\",\"uid\":\"" + SERVER + "\",\"packet\":1}"));
		assertThat(json(this.ours.writeResponse(new ClusterMessage.ClientsAsked(id, 3), false)))
			.isEqualTo(json("{\"type\":8,\"requestId\":\"req1\",\"uid\":\"" + SERVER + "\",\"clientCount\":3}"));
	}

}
