package io.github.socketiospring.codec.json;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.TokenBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ArgumentReader} and {@link ArgumentBinding}.
 */
class ArgumentReaderTests {

	private static final byte[] FIRST = { 1, 2, 3 };

	private static final byte[] SECOND = { 4, 5 };

	private JsonCodec codec = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	record Point(int x, int y) {
	}

	record Upload(String fileName, byte[] content, List<byte[]> parts) {
	}

	@Test
	void tokensMayComeFromAnotherFormat() {
		TokenBuffer buffer = new TokenBuffer(ObjectWriteContext.empty(), false);
		buffer.writeStartArray().writeString("up").writeNumber(7);
		buffer.writeEmbeddedObject(FIRST).writeEndArray();
		TokenSource source = () -> buffer.asParser(this.codec.readContext());
		try (ArgumentReader reader = ArgumentReader.event(this.codec, source)) {
			assertThat(reader.event()).isEqualTo("up");
			assertThat(reader.bind(this.codec.binding(List.of(int.class, byte[].class)))).containsExactly(7, FIRST);
		}
		try (ArgumentReader reader = ArgumentReader.event(this.codec, source)) {
			JsonArguments arguments = reader.capture();
			assertThat(arguments.size()).isEqualTo(2);
			assertThat(arguments.json()).isNull();
			assertThat(arguments.attachments()).isEmpty();
			assertThat(arguments.get(1, byte[].class)).containsExactly(FIRST);
			assertThat(arguments.bind(this.codec.binding(List.of(String.class)))).containsExactly("7");
		}
		try (ArgumentReader reader = ArgumentReader.ack(this.codec, source)) {
			assertThat(reader.capture().nodes()).hasSize(3);
		}
	}

	@Test
	void readsTheNameFirst() {
		try (ArgumentReader reader = event("[\"say\",1]")) {
			assertThat(reader.event()).isEqualTo("say");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "-7", "2.5", "0" })
	void numberMayBeAName(String number) {
		try (ArgumentReader reader = event("[" + number + ",true]")) {
			assertThat(reader.event()).isEqualTo(number);
			assertThat(reader.bind(binding(boolean.class))).containsExactly(true);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[null]", "[true]", "[{}]", "[[\"a\"]]", "{\"a\":1}", "\"a\"", "1", "null", "", " ",
			"[", "[\"a", "[1e]", "x" })
	void refusesWhatHasNoName(String json) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> event(json));
	}

	@Test
	void acknowledgementHasNoName() {
		try (ArgumentReader reader = ack("[\"a\"]")) {
			assertThatIllegalStateException().isThrownBy(reader::event);
			assertThat(reader.bind(binding(String.class))).containsExactly("a");
		}
	}

	@Test
	void bindsPrimitivesWrappersAndStrings() {
		assertThat(bind("[\"e\",1,2,3.5,true,\"s\",\"c\",null]", int.class, Long.class, double.class, boolean.class,
				String.class, char.class, String.class))
			.containsExactly(1, 2L, 3.5, true, "s", 'c', null);
	}

	@Test
	void bindsRecordsListsMapsAndTrees() {
		Type points = new TypeReference<List<Point>>() {
		}.getType();
		Type byName = new TypeReference<Map<String, Point>>() {
		}.getType();
		Object[] values = bind(
				"[\"e\",{\"x\":1,\"y\":2},[{\"x\":3,\"y\":4},{\"x\":5,\"y\":6}],{\"a\":{\"x\":7,\"y\":8}},{\"any\":[1,null]}]",
				Point.class, points, byName, JsonNode.class);
		assertThat(values[0]).isEqualTo(new Point(1, 2));
		assertThat(values[1]).isEqualTo(List.of(new Point(3, 4), new Point(5, 6)));
		assertThat(values[2]).isEqualTo(Map.of("a", new Point(7, 8)));
		assertThat(values[3]).hasToString("{\"any\":[1,null]}");
	}

	@Test
	void bindsOptionals() {
		Type text = new TypeReference<Optional<String>>() {
		}.getType();
		assertThat(bind("[\"e\",\"a\",null,1]", text, text, OptionalInt.class)).containsExactly(Optional.of("a"),
				Optional.empty(), OptionalInt.of(1));
	}

	@Test
	void missingArgumentIsNullOrEmpty() {
		Type text = new TypeReference<Optional<String>>() {
		}.getType();
		assertThat(bind("[\"e\"]", String.class, text, OptionalInt.class, OptionalLong.class, OptionalDouble.class,
				Integer.class, Point.class))
			.containsExactly(null, Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty(),
					null, null);
	}

