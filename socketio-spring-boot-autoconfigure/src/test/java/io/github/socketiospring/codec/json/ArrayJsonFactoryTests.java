package io.github.socketiospring.codec.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parsers of {@link ArrayJsonFactory} that are used again read as new ones do.
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

	private JsonParser take(String json) {
		byte[] data = ("xx" + json + "xx").getBytes(StandardCharsets.UTF_8);
		return this.factory.takeParser(ObjectReadContext.empty(), data, 2, data.length - 4);
	}

	private JsonParser fresh(String json) {
		byte[] data = ("xx" + json + "xx").getBytes(StandardCharsets.UTF_8);
		return this.factory.createParser(ObjectReadContext.empty(), data, 2, data.length - 4);
	}

	private static List<Object> read(JsonParser parser) {
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

	@Test
	void readsAsANewOne() {
		Random random = new Random(8259);
		JsonParser used = take("[]");
		read(used);
		this.factory.recycle(used);
		for (int round = 0; round < 3_000; round++) {
			StringBuilder json = new StringBuilder("[");
			for (int i = random.nextInt(5); i >= 0; i--) {
				json.append((random.nextInt(4) == 0) ? "\n " : "")
					.append(VALUES.get(random.nextInt(VALUES.size())))
					.append((i > 0) ? "," : "]");
			}
			JsonParser parser = take(json.toString());
			assertThat(parser).isSameAs(used);
			try (JsonParser fresh = fresh(json.toString())) {
				assertThat(read(parser)).isEqualTo(read(fresh));
			}
			this.factory.recycle(parser);
			assertThat(parser.isClosed()).isTrue();
			assertThat(parser.nextToken()).isNull();
		}
	}

	@Test
	void onlyAnIdleOneIsUsedAgain() {
		JsonParser first = take("[1]");
		JsonParser second = take("[2]");
		assertThat(second).isNotSameAs(first);
		assertThat(read(first)).contains("1");
		assertThat(read(second)).contains("2");
		this.factory.recycle(first);
		assertThat(take("[3]")).isSameAs(first);
		assertThat(take("[4]")).isNotSameAs(first).isNotSameAs(second);
	}

	@Test
	void eachThreadHasItsOwn() {
		JsonParser own = take("[1]");
		read(own);
		this.factory.recycle(own);
		assertThat(CompletableFuture.supplyAsync(() -> take("[2]")).join()).isNotSameAs(own);
		assertThat(take("[3]")).isSameAs(own);
	}

	@Test
	void oneThatHasSeenTooManyNamesIsGivenUp() {
		JsonParser own = null;
		int reused = 0;
		for (int i = 0; i < 20_000; i++) {
			JsonParser parser = take("{\"name" + i + "\":0}");
			reused += (parser == own) ? 1 : 0;
			own = parser;
			read(parser);
			this.factory.recycle(parser);
		}
		assertThat(reused).isBetween(19_990, 19_998);
	}

	@Test
	void binaryDataLeavesNoBufferBehind() {
		JsonParser parser = take("[\"AAECAwQ=\"]");
		parser.nextToken();
		parser.nextToken();
		assertThat(parser.getBinaryValue()).containsExactly(0, 1, 2, 3, 4);
		read(parser);
		this.factory.recycle(parser);
		assertThat(take("[]")).isNotSameAs(parser);
	}

	@Test
	void aReaderGivesItsParserBackOnceAndOnlyAtTheEnd() {
		JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);
		ArgumentBinding binding = codec.binding(List.of(String.class));
		byte[] data = "[\"say\",\"hello\"]".getBytes(StandardCharsets.UTF_8);
		ArgumentReader reader = ArgumentReader.event(codec, data, 0, data.length, List.of());
		assertThat(reader.bind(binding)).containsExactly("hello");
		reader.close();
		JsonParser parser = codec.takeParser(data, 0, data.length);
		reader.close();
		// Closed a second time, it would take what is another's by now.
		assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
		assertThat(codec.takeParser(data, 0, data.length)).isNotSameAs(parser);
		ArgumentReader halfway = ArgumentReader.event(codec, data, 0, data.length, List.of());
		halfway.close();
		JsonParser next = codec.takeParser(data, 0, data.length);
		assertThat(read(next)).contains("say", "hello");
	}

}
