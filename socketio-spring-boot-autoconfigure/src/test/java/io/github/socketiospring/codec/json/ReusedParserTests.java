package io.github.socketiospring.codec.json;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.testkit.NewThread;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.Version;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.PackageVersion;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parsers of {@link ArrayJsonFactory} that are used again read as new ones do, and are
 * used again only with the Jackson that is known.
 */
class ReusedParserTests {

	/** In Jackson's parser and the classes above it. */
	private static final String[] KNOWN_FIELDS = { "_binaryValue", "_bufferRecyclable", "_byteArrayBuilder", "_closed",
			"_currInputProcessed", "_currInputRow", "_currInputRowStart", "_currToken", "_expLength",
			"_formatReadFeatures", "_fractLength", "_inputBuffer", "_inputEnd", "_inputPtr", "_inputStream",
			"_intLength", "_ioContext", "_lastClearedToken", "_nameCopied", "_nameCopyBuffer", "_nameStartCol",
			"_nameStartOffset", "_nameStartRow", "_nextToken", "_numTypesValid", "_numberBigDecimal", "_numberBigInt",
			"_numberDouble", "_numberFloat", "_numberInt", "_numberIsNaN", "_numberLong", "_numberNegative",
			"_numberString", "_objectReadContext", "_quad1", "_quadBuffer", "_quadPtr", "_streamReadConstraints",
			"_streamReadContext", "_streamReadFeatures", "_streamStringBuffer", "_symbols", "_textBuffer",
			"_tokenCount", "_tokenIncomplete", "_tokenInputCol", "_tokenInputRow", "_tokenInputTotal",
			"_trackMaxTokenCount" };

	private final ArrayJsonFactory factory = new ArrayJsonFactory(builder());

	private static JsonFactoryBuilder builder() {
		return JsonFactory.builder()
			.recyclerPool(new ThreadRecyclers())
			.disable(TokenStreamFactory.Feature.CHARSET_DETECTION);
	}

	private static JsonParser take(ArrayJsonFactory factory, String json) {
		byte[] data = ("xx" + json + "xx").getBytes(StandardCharsets.UTF_8);
		return factory.takeParser(ObjectReadContext.empty(), data, 2, data.length - 4);
	}

	private JsonParser take(String json) {
		return take(this.factory, json);
	}

	private JsonParser fresh(String json) {
		return ArrayJsonFactoryTests.open(this.factory, json);
	}

	private static List<Object> read(JsonParser parser) {
		return ArrayJsonFactoryTests.read(parser);
	}

	/**
	 * Fails when the build comes with another Jackson: then compare its parser's fields
	 * with those in {@code forget()} and {@code open()} before you change the version.
	 * Until then parsers are not used again, which costs time but nothing else.
	 */
	@Test
	void theVersionOfThisBuildIsKnown() {
		assertThat(PackageVersion.VERSION).isEqualTo(ArrayJsonFactory.KNOWN_VERSION);
	}

	@Test
	void itsParserHasTheFieldsThatAreKnown() {
		Set<String> fields = new TreeSet<>();
		for (Class<?> type = ArrayJsonFactory.ArrayJsonParser.class; type != Object.class; type = type
			.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					fields.add(field.getName());
				}
			}
		}
		assertThat(fields).containsExactly(KNOWN_FIELDS);
	}

	@Test
	void withAnotherVersionEachMessageHasAParserOfItsOwn() {
		Version next = new Version(3, 1, 6, null, "tools.jackson.core", "jackson-core");
		ArrayJsonFactory other = new ArrayJsonFactory(builder(), next);
		JsonParser first = take(other, "[1]");
		assertThat(read(first)).contains("1");
		other.recycle(first);
		assertThat(first.isClosed()).isTrue();
		JsonParser second = take(other, "[2]");
		assertThat(second).isNotSameAs(first);
		assertThat(read(second)).contains("2");
	}

	@Test
	void readsAsANewOne() {
		Random random = new Random(8259);
		JsonParser used = take("[]");
		read(used);
		this.factory.recycle(used);
		for (int round = 0; round < 3_000; round++) {
			String json = ArrayJsonFactoryTests.randomArray(random);
			JsonParser parser = take(json);
			assertThat(parser).isSameAs(used);
			try (JsonParser fresh = fresh(json)) {
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
		assertThat(CompletableFuture.supplyAsync(() -> take("[2]"), NewThread::start).join()).isNotSameAs(own);
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
