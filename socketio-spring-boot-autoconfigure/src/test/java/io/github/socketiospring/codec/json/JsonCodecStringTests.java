package io.github.socketiospring.codec.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link JsonCodec} reads and writes strings as Jackson does, in its own ways of doing so
 * ({@link ArrayJsonFactory}, {@link ValueGenerator}).
 */
class JsonCodecStringTests {

	private static final String[] PARTS = { "a", "?", "/", "\"", "\\", "\n", "\u0000", "\u001f", " ", "\u007f",
			"\u0080", "\u00bf", "\u00e9", "\u00ff", "\u0100", "\u20ac", "\u2028", "\u2029", "\ufeff", "\uffff",
			"\ud83d\ude00", "plain text with a few words", "is it? yes?", "12345678" };

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final JsonCodec codec = new JsonCodec(this.mapper, JsonLimits.DEFAULTS);

	private final JsonFactory plain = JsonFactory.builder()
		.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
		.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
		.build();

	private final JsonFactory plainEscaping = JsonFactory.builder()
		.characterEscapes(new LineSeparatorEscapes())
		.build();

	private static String outcome(Writing writer) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		try {
			writer.write(output);
		}
		catch (JacksonException ex) {
			return ex.getClass() + ": " + ex.getOriginalMessage();
		}
		return output.toString(StandardCharsets.ISO_8859_1);
	}

	private static void write(JsonGenerator target, List<String> texts) {
		try (JsonGenerator generator = target) {
			generator.writeStartArray();
			for (String text : texts) {
				generator.writeString(text);
			}
			generator.writeEndArray();
		}
	}

	private void assertWritten(List<String> texts) {
		String expected = outcome(
				(output) -> write(this.plain.createGenerator(ObjectWriteContext.empty(), output), texts));
		assertSame(outcome((output) -> this.codec.writeArray(output, null, texts, new ArrayList<>())), expected);
		String escaped = outcome(
				(output) -> write(this.plainEscaping.createGenerator(ObjectWriteContext.empty(), output), texts));
		assertSame(outcome((output) -> write(this.codec.textGenerator(output, () -> {
		}), texts)), escaped);
	}

	/** Without the long message of a comparison that holds. */
	private static void assertSame(String actual, String expected) {
		if (!actual.equals(expected)) {
			assertThat(actual).isEqualTo(expected);
		}
	}

	@Test
	void everyCharacter() {
		List<String> texts = new ArrayList<>();
		for (int c = 0; c <= Character.MAX_VALUE; c++) {
			if (Character.isSurrogate((char) c)) {
				assertWritten(List.of("ab" + (char) c));
				assertWritten(List.of((char) c + "?"));
			}
			else {
				texts.add((char) c + "?");
				texts.add("12345678?" + (char) c);
			}
		}
		assertWritten(texts);
	}

	@Test
	void nullsAndEmptyStrings() {
		assertWritten(List.of(""));
		assertWritten(Collections.singletonList(null));
		assertWritten(List.of("", "", "?"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1999, 2000, 2001, 3999, 4000, 4001, 7997, 7998, 7999, 8000, 8001, 8191, 8192, 8193, 15_999,
			16_000, 65_535, 65_536, 65_537, 200_000 })
	void longStrings(int length) {
		for (String end : new String[] { "", "\"", "?", "\u00e9", "\u20ac", "\ud83d\ude00", "\ud83d", "\ude00?" }) {
			assertWritten(List.of("a".repeat(length) + end));
			assertWritten(List.of("?".repeat(length) + end, "next"));
			assertWritten(List.of(end + "b".repeat(length)));
		}
	}

	@Test
	void stringsAcrossJacksonsBuffer() {
		for (int before = 7980; before < 8010; before++) {
			for (String text : new String[] { "", "?", "plain", "\"", "\u00e9", "\u20ac", "\ud83d\ude00" }) {
				assertWritten(List.of("x".repeat(before), text, text + "12345678", text));
			}
		}
	}

	@Test
	void randomStrings() {
		Random random = new Random(8259);
		for (int round = 0; round < 5000; round++) {
			List<String> texts = new ArrayList<>();
			for (int i = random.nextInt(5); i >= 0; i--) {
				StringBuilder text = new StringBuilder();
				String common = PARTS[random.nextInt(PARTS.length)];
				for (int parts = random.nextInt(random.nextInt(50) == 0 ? 2000 : 12); parts > 0; parts--) {
					text.append((random.nextInt(3) > 0) ? common : PARTS[random.nextInt(PARTS.length)]);
				}
				texts.add(text.toString());
			}
			assertWritten(texts);
			assertRead(this.mapper.writeValueAsBytes(texts));
		}
	}

	@Test
	void namesAndValuesOfObjects() {
		for (String text : PARTS) {
			byte[] json = this.mapper.writeValueAsBytes(Map.of(text, List.of(text, "v" + text), "k", text));
			assertRead(json);
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			this.codec.writeArray(output, null, List.of(this.mapper.readTree(json)), new ArrayList<>());
			assertThat(output.toByteArray())
				.isEqualTo(("[" + new String(json, StandardCharsets.UTF_8) + "]").getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void everyTruncation() {
		byte[] json = "[\"plain\",\"\\u20ac\u20ac\",{\"name\":\"12345678\"},\"\"]".getBytes(StandardCharsets.UTF_8);
		for (int length = 0; length <= json.length; length++) {
			assertRead(Arrays.copyOf(json, length));
		}
	}

	@Test
	void everyByteInAString() {
		byte[] json = "[\"0123456789abcdef\"]".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < json.length; i++) {
			byte[] changed = json.clone();
			for (int b = 0; b < 256; b++) {
				changed[i] = (byte) b;
				assertRead(changed);
			}
		}
	}

	/** In every way a parser offers, also when only a part of an array is JSON. */
	private void assertRead(byte[] json) {
		byte[] around = new byte[json.length + 20];
		Arrays.fill(around, (byte) '"');
		System.arraycopy(json, 0, around, 10, json.length);
		for (Function<JsonParser, String> way : List.<Function<JsonParser, String>>of(JsonParser::getString,
				JsonCodecStringTests::characters, JsonParser::getValueAsString, JsonCodecStringTests::twice,
				(parser) -> (parser.currentTokenLocation().getColumnNr() % 3 == 0) ? "skipped" : parser.getString())) {
			String expected = tokens(this.plain.createParser(ObjectReadContext.empty(), around, 10, json.length), way);
			assertSame(tokens(this.codec.parser(around, 10, json.length), way), expected);
			assertSame(next(this.codec.parser(around, 10, json.length)),
					next(this.plain.createParser(ObjectReadContext.empty(), around, 10, json.length)));
		}
	}

	private static String characters(JsonParser parser) {
		int length = parser.getStringLength();
		return new String(parser.getStringCharacters(), parser.getStringOffset(), length);
	}

	private static String twice(JsonParser parser) {
		return parser.getString() + parser.getStringLength() + characters(parser) + parser.getString();
	}

	private static String tokens(JsonParser source, Function<JsonParser, String> way) {
		StringBuilder tokens = new StringBuilder();
		try (JsonParser parser = source) {
			JsonToken token;
			while ((token = parser.nextToken()) != null) {
				tokens.append(token).append('@').append(parser.currentTokenLocation().getByteOffset());
				if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
					tokens.append(way.apply(parser)).append('@').append(parser.currentLocation().getByteOffset());
				}
			}
		}
		catch (JacksonException ex) {
			tokens.append(ex.getClass()).append(ex.getOriginalMessage()).append(ex.getLocation().getByteOffset());
		}
		return tokens.toString();
	}

	private static String next(JsonParser source) {
		StringBuilder tokens = new StringBuilder();
		try (JsonParser parser = source) {
			for (int i = 0; i < 50; i++) {
				tokens.append(parser.nextStringValue()).append(parser.currentToken());
			}
		}
		catch (JacksonException ex) {
			tokens.append(ex.getClass()).append(ex.getOriginalMessage());
		}
		return tokens.toString();
	}

	private interface Writing {

		void write(ByteArrayOutputStream output);

	}

}
