package io.github.socketiospring.codec.socketio;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonPacketFormat} with what Engine.IO 3 puts in front of messages, and
 * with bare errors.
 */
class JsonPacketFormatTests {

	private static final MessageFraming EIO3 = new MessageFraming(new byte[] { '4' }, new byte[] { 4 });

	private static final byte[] FIRST = { 1, 2, 3 };

	private static final byte[] SECOND = {};

	private JsonPacketFormat format = format(JsonMapper.builder());

	record Refusal(int errorCode, byte[] content) {
	}

	private static JsonPacketFormat format(JsonMapper.Builder mapper) {
		return new JsonPacketFormat(new JsonCodec(mapper.build(), JsonLimits.DEFAULTS));
	}

	private String[] encode(Packet packet) {
		return Arrays.stream(this.format.encode(packet, EIO3))
			.map(JsonPacketFormatTests::describe)
			.toArray(String[]::new);
	}

	private static String describe(EngineMessage message) {
		if (!message.isBinary()) {
			return message.toString();
		}
		int from = message.payloadOffset();
		return Arrays.toString(Arrays.copyOfRange(message.array(), from, from + message.payloadLength()));
	}

	@Test
	void textIsAsInProtocol5() {
		assertThat(encode(new Packet.Event("/", Packet.NO_ID, "hello", List.of("w", 1))))
			.containsExactly("42[\"hello\",\"w\",1]");
		assertThat(encode(new Packet.Event("/chat", 12, "hello", List.of()))).containsExactly("42/chat,12[\"hello\"]");
		assertThat(encode(new Packet.Ack("/chat", 5, List.of("ok")))).containsExactly("43/chat,5[\"ok\"]");
		assertThat(encode(new Packet.Disconnect("/"))).containsExactly("41");
		assertThat(encode(new Packet.Disconnect("/chat"))).containsExactly("41/chat,");
	}

	@Test
	void whoHasJoinedIsToldNothingElse() {
		assertThat(encode(new Packet.Connect("/", null))).containsExactly("40");
		assertThat(encode(new Packet.Connect("/chat", null))).containsExactly("40/chat,");
	}

	@Test
	void attachmentsBeginWithTheirType() {
		assertThat(encode(new Packet.Event("/", Packet.NO_ID, "up", List.of(FIRST))))
			.containsExactly("451-[\"up\",{\"_placeholder\":true,\"num\":0}]", "[4, 1, 2, 3]");
		assertThat(encode(new Packet.Event("/chat", 7, "up", List.of(FIRST, Map.of("b", SECOND))))).containsExactly(
				"452-/chat,7[\"up\",{\"_placeholder\":true,\"num\":0},{\"b\":{\"_placeholder\":true,\"num\":1}}]",
				"[4, 1, 2, 3]", "[4]");
		assertThat(encode(new Packet.Ack("/chat", 3, List.of(FIRST))))
			.containsExactly("461-/chat,3[{\"_placeholder\":true,\"num\":0}]", "[4, 1, 2, 3]");
	}

	@Test
	void errorsAreBareStrings() {
		assertThat(encode(new Packet.ConnectError("/", "no \"entry\"", null, true)))
			.containsExactly("44\"no \\\"entry\\\"\"");
		assertThat(encode(new Packet.ConnectError("/chat", "\u20ac\n", null, true)))
			.containsExactly("44/chat,\"\u20ac\\n\"");
		assertThat(encode(new Packet.ConnectError("/chat", "", null, true))).containsExactly("44/chat,\"\"");
	}

	@Test
	void dataOfAnErrorTakeTheMessagesPlace() {
		assertThat(encode(new Packet.ConnectError("/", "no", Map.of("code", 7), true)))
			.containsExactly("44{\"code\":7}");
		assertThat(encode(new Packet.ConnectError("/chat", "no", List.of(1), true))).containsExactly("44/chat,[1]");
		assertThat(encode(new Packet.ConnectError("/chat", "no", "text", true))).containsExactly("44/chat,\"text\"");
	}

	@Test
	void mapperOfTheApplicationShapesOnlyTheData() {
		this.format = format(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(SerializationFeature.INDENT_OUTPUT));
		assertThat(encode(new Packet.ConnectError("/", "no", null, true))).containsExactly("44\"no\"");
		assertThat(encode(new Packet.ConnectError("/", "no", new Refusal(1, FIRST), true)))
			.containsExactly("44{\"error_code\":1,\"content\":\"AQID\"}");
	}

}
