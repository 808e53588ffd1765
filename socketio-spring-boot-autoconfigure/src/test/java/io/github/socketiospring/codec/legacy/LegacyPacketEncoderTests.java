package io.github.socketiospring.codec.legacy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.Packet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LegacyPacketEncoder}.
 */
class LegacyPacketEncoderTests {

	private static final MessageFraming FRAMING = new MessageFraming(new byte[0], null);

	private static final byte[] BINARY = { 1, 2, 3 };

	private final AtomicInteger binaries = new AtomicInteger();

	private LegacyPacketEncoder encoder = encoder(JsonMapper.builder());

	record Upload(String fileName, byte[] content) {
	}

	@Test
	void textIsTextWhateverHoldsIt() {
		String text = "say \"hi\" \u20ac\ud83d\ude00\u2028\n";
		for (Object value : List.of(text, JsonNodeFactory.instance.stringNode(text), new StringBuilder(text),
				Optional.of(text))) {
			assertThat(encode(event("/chat", Packet.NO_ID, "message", value))).isEqualTo("3::/chat:" + text);
		}
		assertThat(encode(event("/", 7, "message", Thread.State.NEW))).isEqualTo("3:7+::NEW");
		assertThat(encode(event("/", Packet.NO_ID, "message", JsonNodeFactory.instance.stringNode(""))))
			.isEqualTo("3:::");
	}

	@Test
	void encodesEvents() {
		assertThat(encode(event("/", Packet.NO_ID, "hello"))).isEqualTo("5:::{\"name\":\"hello\"}");
		assertThat(encode(event("/", Packet.NO_ID, "hello", "w", 1)))
			.isEqualTo("5:::{\"name\":\"hello\",\"args\":[\"w\",1]}");
		assertThat(encode(event("/chat", Packet.NO_ID, "\u20ac", (Object) null)))
			.isEqualTo("5::/chat:{\"name\":\"\u20ac\",\"args\":[null]}");
		assertThat(encode(event("/", Packet.NO_ID, "a\"b", List.of(), Map.of("k", true))))
			.isEqualTo("5:::{\"name\":\"a\\\"b\",\"args\":[[],{\"k\":true}]}");
	}

	@Test
	void eventsThatAreAnsweredByTheApplicationHaveAnIdAndAPlus() {
		assertThat(encode(event("/", 0, "ask"))).isEqualTo("5:0+::{\"name\":\"ask\"}");
		assertThat(encode(event("/chat", 9_007_199_254_740_991L, "ask", 1)))
			.isEqualTo("5:9007199254740991+:/chat:{\"name\":\"ask\",\"args\":[1]}");
		assertThat(encode(event("/", 7, "message", "text"))).isEqualTo("3:7+::text");
		assertThat(encode(event("/chat", 7, "message", 5))).isEqualTo("4:7+:/chat:5");
	}

	@Test
	void messageOfTextIsTheTextAsItIs() {
		assertThat(encode(event("/", Packet.NO_ID, "message", "a:b \"c\"\n\ud83d\ude00 \u2028")))
			.isEqualTo("3:::a:b \"c\"\n\ud83d\ude00 \u2028");
		assertThat(encode(event("/chat", Packet.NO_ID, "message", ""))).isEqualTo("3::/chat:");
	}

	@Test
	void messageOfAnythingElseIsJson() {
		assertThat(encode(event("/", Packet.NO_ID, "message", Map.of("a", 1)))).isEqualTo("4:::{\"a\":1}");
		assertThat(encode(event("/", Packet.NO_ID, "message", (Object) null))).isEqualTo("4:::null");
		assertThat(encode(event("/", Packet.NO_ID, "message", List.of("x")))).isEqualTo("4:::[\"x\"]");
		assertThat(encode(event("/", Packet.NO_ID, "message", 1.5))).isEqualTo("4:::1.5");
		assertThat(encode(event("/", Packet.NO_ID, "message", Double.NaN))).isEqualTo("4:::null");
		assertThat(encode(event("/", Packet.NO_ID, "message", new Upload("f", BINARY))))
			.isEqualTo("4:::{\"fileName\":\"f\",\"content\":\"AQID\"}");
	}

	@Test
	void messageWithoutOrWithManyArgumentsIsAnEvent() {
		assertThat(encode(event("/", Packet.NO_ID, "message"))).isEqualTo("5:::{\"name\":\"message\"}");
		assertThat(encode(event("/", Packet.NO_ID, "message", "a", "b")))
			.isEqualTo("5:::{\"name\":\"message\",\"args\":[\"a\",\"b\"]}");
		assertThat(encode(event("/", Packet.NO_ID, "Message", "a")))
			.isEqualTo("5:::{\"name\":\"Message\",\"args\":[\"a\"]}");
	}

	@Test
	void encodesAcknowledgements() {
		assertThat(encode(new Packet.Ack("/", 1, List.of()))).isEqualTo("6:::1");
		assertThat(encode(new Packet.Ack("/", 1, List.of("ok", Map.of("a", 1))))).isEqualTo("6:::1+[\"ok\",{\"a\":1}]");
		assertThat(encode(new Packet.Ack("/chat", 12, List.of()))).isEqualTo("6::/chat:12");
		assertThat(encode(new Packet.Ack("/chat", 12, Arrays.asList((Object) null)))).isEqualTo("6::/chat:12+[null]");
		assertThat(encode(new Packet.Ack("/", 9_007_199_254_740_991L, List.of(List.of()))))
			.isEqualTo("6:::9007199254740991+[[]]");
	}