	@Test
	void missingPrimitiveIsABindingErrorThatSaysWhatToWrite() {
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind("[\"e\",\"a\"]", String.class, int.class))
			.withMessage(
					"argument 2 is missing and its type int cannot be null; declare it as Optional or as a wrapper type");
	}

	@Test
	void nullForAPrimitiveIsABindingError() {
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind("[\"e\",null]", int.class));
	}

	@Test
	void extraArgumentsAreSkippedButMustBeValid() {
		assertThat(bind("[\"e\",1,[2,[3]],{\"a\":{}}]", int.class)).containsExactly(1);
		assertThat(bind("[\"e\",[1],[2]]")).isEmpty();
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\",1,tru]", int.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\",1,[2]", int.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"e\",1]x", "[\"e\",1] 1", "[\"e\",1][]", "[\"e\",1],", "[\"e\",1]]", "[\"e\",1}",
			"[\"e\",1", "[\"e\" 1]", "[\"e\",01]", "[\"e\",NaN]", "[\"e\",'a']", "[\"e\",1,]", "[\"e\",/**/1]" })
	void refusesInvalidJsonWhateverIsBound(String json) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind(json, int.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind(json));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind(json, String.class, Point.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> event(json).capture());
	}

	@Test
	void acceptsWhiteSpaceAroundTokens() {
		assertThat(bind(" [ \"e\" , 1 ]\n", int.class)).containsExactly(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"text\"", "{\"x\":\"a\"}", "[1]", "true" })
	void validJsonOfAnotherTypeIsABindingError(String value) {
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind("[\"e\"," + value + ",{\"deep\":[1]}]", Point.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "3000000000", "-3000000000", "1e400", "99999999999999999999" })
	void numberOutOfRangeIsABindingError(String number) {
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind("[\"e\"," + number + "]", int.class));
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind("[\"e\",{\"x\":" + number + ",\"y\":0}]", Point.class));
	}

	@Test
	void jsonThatIsInvalidBehindABindingErrorClosesTheConnection() {
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> bind("[\"e\",\"text\",tru]", Point.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\",3000000000]]", int.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\"]x", int.class));
	}

	@Test
	void deserializerThatThrowsIsABindingError() {
		use(LocalDate.class, new ValueDeserializer<>() {
			@Override
			public LocalDate deserialize(JsonParser parser, DeserializationContext context) {
				throw new DateTimeException("no such day");
			}
		});
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind("[\"e\",\"2026-02-30\"]", LocalDate.class))
			.withMessageContaining("no such day");
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> bind("[\"e\",\"2026-02-30\"", LocalDate.class));
	}

	@Test
	void deserializerMayReadTreesAndValuesFromTheParser() {
		use(Point.class, new ValueDeserializer<>() {
			@Override
			public Point deserialize(JsonParser parser, DeserializationContext context) {
				JsonNode tree = parser.readValueAsTree();
				return new Point(tree.get("left").asInt(), tree.get("top").asInt());
			}
		});
		assertThat(bind("[\"e\",{\"left\":1,\"top\":2},\"next\"]", Point.class, String.class))
			.containsExactly(new Point(1, 2), "next");
		use(Point.class, new ValueDeserializer<>() {
			@Override
			public Point deserialize(JsonParser parser, DeserializationContext context) {
				int[] both = parser.readValueAs(int[].class);
				return new Point(both[0], both[1]);
			}
		});
		assertThat(bind("[\"e\",[1,2],\"next\"]", Point.class, String.class)).containsExactly(new Point(1, 2), "next");
		assertThat(bind("[\"e\",[1,2],{\"_placeholder\":true,\"num\":0}]", List.of(FIRST), Point.class, byte[].class))
			.containsExactly(new Point(1, 2), FIRST);
	}

	@Test
	void stringDeserializerOfTheApplicationIsUsed() {
		use(String.class, new ValueDeserializer<>() {
			@Override
			public String deserialize(JsonParser parser, DeserializationContext context) {
				return parser.getString().strip();
			}
		});
		assertThat(bind("[\" e \",\" a \"]", String.class)).containsExactly("a");
		assertThat(event("[\" e \"]").event()).isEqualTo(" e ");
	}

	@Test
	void featuresOfTheApplicationAreUsed() {
		this.codec = new JsonCodec(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build(), JsonLimits.DEFAULTS);
		Upload upload = (Upload) bind("[\"e\",{\"file_name\":\"a\"}]", Upload.class)[0];
		assertThat(upload.fileName()).isEqualTo("a");
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind("[\"e\",{\"fileName\":\"a\"}]", Upload.class));
	}

	@Test
	void trailingTokenCheckOfTheApplicationDoesNotSeeTheOtherArguments() {
		this.codec = new JsonCodec(JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build(),
				JsonLimits.DEFAULTS);
		assertThat(bind("[\"e\",{\"x\":1,\"y\":2},[3],4]", Point.class, int[].class, int.class)).hasSize(3)
			.contains(new Point(1, 2), 4);
	}

	@Test
	void bindsAttachmentsAnywhereToAnyBinaryType() {
		Object[] values = bind(
				"[\"e\",{\"_placeholder\":true,\"num\":0},{\"fileName\":\"f\",\"content\":{\"num\":1,\"_placeholder\":true},\"parts\":[{\"_placeholder\":true,\"num\":2}]},"
						+ "{\"_placeholder\":true,\"num\":3},{\"deep\":[[{\"num\":4,\"_placeholder\":true}]]}]",
				List.of(FIRST, SECOND, FIRST, SECOND, FIRST), byte[].class, Upload.class, ByteBuffer.class,
				JsonNode.class);
		assertThat(values[0]).isEqualTo(FIRST);
		Upload upload = (Upload) values[1];
		assertThat(upload.fileName()).isEqualTo("f");
		assertThat(upload.content()).isEqualTo(SECOND);
		assertThat(upload.parts()).containsExactly(FIRST);
		assertThat(values[2]).isEqualTo(ByteBuffer.wrap(SECOND));
		JsonNode binary = ((JsonNode) values[3]).get("deep").get(0).get(0);
		assertThat(binary.isBinary()).isTrue();
		assertThat(binary.binaryValue()).isEqualTo(FIRST);
	}

	@Test
	void bindsBase64ToBytesToo() {
		assertThat(bind("[\"e\",\"AQID\"]", byte[].class)).containsExactly(FIRST);
	}

	@Test
	void doesNotReplacePlaceholdersOfAPacketWithoutAttachments() {
		JsonNode node = (JsonNode) bind("[\"e\",{\"_placeholder\":true,\"num\":0}]", JsonNode.class)[0];
		assertThat(node).hasToString("{\"_placeholder\":true,\"num\":0}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"splice\"", "-1", "2", "0.0", "1.5", "1e0", "2147483648", "99999999999999999999", "null",
			"true", "[0]", "{}", "\"0\"" })
	void refusesPlaceholdersThatPointNowhere(String index) {
		List<byte[]> attachments = List.of(FIRST, SECOND);
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> event("[\"e\",{\"_placeholder\":true,\"num\":" + index + "}]", attachments));
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> event("[\"e\",{\"num\":" + index + ",\"_placeholder\":true}]", attachments));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"_placeholder\":true}", "{\"_placeholder\":true,\"num\":0,\"a\":1}",
			"{\"num\":0,\"_placeholder\":true,\"a\":1}", "{\"a\":1,\"_placeholder\":true,\"num\":0}",
			"{\"num\":0,\"num\":1,\"_placeholder\":true}", "{\"_placeholder\":true,\"_placeholder\":true,\"num\":0}",
			"{\"_placeholder\":true,\"index\":0}" })
	void refusesObjectsThatAreAlmostPlaceholders(String json) {
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> event("[\"e\"," + json + "]", List.of(FIRST, SECOND)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"num\":0}", "{\"num\":12345678901234567890}", "{\"num\":1,\"a\":[{\"num\":2.5}]}",
			"{\"num\":{\"num\":\"x\"}}", "{\"num\":[{}]}", "{\"num\":null}", "{}", "{\"a\":\"_placeholder\"}", "[]",
			"{\"num\":{\"num\":3}}", "{\"_placeholder\":1,\"num\":0}", "{\"a\":{\"b\":{}},\"num\":-1}" })
	void leavesOtherObjectsAsTheyAre(String json) {
		JsonNode plain = (JsonNode) bind("[\"e\"," + json + "]", JsonNode.class)[0];
		Object[] values = bind("[\"e\"," + json + ",{\"_placeholder\":true,\"num\":0}]", List.of(FIRST), JsonNode.class,
				byte[].class);
		assertThat(values[0]).isEqualTo(plain).hasToString(json);
		assertThat(values[1]).isEqualTo(FIRST);
	}

	@Test
	void attachmentCannotBeMultipliedByPlaceholders() {
		String placeholder = "{\"_placeholder\":true,\"num\":0}";
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> event("[\"e\"," + placeholder + "," + placeholder + "]", List.of(FIRST)));
	}

	@Test
	void acceptsNestingUpToTheLimitAndRefusesMore() {
		assertThat(bind("[\"e\"," + nested(99) + "]", JsonNode.class)).hasSize(1);
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> bind("[\"e\"," + nested(100) + "]", JsonNode.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\"," + nested(100) + "]"));
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> event("[\"e\"," + nested(100) + "]").capture());
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> event("[\"e\"," + nested(100) + "]", List.of(FIRST)));
	}

	@Test
	void deepNestingDoesNotOverflowTheStack() {
		String deep = "[\"e\"," + "[".repeat(500_000);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind(deep, JsonNode.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> event(deep).capture());
		String objects = "[\"e\"," + "{\"num\":".repeat(200_000);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind(objects, Object.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> event(objects, List.of(FIRST)));
	}

	@Test
	void acceptsNumbersUpToTheLimitAndRefusesLongerOnes() {
		String longest = "9".repeat(1_000);
		assertThat(bind("[\"e\"," + longest + "]", JsonNode.class)[0]).hasToString(longest);
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> bind("[\"e\"," + longest + "9]", JsonNode.class));
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\"," + longest + "9]"));
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> bind("[\"e\",0." + longest + "]", double.class));
	}

	@Test
	void limitsOfTheApplicationsMapperDoNotApply() {
		String text = "x".repeat(30_000_000);
		assertThat(((String) bind("[\"e\",\"" + text + "\"]", String.class)[0])).hasSize(30_000_000);
	}

	@Test
	void refusesInvalidUtf8() {
		for (int[] bytes : new int[][] { { 0xff }, { 0xc3 }, { 0xc3, '"' }, { 0xe2, 0x82 }, { 0x80 },
				{ 0xf0, 0x9f, 0x98 } }) {
			byte[] json = json(bytes);
			assertThatExceptionOfType(PacketParseException.class).as(Arrays.toString(bytes))
				.isThrownBy(() -> ArgumentReader.event(this.codec, json, 0, json.length, List.of()).capture());
		}
	}

	@Test
	void doesNotGuessOtherEncodings() {
		for (byte[] json : List.of("[\"e\"]".getBytes(StandardCharsets.UTF_16BE),
				"[\"e\"]".getBytes(StandardCharsets.UTF_16LE), "\ufeff[\"e\"]".getBytes(StandardCharsets.UTF_8))) {
			assertThatExceptionOfType(PacketParseException.class)
				.isThrownBy(() -> ArgumentReader.event(this.codec, json, 0, json.length, List.of()));
		}
	}

	@Test
	void readsOnlyItsPartOfTheArray() {
		byte[] data = "xx[\"e\",1]]]".getBytes(StandardCharsets.UTF_8);
		try (ArgumentReader reader = ArgumentReader.event(this.codec, data, 2, 7, List.of())) {
			assertThat(reader.bind(binding(int.class))).containsExactly(1);
		}
	}

	@Test
	void exceptionsTellNothingOfTheInput() {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> bind("[\"e\",secret]", String.class))
			.withMessage("invalid JSON")
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	private static byte[] json(int[] content) {
		byte[] json = new byte[content.length + 8];
		byte[] head = "[\"e\",\"".getBytes(StandardCharsets.US_ASCII);
		System.arraycopy(head, 0, json, 0, head.length);
		for (int i = 0; i < content.length; i++) {
			json[head.length + i] = (byte) content[i];
		}
		json[json.length - 2] = '"';
		json[json.length - 1] = ']';
		return json;
	}

	private static String nested(int depth) {
		return "[".repeat(depth) + "]".repeat(depth);
	}

	private <T> void use(Class<T> type, ValueDeserializer<T> deserializer) {
		SimpleModule module = new SimpleModule().addDeserializer(type, deserializer);
		this.codec = new JsonCodec(JsonMapper.builder().addModule(module).build(), JsonLimits.DEFAULTS);
	}

	private ArgumentBinding binding(Type... types) {
		return this.codec.binding(List.of(types));
	}

	private Object[] bind(String json, Type... types) {
		return bind(json, List.of(), types);
	}

	private Object[] bind(String json, List<byte[]> attachments, Type... types) {
		try (ArgumentReader reader = event(json, attachments)) {
			return reader.bind(binding(types));
		}
	}

	private ArgumentReader event(String json) {
		return event(json, List.of());
	}

	private ArgumentReader event(String json, List<byte[]> attachments) {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		return ArgumentReader.event(this.codec, data, 0, data.length, attachments);
	}

	private ArgumentReader ack(String json) {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		return ArgumentReader.ack(this.codec, data, 0, data.length, List.of());
	}

}
