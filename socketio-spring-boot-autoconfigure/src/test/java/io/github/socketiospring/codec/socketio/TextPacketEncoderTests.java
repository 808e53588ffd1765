package io.github.socketiospring.codec.socketio;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TextPacketEncoder}.
 */
class TextPacketEncoderTests {

	private static final MessageFraming FRAMING = new MessageFraming(new byte[] { '4' }, new byte[0]);

	private static final byte[] FIRST = { 1, 2, 3 };

	private static final byte[] SECOND = { 4, 5 };

	private TextPacketEncoder encoder = encoder(JsonMapper.builder());

	record Upload(String fileName, byte[] content) {
	}

	@Test
	void encodesEvents() {
		assertThat(encode(event("/", Packet.NO_ID, "hello"))).containsExactly("42[\"hello\"]");
		assertThat(encode(event("/", 0, "hello", "w", 1))).containsExactly("420[\"hello\",\"w\",1]");
		assertThat(encode(event("/chat", 12, "\u20ac", (Object) null))).containsExactly("42/chat,12[\"\u20ac\",null]");
		assertThat(encode(event("/chat", 9_007_199_254_740_991L, "e")))
			.containsExactly("42/chat,9007199254740991[\"e\"]");
	}

	@Test
	void encodesAcknowledgements() {
		assertThat(encode(new Packet.Ack("/", 0, List.of()))).containsExactly("430[]");
		assertThat(encode(new Packet.Ack("/chat", 5, List.of("ok", Map.of("a", 1)))))
			.containsExactly("43/chat,5[\"ok\",{\"a\":1}]");
	}

	@Test
	void encodesAttachmentsRightBehindTheirPacket() {
		assertThat(encode(event("/", Packet.NO_ID, "up", FIRST)))
			.containsExactly("451-[\"up\",{\"_placeholder\":true,\"num\":0}]", "[1, 2, 3]");
		assertThat(encode(event("/chat", 7, "up", FIRST, 1, SECOND))).containsExactly(
				"452-/chat,7[\"up\",{\"_placeholder\":true,\"num\":0},1,{\"_placeholder\":true,\"num\":1}]",
				"[1, 2, 3]", "[4, 5]");
		assertThat(encode(new Packet.Ack("/", 3, List.of(FIRST))))
			.containsExactly("461-3[{\"_placeholder\":true,\"num\":0}]", "[1, 2, 3]");
	}

	@Test
	void findsAttachmentsInRecordsMapsAndLists() {
		assertThat(encode(
				event("/", Packet.NO_ID, "up", new Upload("f", FIRST), Map.of("b", SECOND), List.of(List.of(FIRST)))))
			.containsExactly(
					"453-[\"up\",{\"fileName\":\"f\",\"content\":{\"_placeholder\":true,\"num\":0}},{\"b\":{\"_placeholder\":true,\"num\":1}},[[{\"_placeholder\":true,\"num\":2}]]]",
					"[1, 2, 3]", "[4, 5]", "[1, 2, 3]");
	}

	@Test
	void encodesMoreThanNineAttachments() {
		Object[] parts = new Object[11];
		Arrays.fill(parts, FIRST);
		String[] messages = encode(event("/", 1, "up", parts));
		assertThat(messages).hasSize(12);
		assertThat(messages[0]).startsWith("4511-1[\"up\",{").endsWith("\"num\":10}]");
	}

	@Test
	void emptyAttachmentIsOne() {
		assertThat(encode(event("/", Packet.NO_ID, "up", new byte[0])))
			.containsExactly("451-[\"up\",{\"_placeholder\":true,\"num\":0}]", "[]");
	}

	@Test
	void encodesConnect() {
		assertThat(encode(new Packet.Connect("/", null))).containsExactly("40");
		assertThat(encode(new Packet.Connect("/", "abc"))).containsExactly("40{\"sid\":\"abc\"}");
		assertThat(encode(new Packet.Connect("/", "abc", "def")))
			.containsExactly("40{\"sid\":\"abc\",\"pid\":\"def\"}");
		assertThat(encode(new Packet.Connect("/chat", "abc"))).containsExactly("40/chat,{\"sid\":\"abc\"}");
		assertThat(encode(new Packet.Connect("/chat", null))).containsExactly("40/chat,");
	}

