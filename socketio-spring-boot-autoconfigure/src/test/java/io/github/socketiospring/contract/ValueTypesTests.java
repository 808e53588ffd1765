package io.github.socketiospring.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.socketiospring.Arguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What values without properties are in TypeScript: what is read from clients, and behind
 * a slash what is written for them where it differs.
 */
class ValueTypesTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest(name = "{0} is {1}")
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			string;         string
			character;      string
			characters;     string
			truth;          boolean
			boxedTruth;     boolean
			number;         number
			boxed;          number
			big;            number
			decimal;        number
			counter;        number
			anyNumber;      number
			color;          Color
			level;          Level
			day;            DayOfWeek
			uuid;           string
			uri;            string
			locale;         string
			currency;       string
			instant;        string
			date;           string
			time;           string
			zoned;          string
			duration;       string
			oldDate;        string
			bytes;          ArrayBuffer | ArrayBufferView / ArrayBuffer
			buffer;         ArrayBuffer | ArrayBufferView / ArrayBuffer
			buffers;        (ArrayBuffer | ArrayBufferView)[] / ArrayBuffer[]
			numbers;        number[]
			strings;        string[]
			set;            string[]
			collection;     number[]
			colors;         Color[]
			nested;         string[][]
			map;            { [key: string]: number }
			enumMap;        { [key: string]: string[] }
			optional;       string | null
			optionalNumber; number | null
			optionalDouble; number | null
			optionals;      (string | null)[]
			object;         unknown
			tree;           unknown
			objectTree;     unknown
			arguments;      unknown
			wild;           unknown[]
			""")
	void is(String field, String expected) throws Exception {
		assertThat(TypeTexts.of(this.mapper, Values.class.getDeclaredField(field).getGenericType()).both())
			.isEqualTo(expected);
	}

	@Test
	void enumsAreTheNamesThatJacksonGivesThem() {
		assertThat(TypeTexts.of(this.mapper, Color.class).definitions())
			.isEqualTo("export type Color = \"RED\" | \"dark \\\"green\\\"\";");
		assertThat(TypeTexts.of(this.mapper, Level.class).definitions())
			.isEqualTo("export type Level = \"low\" | \"high\";");
	}

	@Test
	void featuresOfTheMapperCount() {
		assertThat(TypeTexts
			.of(JsonMapper.builder().enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS).build(), Instant.class)
			.both()).isEqualTo("number");
		assertThat(
				TypeTexts.of(JsonMapper.builder().enable(EnumFeature.WRITE_ENUMS_USING_INDEX).build(), DayOfWeek.class)
					.both())
			.isEqualTo("number");
	}

	enum Color {

		RED, @JsonProperty("dark \"green\"")
		GREEN

	}

	enum Level {

		LOW, HIGH;

		@JsonValue
		String value() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	static class Values {

		String string;

		char character;

		char[] characters;

		boolean truth;

		Boolean boxedTruth;

		int number;

		Double boxed;

		BigInteger big;

		BigDecimal decimal;

		AtomicInteger counter;

		Number anyNumber;

		Color color;

		Level level;

		DayOfWeek day;

		UUID uuid;

		URI uri;

		Locale locale;

		Currency currency;

		Instant instant;

		LocalDate date;

		LocalTime time;

		ZonedDateTime zoned;

		Duration duration;

		Date oldDate;

		byte[] bytes;

		ByteBuffer buffer;

		List<byte[]> buffers;

		long[] numbers;

		String[] strings;

		Set<String> set;

		Collection<Short> collection;

		Set<Color> colors;

		List<List<String>> nested;

		Map<String, Integer> map;

		Map<Color, List<String>> enumMap;

		Optional<String> optional;

		OptionalLong optionalNumber;

		OptionalDouble optionalDouble;

		List<Optional<String>> optionals;

		Object object;

		JsonNode tree;

		ObjectNode objectTree;

		Arguments arguments;

		List<?> wild;

	}

}