	@Test
	void encodesConnectConnectErrorAndDisconnect() {
		assertThat(encode(new Packet.Connect("/", null))).isEqualTo("1::");
		assertThat(encode(new Packet.Connect("/chat", "secret"))).isEqualTo("1::/chat");
		assertThat(encode(new Packet.Join("/chat?a=b", null))).isEqualTo("1::/chat?a=b");
		assertThat(encode(new Packet.ConnectError("/", "no", null, true))).isEqualTo("7:::2");
		assertThat(encode(new Packet.ConnectError("/chat", "no", Map.of("a", 1), true))).isEqualTo("7::/chat:2");
		assertThat(encode(new Packet.Disconnect("/"))).isEqualTo("0::");
		assertThat(encode(new Packet.Disconnect("/chat"))).isEqualTo("0::/chat");
	}

	@Test
	void lineSeparatorsAreEscapedWhereverJsonIs() {
		String text = "a\u2028b\u2029c";
		String escaped = "a\\u2028b\\u2029c";
		assertThat(encode(event("/", Packet.NO_ID, text, Map.of(text, List.of(text)))))
			.isEqualTo("5:::{\"name\":\"" + escaped + "\",\"args\":[{\"" + escaped + "\":[\"" + escaped + "\"]}]}");
		assertThat(encode(new Packet.Ack("/", 1, List.of(text)))).isEqualTo("6:::1+[\"" + escaped + "\"]");
		assertThat(encode(event("/", Packet.NO_ID, "message", List.of(text)))).isEqualTo("4:::[\"" + escaped + "\"]");
	}

	@Test
	void binaryDataIsBase64AndTold() {
		assertThat(encode(event("/", Packet.NO_ID, "up", "no", 1))).endsWith("[\"no\",1]}");
		assertThat(this.binaries).hasValue(0);
		assertThat(encode(event("/", Packet.NO_ID, "up", BINARY)))
			.isEqualTo("5:::{\"name\":\"up\",\"args\":[\"AQID\"]}");
		assertThat(this.binaries).hasValue(1);
		assertThat(encode(event("/", Packet.NO_ID, "message", BINARY))).isEqualTo("3:::AQID");
		assertThat(this.binaries).hasValue(2);
		assertThat(encode(new Packet.Ack("/", 3, List.of(new byte[0])))).isEqualTo("6:::3+[\"\"]");
		assertThat(this.binaries).hasValue(3);
	}

	@Test
	void nestedBinaryDataIsBase64AndTold() {
		assertThat(encode(
				event("/", Packet.NO_ID, "up", new Upload("f", BINARY), Map.of("b", BINARY), List.of(List.of(BINARY)))))
			.isEqualTo("5:::{\"name\":\"up\",\"args\":[{\"fileName\":\"f\",\"content\":\"AQID\"},"
					+ "{\"b\":\"AQID\"},[[\"AQID\"]]]}");
		assertThat(this.binaries).hasValue(3);
		assertThat(encode(event("/", Packet.NO_ID, "up", JsonMapper.shared().getNodeFactory().binaryNode(BINARY))))
			.isEqualTo("5:::{\"name\":\"up\",\"args\":[\"AQID\"]}");
		assertThat(this.binaries).hasValue(4);
	}

	@Test
	void mapperOfTheApplicationShapesArgumentsButNoProtocolField() {
		this.encoder = encoder(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE));
		assertThat(encode(event("/", Packet.NO_ID, "e"))).isEqualTo("5:::{\"name\":\"e\"}");
		this.encoder = encoder(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
			.enable(SerializationFeature.INDENT_OUTPUT));
		assertThat(encode(event("/", 1, "e", new Upload("f", BINARY))))
			.isEqualTo("5:1+::{\"name\":\"e\",\"args\":[{\"FileName\":\"f\",\"Content\":\"AQID\"}]}");
	}

	@Test
	void valueThatCannotBeWrittenIsAnErrorOfTheEmitter() {
		Object endless = new Object() {
			@SuppressWarnings("unused")
			public Object getSelf() {
				return this;
			}
		};
		for (Packet packet : List.of(event("/", Packet.NO_ID, "e", endless), new Packet.Ack("/", 1, List.of(endless)),
				event("/", Packet.NO_ID, "message", endless))) {
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> encode(packet));
		}
	}

	@Test
	void longPacketGrowsPastTheExpectedLength() {
		String text = "\u20ac".repeat(100_000);
		assertThat(encode(event("/chat", 1, "e", text)))
			.isEqualTo("5:1+:/chat:{\"name\":\"e\",\"args\":[\"" + text + "\"]}");
		assertThat(encode(event("/chat", 1, "message", text))).isEqualTo("3:1+:/chat:" + text);
	}

	private LegacyPacketEncoder encoder(JsonMapper.Builder mapper) {
		return new LegacyPacketEncoder(new JsonCodec(mapper.build(), JsonLimits.DEFAULTS),
				this.binaries::incrementAndGet);
	}

	private static Packet event(String namespace, long id, String name, Object... arguments) {
		return new Packet.Event(namespace, id, name, Arrays.asList(arguments));
	}

	private String encode(Packet packet) {
		EngineMessage[] messages = this.encoder.encode(packet, FRAMING);
		assertThat(messages).hasSize(1);
		assertThat(messages[0].isBinary()).isFalse();
		return messages[0].toString();
	}

}
