package io.github.socketiospring.codec.socketio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.testkit.Msgpack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.github.socketiospring.testkit.Msgpack.UNDEFINED;
import static io.github.socketiospring.testkit.Msgpack.hex;
import static io.github.socketiospring.testkit.Msgpack.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MsgpackPacketDecoder}, as of both generations of
 * socket.io-msgpack-parser.
 */
class MsgpackPacketDecoderTests {

	private static final List<Object> E = List.of("e");

	private final MsgpackCodec codec = new MsgpackCodec(
			new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS), 1_000);

	private final MsgpackPacketFormat format = new MsgpackPacketFormat(this.codec);

	private final PacketRecorder recorder = new PacketRecorder();

	private final PacketDecoder decoder = this.format.decoder(DecoderLimits.DEFAULTS, this.recorder);

	private final PacketDecoder old = this.format.forProtocol4().decoder(DecoderLimits.DEFAULTS, this.recorder);

	/** Bytes that socket.io-client 4.8 with socket.io-msgpack-parser 3.0.2 sends. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					83a47479706500a464617461d40000a36e7370a12f       | connect / (missing)
					83a47479706500a46461746181a5746f6b656ea3616263a36e7370a52f63686174 | connect /chat {"token":"abc"}
					82a47479706501a36e7370a52f63686174               | disconnect /chat
					84a47479706502a46461746192a568656c6c6fa3796f75a76f7074696f6e7381a8636f6d7072657373c3a36e7370a12f | event / -1 hello ["you"]
					85a47479706502a46461746191a3617374a76f7074696f6e7381a8636f6d7072657373c3a2696400a36e7370a12f | event / 0 ast []
					84a47479706503a2696405a46461746191d70000000199a7e6d400a36e7370a12f | ack / 5 ["2025-10-03T02:29:06.688Z"]
					""")
	void decodesWhatTheClientSends(String hex, String expected) {
		this.decoder.binary(HexFormat.of().parseHex(hex));
		assertThat(this.recorder.packets).containsExactly(expected);
	}

	static Stream<Arguments> valid() {
		return Stream.of(Arguments.of(packet("type", 0, "nsp", "/"), "connect / (missing)"),
				Arguments.of(packet("nsp", "/", "type", 0, "data", Map.of()), "connect / {}"),
				Arguments.of(packet("data", Map.of("a", List.of(1)), "nsp", "/x", "type", 0), "connect /x {\"a\":[1]}"),
				Arguments.of(packet("type", 0, "data", null, "nsp", "/"), "connect / (missing)"),
				Arguments.of(packet("type", 0, "data", UNDEFINED, "id", UNDEFINED, "nsp", "/"), "connect / (missing)"),
				Arguments.of(packet("type", 0, "nsp", "/a?b=c"), "connect /a?b=c (missing)"),
				Arguments.of(packet("type", 0, "nsp", "/\u00fcn\u20ac"), "connect /\u00fcn\u20ac (missing)"),
				Arguments.of(packet("type", 1, "nsp", "/"), "disconnect /"),
				Arguments.of(packet("type", 1, "data", null, "nsp", "/"), "disconnect /"),
				Arguments.of(packet("type", 1, "data", UNDEFINED, "nsp", "/"), "disconnect /"),
				Arguments.of(packet("id", 7, "nsp", "/x", "data", E, "type", 2), "event /x 7 e []"),
				Arguments.of(packet("type", 2, "data", E, "id", UNDEFINED, "nsp", "/"), "event / -1 e []"),
				Arguments.of(packet("type", 2, "data", E, "id", 9007199254740991L, "nsp", "/"),
						"event / 9007199254740991 e []"),
				Arguments.of(packet("type", 2.0, "data", E, "id", 3.0, "nsp", "/"), "event / 3 e []"),
				Arguments.of(packet("type", 2, "data", List.of(5, 1), "nsp", "/"), "event / -1 5 [1]"),
				Arguments.of(packet("type", 2, "data", List.of(1.5), "nsp", "/"), "event / -1 1.5 []"),
				Arguments.of(packet("type", 2, "data", List.of(""), "nsp", "/"), "event / -1  []"),
				Arguments.of(packet("type", 2, "data", List.of("e", new byte[] { 1 }, hex("c7010002")), "nsp", "/"),
						"event / -1 e [\"AQ==\", \"Ag==\"]"),
				Arguments.of(packet("type", 2, "data", List.of("e", Map.of("_placeholder", true)), "nsp", "/"),
						"event / -1 e [{\"_placeholder\":true}]"),
				Arguments.of(packet("x", 1, "x", 2, "", null, "type", 2, "datas", 1, "data", E, "dat", 1, "nsp", "/"),
						"event / -1 e []"),
				Arguments.of(packet("t".repeat(70_000), "v".repeat(70_000), "type", 2, "data", E, "nsp", "/"),
						"event / -1 e []"),
				Arguments.of(packet("type", 3, "data", List.of(), "id", 0, "nsp", "/"), "ack / 0 []"),
				Arguments.of(packet("type", 3, "data", List.of("disconnect", List.of(1)), "id", 1, "nsp", "/c"),
						"ack /c 1 [\"disconnect\", [1]]"),
				Arguments.of(packet("type", 3, "data", List.of(), "nsp", "/"), ""));
	}

	@ParameterizedTest
	@MethodSource("valid")
	void decodesInAnyOrderAndForm(byte[] packet, String expected) {
		for (PacketDecoder each : List.of(this.decoder, this.old)) {
			this.recorder.packets.clear();
			each.binary(packet);
			assertThat(this.recorder.packets).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
		}
	}

	static Stream<byte[]> invalid() {
		return Stream.of(new byte[0], Msgpack.bytes(null), Msgpack.bytes(5), Msgpack.bytes("2[\"e\"]"),
				Msgpack.bytes(List.of("type", 2)), Msgpack.bytes(Map.of()), Msgpack.bytes(UNDEFINED),
				packet("type", 2, "data", E), packet("data", E, "nsp", "/"), packet("nsp", "/"),
				// Types.
				packet("type", -1, "data", E, "nsp", "/"), packet("type", 4, "data", "x", "nsp", "/"),
				packet("type", 4, "data", Map.of("message", "x"), "nsp", "/"), packet("type", 7, "data", E, "nsp", "/"),
				packet("type", 1L << 32 | 2, "data", E, "nsp", "/"), packet("type", 2.5, "data", E, "nsp", "/"),
				packet("type", "2", "data", E, "nsp", "/"), packet("type", null, "data", E, "nsp", "/"),
				packet("type", UNDEFINED, "data", E, "nsp", "/"), packet("type", true, "data", E, "nsp", "/"),
				packet("type", List.of(2), "data", E, "nsp", "/"), packet("type", Double.NaN, "data", E, "nsp", "/"),
				packet("type", hex("cfffffffffffffffff"), "data", E, "nsp", "/"),
				// Namespaces.
				packet("type", 2, "data", E, "nsp", null), packet("type", 2, "data", E, "nsp", 1),
				packet("type", 2, "data", E, "nsp", ""), packet("type", 2, "data", E, "nsp", "chat"),
				packet("type", 2, "data", E, "nsp", UNDEFINED), packet("type", 2, "data", E, "nsp", new byte[] { '/' }),
				packet("type", 2, "data", E, "nsp", List.of("/")), packet("type", 2, "data", E, "nsp", hex("a22fff")),
				// Ids.
				packet("type", 2, "data", E, "id", -1, "nsp", "/"), packet("type", 2, "data", E, "id", 1.5, "nsp", "/"),
				packet("type", 2, "data", E, "id", "1", "nsp", "/"),
				packet("type", 2, "data", E, "id", null, "nsp", "/"),
				packet("type", 2, "data", E, "id", 1L << 53, "nsp", "/"),
				packet("type", 3, "data", E, "id", hex("cfffffffffffffffff"), "nsp", "/"),
				packet("type", 3, "data", E, "id", Double.POSITIVE_INFINITY, "nsp", "/"),
				packet("type", 3, "data", E, "id", Map.of(), "nsp", "/"),
				// Payloads.
				packet("type", 0, "data", E, "nsp", "/"), packet("type", 0, "data", "x", "nsp", "/"),
				packet("type", 0, "data", 1, "nsp", "/"), packet("type", 0, "data", new byte[1], "nsp", "/"),
				packet("type", 1, "data", Map.of(), "nsp", "/"), packet("type", 1, "data", List.of(), "nsp", "/"),
				packet("type", 1, "data", false, "nsp", "/"), packet("type", 2, "nsp", "/"),
				packet("type", 2, "data", null, "nsp", "/"), packet("type", 2, "data", UNDEFINED, "nsp", "/"),
				packet("type", 2, "data", "e", "nsp", "/"), packet("type", 2, "data", Map.of("0", "e"), "nsp", "/"),
				packet("type", 2, "data", new byte[] { 'e' }, "nsp", "/"),
				packet("type", 2, "data", List.of(), "nsp", "/"),
				packet("type", 2, "data", Collections.singletonList(null), "nsp", "/"),
				packet("type", 2, "data", List.of(UNDEFINED), "nsp", "/"),
				packet("type", 2, "data", List.of(true), "nsp", "/"), packet("type", 2, "data", List.of(E), "nsp", "/"),
				packet("type", 2, "data", List.of(Map.of()), "nsp", "/"),
				packet("type", 2, "data", List.of(new byte[] { 'e' }), "nsp", "/"),
				packet("type", 3, "id", 1, "nsp", "/"), packet("type", 3, "data", "x", "id", 1, "nsp", "/"),
				packet("type", 3, "data", Map.of(), "id", 1, "nsp", "/"),
				// Event names.
				packet("type", 2, "data", List.of("connect"), "nsp", "/"),
				packet("type", 2, "data", List.of("connect_error"), "nsp", "/"),
				packet("type", 2, "data", List.of("disconnect"), "nsp", "/"),
				packet("type", 2, "data", List.of("disconnecting"), "nsp", "/"),
				packet("type", 2, "data", List.of("newListener"), "nsp", "/"),
				packet("type", 2, "data", List.of("removeListener"), "nsp", "/"),
				packet("type", 2, "data", List.of("x".repeat(257)), "nsp", "/"),
				packet("type", 2, "data", E, "nsp", "/" + "x".repeat(256)),
				packet("type", 2, "data", E, "nsp", "/a?" + "x".repeat(300)),
				packet("type", 0, "nsp", "/" + "x".repeat(256)), packet("type", 0, "nsp", "/a?" + "x".repeat(8_192)),
				packet("type", 0, "nsp", "/".repeat(100_000)),
				// Maps.
				bytesOf("84a474797065 02 a464617461 91a165 a474797065 02 a36e7370 a12f"),
				bytesOf("84a474797065 02 a464617461 91a165 a464617461 91a165 a36e7370 a12f"),
				bytesOf("84a474797065 02 a464617461 91a165 a36e7370 a12f a36e7370 a12f"),
				bytesOf("85a474797065 02 a464617461 91a165 a36e7370 a12f a26964 01 a26964 01"),
				bytesOf("83a474797065 02 a464617461 91a165 a36e7370 a12f c0"),
				bytesOf("83a474797065 02 a464617461 91a165 a36e7370 a12f 00 00"),
				bytesOf("84a474797065 02 a464617461 91a165 a36e7370 a12f"),
				bytesOf("84a474797065 02 a464617461 91a165 a36e7370 a12f 01 01"),
				bytesOf("84a474797065 02 a464617461 91a165 a36e7370 a12f c0 01"),
				bytesOf("84a474797065 02 a464617461 91a165 a36e7370 a12f a178 c1"), bytesOf("dfffffffff a474797065 02"),
				// Bodies.
				event(hex("c1")), event(hex("a1ff")), event(hex("ddffffffff")), event(hex("dfffffffff")),
				event(hex("c6ffffffff")), event(hex("dbffffffff")), event(hex("c9ffffffff00")), event(hex("d40100")),
				event(hex("81c0c0")), event(hex("d7ffee6b280000000000")));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void refuses(byte[] packet) {
		for (PacketDecoder each : List.of(this.decoder, this.old)) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> each.binary(packet))
				.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
		}
		assertThat(this.recorder.packets).isEmpty();
	}

	private static byte[] event(Object value) {
		return Msgpack.event("/", "e", value);
	}

	private static byte[] bytesOf(String hex) {
		return hex(hex).bytes();
	}

	@Test
	void namesMayBeAsLongAsTheLimit() {
		String namespace = "/" + "\u20ac".repeat(255);
		String event = "\u20ac".repeat(256);
		this.decoder.binary(Msgpack.event(namespace, event));
		this.decoder.binary(packet("type", 0, "nsp", namespace + "?" + "x".repeat(8_191)));
		assertThat(this.recorder.packets).containsExactly("event " + namespace + " -1 " + event + " []",
				"connect " + namespace + "?" + "x".repeat(8_191) + " (missing)");
	}

	@Test
	void nestingIsBoundedAsWithJson() {
		Object deepest = 1;
		for (int i = 0; i < 99; i++) {
			deepest = (i % 2 == 0) ? List.of(deepest) : Map.of("a", deepest);
		}
		this.decoder.binary(Msgpack.event("/", "e", deepest));
		assertThat(this.recorder.packets).hasSize(1);
		Object deeper = List.of(deepest);
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.decoder.binary(Msgpack.event("/", "e", deeper)));
		byte[] bomb = Arrays.copyOf(Msgpack.event("/", "e", "x"), 1_000_000);
		Arrays.fill(bomb, 30, bomb.length, (byte) 0x91);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(bomb));
	}

	@Test
	void containersAreCounted() {
		this.decoder.binary(Msgpack.event("/", "e", Collections.nCopies(996, List.of())));
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.decoder.binary(Msgpack.event("/", "e", Collections.nCopies(998, List.of()))))
			.withMessageContaining("arrays and maps");
	}

	/** Parts of valid packets, and valid packets with anything changed in them. */
	@Test
	void whateverComesIsAPacketOrRefused() {
		Random random = new Random(4711);
		List<byte[]> samples = valid().map((each) -> (byte[]) each.get()[0])
			.filter((each) -> each.length < 1_000)
			.toList();
		int refused = 0;
		int total = 0;
		for (byte[] sample : samples) {
			for (int length = 0; length < sample.length; length++) {
				refused += offer(Arrays.copyOf(sample, length));
				total++;
			}
			assertThat(refused).isEqualTo(total);
		}
		for (int i = 0; i < 200_000; i++) {
			byte[] mutated = samples.get(random.nextInt(samples.size())).clone();
			for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
				mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
			}
			refused += offer(mutated);
			byte[] noise = new byte[random.nextInt(40)];
			random.nextBytes(noise);
			refused += offer(noise);
		}
		assertThat(refused).isGreaterThan(300_000);
		assertThat(this.recorder.packets).isNotEmpty();
		this.recorder.packets.clear();
		this.decoder.binary(Msgpack.event("/", "still", "alive"));
		assertThat(this.recorder.packets).containsExactly("event / -1 still [\"alive\"]");
	}

	private int offer(byte[] data) {
		try {
			this.decoder.binary(data);
			return 0;
		}
		catch (PacketParseException ex) {
			return 1;
		}
	}

	/** Whoever has the message has the packet, however much is nested in it. */
	@Test
	void whatIsDecodedCanBeEncodedAndDecodedAgain() {
		Random random = new Random(815);
		MessageFraming framing = new MessageFraming(new byte[] { '4' }, new byte[0]);
		for (int i = 0; i < 2_000; i++) {
			Object value = value(random, 0);
			EngineMessage[] messages = this.format
				.encode(new Packet.Event("/x", random.nextInt(3) - 1, "e", Arrays.asList(value, value)), framing);
			assertThat(messages).hasSize(1);
			int from = messages[0].payloadOffset();
			byte[] message = Arrays.copyOfRange(messages[0].array(), from, from + messages[0].payloadLength());
			this.recorder.packets.clear();
			this.decoder.binary(message);
			String tree = this.codec.json().toTree(value).toString();
			assertThat(this.recorder.packets.get(0)).startsWith("event /x ")
				.endsWith(" e [" + tree + ", " + tree + "]");
		}
	}

	private static Object value(Random random, int depth) {
		return switch (random.nextInt((depth < 4) ? 9 : 7)) {
			case 0 -> random.nextLong() >> random.nextInt(64);
			case 1 -> random.nextDouble();
			case 2 -> random.nextBoolean();
			case 3 -> "\u00e9\u20ac\ud83d\ude00x".repeat(random.nextInt(60));
			case 4 -> "x".repeat(random.nextInt(300));
			case 5 -> new byte[random.nextInt(300)];
			case 6 -> Map.of();
			case 7 -> random.ints(random.nextInt(20), 0, 9).mapToObj((i) -> value(random, depth + 1)).toList();
			default -> {
				Map<String, Object> map = new LinkedHashMap<>();
				for (int i = random.nextInt(20); i > 0; i--) {
					map.put("key" + i, value(random, depth + 1));
				}
				yield map;
			}
		};
	}

	@Test
	void clientsAreToldThatTheyAreRefused() {
		List<String> refused = new ArrayList<>();
		PacketRecorder client = new PacketRecorder() {
			@Override
			public void refused(String namespace, JsonNode error) {
				refused.add(namespace + " " + error);
			}
		};
		PacketDecoder current = this.format.decoder(DecoderLimits.DEFAULTS, client);
		current.binary(packet("type", 4, "data", Map.of("message", "no"), "nsp", "/"));
		current.binary(packet("type", 4, "data", "no", "nsp", "/"));
		PacketDecoder former = this.format.forProtocol4().decoder(DecoderLimits.DEFAULTS, client);
		text(former, "{\"type\":4,\"nsp\":\"/x\",\"data\":\"no\"}");
		assertThat(refused).containsExactly("/ {\"message\":\"no\"}", "/ \"no\"", "/x \"no\"");
		for (Object other : new Object[] { 5, List.of(), new byte[1], UNDEFINED }) {
			assertThatExceptionOfType(PacketParseException.class)
				.isThrownBy(() -> current.binary(packet("type", 4, "data", other, "nsp", "/")));
		}
	}

	// Text

	@ParameterizedTest
	@ValueSource(strings = { "0", "2[\"e\"]", "", "{}", "{\"type\":0,\"nsp\":\"/\"}", "\u00e9" })
	void textIsNoPacket(String text) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(this.decoder, text))
			.withMessageContaining("socket.io-msgpack-parser");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"type":0,"nsp":"/"}                               | connect / (missing)
			{"type":0,"query":"a=b","nsp":"/chat?a=b"}         | connect /chat?a=b (missing)
			{"nsp":"/chat","options":{"compress":true},"type":1} | disconnect /chat
			""")
	void oldClientsSayInJsonThatTheyComeAndGo(String text, String expected) {
		text(this.old, text);
		assertThat(this.recorder.packets).containsExactly(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "2[\"e\"]", "", "{}", "[]", "null", "{\"type\":0}", "{\"nsp\":\"/\"}",
			"{\"type\":\"0\",\"nsp\":\"/\"}", "{\"type\":0.5,\"nsp\":\"/\"}",
			"{\"type\":2,\"nsp\":\"/\",\"data\":[\"e\"]}", "{\"type\":3,\"nsp\":\"/\",\"data\":[]}",
			"{\"type\":5,\"nsp\":\"/\"}", "{\"type\":-1,\"nsp\":\"/\"}", "{\"type\":4,\"nsp\":\"/\"}",
			"{\"type\":4,\"nsp\":\"/\",\"data\":\"x\"}", "{\"type\":0,\"nsp\":5}",
			"{\"type\":99999999999999999999,\"nsp\":\"/\"}", "{\"type\":4294967296,\"nsp\":\"/\"}",
			"{\"type\":0,\"nsp\":\"x\"}", "{\"type\":0,\"nsp\":\"/\",\"data\":{}}",
			"{\"type\":1,\"nsp\":\"/\",\"data\":{}}", "{\"type\":0,\"nsp\":\"/\"}{}", "{\"type\":0,\"nsp\":\"/\"" })
	void otherTextOfOldClientsIsRefused(String text) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(this.old, text));
		assertThat(this.recorder.packets).isEmpty();
	}

	/** "hasBin(args) ? parser.BINARY_EVENT : parser.EVENT", whatever the parser. */
	@Test
	void oldClientsHaveTypesOfTheirOwnForBinaryData() {
		byte[] event = packet("type", 5, "data", List.of("e", new byte[] { 1 }), "id", 1, "nsp", "/");
		byte[] ack = packet("type", 6, "data", List.of(new byte[] { 1 }), "id", 1, "nsp", "/");
		this.old.binary(event);
		this.old.binary(ack);
		assertThat(this.recorder.packets).containsExactly("event / 1 e [\"AQ==\"]", "ack / 1 [\"AQ==\"]");
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(event));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(ack));
	}

	private static void text(PacketDecoder decoder, String text) {
		byte[] data = text.getBytes(StandardCharsets.UTF_8);
		decoder.text(data, 0, data.length);
	}

}