	@Test
	void encodesConnectErrors() {
		assertThat(encode(new Packet.ConnectError("/", "no \"entry\"", null, false)))
			.containsExactly("44{\"message\":\"no \\\"entry\\\"\"}");
		assertThat(encode(new Packet.ConnectError("/chat", "no", List.of(1), false)))
			.containsExactly("44/chat,{\"message\":\"no\",\"data\":[1]}");
	}

	@Test
	void binaryDataOfAConnectErrorIsBase64() {
		assertThat(encode(new Packet.ConnectError("/", "no", new Upload("f", FIRST), false)))
			.containsExactly("44{\"message\":\"no\",\"data\":{\"fileName\":\"f\",\"content\":\"AQID\"}}");
	}

	@Test
	void whatIsNoFiniteNumberInAConnectErrorIsNull() {
		assertThat(encode(new Packet.ConnectError("/", "no", List.of(Double.NaN), false)))
			.containsExactly("44{\"message\":\"no\",\"data\":[null]}");
	}

	@Test
	void encodesWhatClientsJoinWith() {
		assertThat(encode(new Packet.Join("/", null))).containsExactly("40");
		assertThat(encode(new Packet.Join("/chat", null))).containsExactly("40/chat,");
		assertThat(encode(new Packet.Join("/chat", Map.of("token", "\u20ac"))))
			.containsExactly("40/chat,{\"token\":\"\u20ac\"}");
	}

	@Test
	void encodesDisconnect() {
		assertThat(encode(new Packet.Disconnect("/"))).containsExactly("41");
		assertThat(encode(new Packet.Disconnect("/chat"))).containsExactly("41/chat,");
	}

	@Test
	void mapperOfTheApplicationShapesArgumentsButNoProtocolField() {
		this.encoder = encoder(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS));
		assertThat(encode(event("/", Packet.NO_ID, "upFile", new Upload("f", FIRST)))).containsExactly(
				"451-[\"upFile\",{\"file_name\":\"f\",\"content\":{\"_placeholder\":true,\"num\":0}}]", "[1, 2, 3]");
		assertThat(encode(new Packet.Connect("/", "abc"))).containsExactly("40{\"sid\":\"abc\"}");
		assertThat(encode(new Packet.ConnectError("/", "no", new Upload("f", FIRST), false)))
			.containsExactly("44{\"message\":\"no\",\"data\":{\"file_name\":\"f\",\"content\":\"AQID\"}}");
	}

	@Test
	void wrappedRootValuesOfTheApplicationDoNotReachConnectPackets() {
		this.encoder = encoder(JsonMapper.builder().enable(SerializationFeature.WRAP_ROOT_VALUE));
		assertThat(encode(new Packet.Connect("/", "abc"))).containsExactly("40{\"sid\":\"abc\"}");
		assertThat(encode(new Packet.ConnectError("/", "no", null, false))).containsExactly("44{\"message\":\"no\"}");
	}

	@Test
	void valueThatCannotBeWrittenIsAnErrorOfTheEmitter() {
		Object endless = new Object() {
			@SuppressWarnings("unused")
			public Object getSelf() {
				return this;
			}
		};
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> encode(event("/", Packet.NO_ID, "e", endless)));
	}

	@Test
	void longPacketGrowsPastTheExpectedLength() {
		String text = "\u20ac".repeat(100_000);
		assertThat(encode(event("/chat", 1, "e", text, FIRST)))
			.containsExactly("451-/chat,1[\"e\",\"" + text + "\",{\"_placeholder\":true,\"num\":0}]", "[1, 2, 3]");
	}

	static TextPacketEncoder encoder(JsonMapper.Builder mapper) {
		return new TextPacketEncoder(new JsonCodec(mapper.build(), JsonLimits.DEFAULTS));
	}

	private static Packet event(String namespace, long id, String name, Object... arguments) {
		return new Packet.Event(namespace, id, name, Arrays.asList(arguments));
	}

	private String[] encode(Packet packet) {
		return Arrays.stream(this.encoder.encode(packet, FRAMING))
			.map(TextPacketEncoderTests::describe)
			.toArray(String[]::new);
	}

	private static String describe(EngineMessage message) {
		if (!message.isBinary()) {
			return message.toString();
		}
		int from = message.payloadOffset();
		return Arrays.toString(Arrays.copyOfRange(message.array(), from, from + message.payloadLength()));
	}

}
