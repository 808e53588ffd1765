package io.github.socketiospring.codec.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.TokenBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonCodec}.
 */
class JsonCodecTests {

	private static final byte[] FIRST = { 1, 2, 3 };

	private static final byte[] SECOND = { 4, 5 };

	private JsonCodec codec = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final List<byte[]> attachments = new ArrayList<>();

	record Upload(String fileName, byte[] content, List<byte[]> parts) {
	}

	@Test
	void writesArraysWithAndWithoutAFirstString() {
		assertThat(array("say", "a", 1, null, true)).isEqualTo("[\"say\",\"a\",1,null,true]");
		assertThat(array(null, "a")).isEqualTo("[\"a\"]");
		assertThat(array(null)).isEqualTo("[]");
		assertThat(array("say \"\u20ac\"")).isEqualTo("[\"say \\\"\u20ac\\\"\"]");
	}

	@Test
	void writesBinaryDataAnywhereAsPlaceholders() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("bytes", SECOND);
		map.put("list", Arrays.asList(null, FIRST));
		assertThat(array("up", FIRST, new Upload("f", SECOND, List.of(FIRST)), map, new byte[][] { SECOND })).isEqualTo(
				"[\"up\",{\"_placeholder\":true,\"num\":0},{\"fileName\":\"f\",\"content\":{\"_placeholder\":true,\"num\":1},\"parts\":[{\"_placeholder\":true,\"num\":2}]},"
						+ "{\"bytes\":{\"_placeholder\":true,\"num\":3},\"list\":[null,{\"_placeholder\":true,\"num\":4}]},[{\"_placeholder\":true,\"num\":5}]]");
		assertThat(this.attachments).containsExactly(FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
	}

	@Test
	void writesBuffersAndTreesAsPlaceholders() {
		ByteBuffer part = ByteBuffer.wrap(new byte[] { 9, 1, 2, 3, 9 }, 1, 3);
		ByteBuffer direct = ByteBuffer.allocateDirect(2).put(SECOND).flip();
		TokenBuffer tokens = new TokenBuffer(ObjectWriteContext.empty(), false);
		tokens.writeEmbeddedObject(SECOND);
		array(null, part, direct.asReadOnlyBuffer(), JsonNodeFactory.instance.objectNode().put("b", FIRST),
				JsonNodeFactory.instance.pojoNode(SECOND), tokens);
		assertThat(this.attachments).containsExactly(FIRST, SECOND, FIRST, SECOND, SECOND);
	}

	@Test
	void writesStreamsOfSerializersAsPlaceholders() {
		use(StringBuilder.class, new ValueSerializer<>() {
			@Override
			public void serialize(StringBuilder value, JsonGenerator generator, SerializationContext context) {
				generator.writeStartArray();
				generator.writeBinary(new ByteArrayInputStream(FIRST), FIRST.length);
				generator.writeBinary(new ByteArrayInputStream(SECOND), -1);
				generator.writeBinary(new byte[] { 0, 4, 5, 0 }, 1, 2);
				generator.writeEndArray();
			}
		});
		array(null, new StringBuilder());
		assertThat(this.attachments).containsExactly(FIRST, SECOND, SECOND);
	}

	@Test
	void serializerMayWriteValuesToTheGenerator() {
		use(StringBuilder.class, new ValueSerializer<>() {
			@Override
			public void serialize(StringBuilder value, JsonGenerator generator, SerializationContext context) {
				generator.writeStartArray();
				generator.writePOJO(new Upload("f", FIRST, List.of()));
				generator.writeTree(JsonNodeFactory.instance.arrayNode().add(SECOND));
				generator.writeEndArray();
			}
		});
		assertThat(array(null, new StringBuilder())).isEqualTo(
				"[[{\"fileName\":\"f\",\"content\":{\"_placeholder\":true,\"num\":0},\"parts\":[]},[{\"_placeholder\":true,\"num\":1}]]]");
		assertThat(this.attachments).containsExactly(FIRST, SECOND);
	}

	@Test
	void attachmentDoesNotChangeWithTheArgument() {
		byte[] data = FIRST.clone();
		array(null, data);
		data[0] = 99;
		assertThat(this.attachments).containsExactly(FIRST);
	}

	@Test
	void featuresOfTheApplicationShapeTheArguments() {
		this.codec = new JsonCodec(
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
				JsonLimits.DEFAULTS);
		assertThat(array(null, new Upload("f", FIRST, List.of())))
			.isEqualTo("[{\"file_name\":\"f\",\"content\":{\"_placeholder\":true,\"num\":0},\"parts\":[]}]");
	}

	@Test
	void protocolValuesDoNotDependOnTheApplication() {
		this.codec = new JsonCodec(JsonMapper.builder()
			.enable(SerializationFeature.WRAP_ROOT_VALUE, SerializationFeature.INDENT_OUTPUT,
					SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
			.build(), JsonLimits.DEFAULTS);
		Map<String, Object> value = new LinkedHashMap<>();
		value.put("sid", "b");
		value.put("pid", "a");
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		this.codec.writeValue(output, value);
		assertThat(output).hasToString("{\"sid\":\"b\",\"pid\":\"a\"}");
	}

	@Test
	void indentingOfTheApplicationIsNotForTheWire() {
		this.codec = new JsonCodec(JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build(),
				JsonLimits.DEFAULTS);
		assertThat(array("e", Map.of("a", 1))).isEqualTo("[\"e\",{\"a\":1}]");
	}

	@Test
	void writesNestingUpToTheLimitAndRefusesMore() {
		assertThat(array(null, nested(99))).isEqualTo("[".repeat(100) + "]".repeat(100));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> array(null, nested(100)));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> array(null, nested(5_000)));
	}

	@Test
	void valueThatHoldsItselfIsAnError() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> array(null, endless));
	}

	@Test
	void closesNoOutput() {
		ByteArrayOutputStream output = new ByteArrayOutputStream() {
			@Override
			public void close() {
				throw new IllegalStateException("closed");
			}
		};
		this.codec.writeArray(output, null, List.of(1), this.attachments);
		this.codec.writeValue(output, 2);
		assertThat(output).hasToString("[1]2");
	}

	@Test
	void readsOneTree() {
		byte[] data = "..{\"token\":[1]}..".getBytes(StandardCharsets.UTF_8);
		assertThat(this.codec.readTree(data, 2, data.length - 4)).hasToString("{\"token\":[1]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{}{}", "{} 1", "{}x", "{\"a\":tru}", "x", " " })
	void refusesWhatIsNotExactlyOneTree(String json) {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.codec.readTree(data, 0, data.length));
	}

	@Test
	void convertsValuesAsTheApplicationWritesThem() {
		this.codec = new JsonCodec(
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
				JsonLimits.DEFAULTS);
		assertThat(this.codec.toTree(new Upload("f", FIRST, List.of())))
			.hasToString("{\"file_name\":\"f\",\"content\":\"AQID\",\"parts\":[]}");
	}

	private static Object nested(int depth) {
		List<Object> value = new ArrayList<>();
		for (int i = 1; i < depth; i++) {
			value = new ArrayList<>(List.of(value));
		}
		return value;
	}

	private <T> void use(Class<T> type, ValueSerializer<T> serializer) {
		SimpleModule module = new SimpleModule().addSerializer(type, serializer);
		this.codec = new JsonCodec(JsonMapper.builder().addModule(module).build(), JsonLimits.DEFAULTS);
	}

	private String array(String first, Object... values) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		this.codec.writeArray(output, first, Arrays.asList(values), this.attachments);
		return output.toString(StandardCharsets.UTF_8);
	}

}
