package io.github.socketiospring.codec.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parsers of {@link ArrayJsonFactory} read as Jackson's own do.
 */
class ArrayJsonFactoryTests {

	private static final List<String> VALUES = List.of("0", "-1", "12345678901", "123456789012345678901234567890",
			"1.5", "-2.5e-3", "1e400", "1234567890.12345678901234567890", "true", "false", "null", "\"\"", "\"plain\"",
			"\"escaped \\n\\u20ac\\\"\"", "\"caf\u00e9 \u20ac \ud83d\ude00\"", "\"" + "long ".repeat(3000) + "\"",
			"\"" + "lo\u00f1g ".repeat(3000) + "\"", "[]", "{}", "[[[[1]]]]", "{\"a\":{\"b\":[1,{\"c\":null}]}}",
			"{\"a\\u0062c\":1,\"\":2,\"caf\u00e9\":3}", "{\"" + "n".repeat(300) + "\":0}", "\"AAECAwQ=\"");

	private final ArrayJsonFactory factory = new ArrayJsonFactory(JsonFactory.builder()
		.recyclerPool(new ThreadRecyclers())
		.disable(TokenStreamFactory.Feature.CHARSET_DETECTION));

	private final JsonFactory jackson = JsonFactory.builder().build();

	static JsonParser open(JsonFactory factory, String json) {
		byte[] data = ("xx" + json + "xx").getBytes(StandardCharsets.UTF_8);
		return factory.createParser(ObjectReadContext.empty(), data, 2, data.length - 4);
	}

	static List<Object> read(JsonParser parser) {
		List<Object> seen = new ArrayList<>();
		JsonToken token;
		while ((token = parser.nextToken()) != null) {
			seen.add(token);
			seen.add(parser.currentName());
			seen.add(parser.getString());
			seen.add(parser.currentTokenLocation().getByteOffset());
			seen.add(parser.currentTokenLocation().getLineNr());
			seen.add(parser.currentTokenLocation().getColumnNr());
			seen.add(parser.streamReadContext().pathAsPointer().toString());
			seen.add(parser.currentValue());
			if (token.isNumeric()) {
				seen.add(parser.getNumberType());
				seen.add(parser.getNumberValue());
			}
			parser.assignCurrentValue("a value of the application");
		}
		seen.add(parser.currentLocation().getByteOffset());
		return seen;
	}

	static String randomArray(Random random) {
		StringBuilder json = new StringBuilder("[");
		for (int i = random.nextInt(5); i >= 0; i--) {
			json.append((random.nextInt(4) == 0) ? "\n " : "")
				.append(VALUES.get(random.nextInt(VALUES.size())))
				.append((i > 0) ? "," : "]");
		}
		return json.toString();
	}

	@Test
	void readsAsJacksonDoes() {
		Random random = new Random(8259);
		for (int round = 0; round < 3_000; round++) {
			String json = randomArray(random);
			try (JsonParser parser = open(this.factory, json); JsonParser other = open(this.jackson, json)) {
				assertThat(read(parser)).isEqualTo(read(other));
			}
		}
	}

	@Test
	void nothingOfOneMessageIsSeenByTheNext() {
		JsonParser first = open(this.factory, "[{\"secret\":\"of another\"}");
		for (int i = 0; i < 4; i++) {
			first.nextToken();
		}
		first.close();
		JsonParser second = open(this.factory, "[1]");
		assertThat(second).isNotSameAs(first);
		assertThat(second.currentToken()).isNull();
		assertThat(second.streamReadContext().inRoot()).isTrue();
		assertThat(second.getString()).isNull();
		assertThat(read(second)).contains("1");
		second.close();
	}

	@Test
	void parsersOfOneThreadMayBeOpenAtTheSameTime() {
		try (JsonParser first = open(this.factory, "[1]"); JsonParser second = open(this.factory, "[2]")) {
			assertThat(first.nextToken()).isEqualTo(JsonToken.START_ARRAY);
			assertThat(read(second)).contains("2");
			assertThat(read(first)).contains("1");
		}
	}

	@Test
	void binaryDataIsRead() {
		try (JsonParser parser = open(this.factory, "[\"AAECAwQ=\"]")) {
			parser.nextToken();
			parser.nextToken();
			assertThat(parser.getBinaryValue()).containsExactly(0, 1, 2, 3, 4);
		}
	}

	@Test
	void aReaderMayBeClosedTwiceAndHalfway() {
		JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);
		ArgumentBinding binding = codec.binding(List.of(String.class));
		byte[] data = "[\"say\",\"hello\"]".getBytes(StandardCharsets.UTF_8);
		ArgumentReader reader = ArgumentReader.event(codec, data, 0, data.length, List.of());
		assertThat(reader.bind(binding)).containsExactly("hello");
		reader.close();
		reader.close();
		ArgumentReader.event(codec, data, 0, data.length, List.of()).close();
		try (ArgumentReader next = ArgumentReader.event(codec, data, 0, data.length, List.of())) {
			assertThat(next.event()).isEqualTo("say");
			assertThat(next.bind(binding)).containsExactly("hello");
		}
	}

}
