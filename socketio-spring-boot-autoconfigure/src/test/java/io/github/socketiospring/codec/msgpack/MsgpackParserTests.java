package io.github.socketiospring.codec.msgpack;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.testkit.Msgpack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MsgpackParser}, mostly through what binds its tokens.
 */
class MsgpackParserTests {

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final MsgpackCodec codec = new MsgpackCodec(this.json, 1_000);

	record Point(int x, double y, @Nullable String name) {
	}

	enum Color {

		RED, GREEN

	}

	// Trees

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			c0                     | null
			c2                     | false
			c3                     | true
			00                     | 0
			7f                     | 127
			ff                     | -1
			e0                     | -32
			ccff                   | 255
			cdffff                 | 65535
			ceffffffff             | 4294967295
			cf7fffffffffffffff     | 9223372036854775807
			cfffffffffffffffff     | 18446744073709551615
			d080                   | -128
			d18000                 | -32768
			d280000000             | -2147483648
			d38000000000000000     | -9223372036854775808
			ca3fc00000             | 1.5
			cb3ff8000000000000     | 1.5
			cbbfb999999999999a     | -0.1
			a0                     | ""
			a161                   | "a"
			d903e282ac             | "€"
			da0004f09f9880         | "😀"
			db0000000161           | "a"
			c403010203             | "AQID"
			c50001ff               | "/w=="
			c60000000101           | "AQ=="
			c700 00                | ""
			c703 00 010203         | "AQID"
			c80001 00 07           | "Bw=="
			c900000001 00 07       | "Bw=="
			c708 00 0000000000000000 | "AAAAAAAAAAA="
			d500 0102              | "AQI="
			d600 01020304          | "AQIDBA=="
			d800 00000000000000000000000000000000 | "AAAAAAAAAAAAAAAAAAAAAA=="
			d40000                 | null
			d400ff                 | null
			d700 0000000000000000  | "1970-01-01T00:00:00.000Z"
			d700 0000019abcdef012  | "2025-11-25T21:15:18.418Z"
			d700 ffffffffffffffff  | "1969-12-31T23:59:59.999Z"
			d6ff 00000001          | "1970-01-01T00:00:01.000Z"
			d7ff 0000000400000001  | "1970-01-01T00:00:01.000000001Z"
			c70cff 000f4240 ffffffffffffffff | "1969-12-31T23:59:59.001Z"
			90                     | []
			9301a16192c0c3         | [1,"a",[null,true]]
			dc000101               | [1]
			dd0000000101           | [1]
			80                     | {}
			82a16101a16280         | {"a":1,"b":{}}
			de0001a161c0           | {"a":null}
			df0000000101c3         | {"1":true}
			81ffc3                 | {"-1":true}
			81cfffffffffffffffffc3 | {"18446744073709551615":true}
			83a161d40000a16201a163d40000 | {"b":1}
			81a161d40000           | {}
			92d4000081a16192d4000001 | [null,{"a":[null,1]}]
			82a16101a16102         | {"a":2}
			""")
	void readsTrees(String hex, String expected) {
		assertThat(tree(hex)).hasToString(expected);
	}

	@Test
	void timesReachAsFarAsTheirTypes() {
		assertThat(tree("d7007fffffffffffffff").stringValue()).isEqualTo("+292278994-08-17T07:12:55.807Z");
		assertThat(tree("d7008000000000000000").stringValue()).isEqualTo("-292275055-05-16T16:47:04.192Z");
		assertThat(tree("c70cff00000000" + "%016x".formatted(Instant.MAX.getEpochSecond())).stringValue())
			.startsWith("+1000000000-12-31");
		assertThat(tree("c70cff00000000" + "%016x".formatted(Instant.MIN.getEpochSecond())).stringValue())
			.startsWith("-1000000000-01-01");
	}

	@Test
	void binaryDataIsBinaryInTrees() {
		assertThat(tree("c403010203").isBinary()).isTrue();
		assertThat(tree("c703 00 010203").binaryValue()).containsExactly(1, 2, 3);
	}

	@Test
	void infinityAndNaNAreNumbers() {
		assertThat(tree("cb7ff8000000000000").doubleValue()).isNaN();
		assertThat(tree("ca7f800000").doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
	}

	// Types

	@Test
	void bindsToTheTypesOfParameters() {
		Instant now = Instant.parse("2026-11-29T12:00:00.123Z");
		Msgpack.Raw date = Msgpack.hex("d700" + "%016x".formatted(now.toEpochMilli()));
		assertThat(bind(int.class, 5)).isEqualTo(5);
		assertThat(bind(Integer.class, 5.0)).isEqualTo(5);
		assertThat(bind(short.class, -5)).isEqualTo((short) -5);
		assertThat(bind(byte.class, -5)).isEqualTo((byte) -5);
		assertThat(bind(long.class, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
		assertThat(bind(double.class, 5)).isEqualTo(5.0);
		assertThat(bind(double.class, Msgpack.hex("cb7ff8000000000000"))).isEqualTo(Double.NaN);
		assertThat(bind(float.class, 0.1)).isEqualTo(0.1f);
		assertThat(bind(float.class, Msgpack.hex("ca3dcccccd"))).isEqualTo(0.1f);
		assertThat(bind(BigInteger.class, Msgpack.hex("cfffffffffffffffff")))
			.isEqualTo(new BigInteger("18446744073709551615"));
		assertThat(bind(BigInteger.class, 7)).isEqualTo(BigInteger.valueOf(7));
		assertThat(bind(BigDecimal.class, 0.1)).isEqualTo(new BigDecimal("0.1"));
		assertThat(bind(BigDecimal.class, Msgpack.hex("ca3dcccccd"))).isEqualTo(new BigDecimal("0.1"));
		assertThat(bind(BigDecimal.class, 7)).isEqualTo(new BigDecimal("7"));
		assertThat(bind(boolean.class, true)).isEqualTo(true);
		assertThat(bind(String.class, "\u20ac")).isEqualTo("\u20ac");
		assertThat(bind(String.class, 12)).isEqualTo("12");
		assertThat(bind(char.class, "x")).isEqualTo('x');
		assertThat(bind(Color.class, "GREEN")).isEqualTo(Color.GREEN);
		assertThat(bind(Instant.class, date)).isEqualTo(now);
		assertThat(bind(Date.class, date)).isEqualTo(Date.from(now));
		assertThat(bind(String.class, date)).isEqualTo("2026-11-29T12:00:00.123Z");
		assertThat(bind(byte[].class, new byte[] { 1, 2 })).isEqualTo(new byte[] { 1, 2 });
		assertThat(bind(byte[].class, Msgpack.hex("c70200 0102"))).isEqualTo(new byte[] { 1, 2 });
		assertThat(bind(byte[].class, "AQI=")).isEqualTo(new byte[] { 1, 2 });
		assertThat(bind(ByteBuffer.class, new byte[] { 1, 2 })).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 }));
		assertThat(bind(Object.class, new byte[] { 1, 2 })).isEqualTo(new byte[] { 1, 2 });
		assertThat(bind(Object.class, List.of(1, "a", Map.of("b", 2.5)))).isEqualTo(List.of(1, "a", Map.of("b", 2.5)));
		assertThat(bind(UUID.class, "7d444840-9dc0-11d1-b245-5ffdce74fad2"))
			.isEqualTo(UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"));
		assertThat(bind(Point.class, Map.of("x", 1, "y", 2.5, "name", "p"))).isEqualTo(new Point(1, 2.5, "p"));
		assertThat(bind(Point.class, Map.of("y", 2, "x", 1.0, "name", Msgpack.UNDEFINED)))
			.isEqualTo(new Point(1, 2, null));
		assertThat(bind(int[].class, List.of(1, 2))).isEqualTo(new int[] { 1, 2 });
		assertThat(bind(String.class, null)).isNull();
		assertThat(bind(String.class, Msgpack.UNDEFINED)).isNull();
		assertThat(bind(Optional.class, Msgpack.UNDEFINED)).isEqualTo(Optional.empty());
	}

	/** As in JSON, which has no such property at all. */
	@Test
	void whatIsUndefinedIsLeftOutOfObjects() {
		assertThat(bind(Map.class, Map.of("x", Msgpack.UNDEFINED, "y", 1))).isEqualTo(Map.of("y", 1));
	}

	@Test
	void bindsGenericTypes() {
		JsonArguments arguments = capture(List.of(Map.of("x", 1, "y", 2), Map.of("x", 3, "y", 4)), Map.of("k", 1));
		assertThat(arguments.size()).isEqualTo(2);
		assertThat(arguments.get(0, new TypeReference<List<Point>>() {
		})).containsExactly(new Point(1, 2, null), new Point(3, 4, null));
		assertThat(arguments.get(1, new TypeReference<Map<String, Long>>() {
		})).containsExactly(Map.entry("k", 1L));
		assertThat(arguments.get(2).isMissingNode()).isTrue();
	}

	@Test
	void bindsSeveralArgumentsAndSkipsTheRest() {
		ArgumentBinding binding = this.json.binding(List.of(String.class, Point.class, byte[].class));
		@Nullable Object[] values = reader("a", Map.of("x", 1, "y", 2, "unknown", List.of(Map.of("deep", List.of(1)))),
				new byte[] { 3 }, List.of(List.of(), Map.of("a", "b"), 1.5, new byte[300], Msgpack.UNDEFINED),
				Msgpack.hex("d7ff0000000400000001"), "last")
			.bind(binding);
		assertThat(values).containsExactly("a", new Point(1, 2, null), new byte[] { 3 });
		assertThat(reader("a").bind(binding)).containsExactly("a", null, null);
	}

	@Test
	void whatDoesNotFitLeavesThePacketValid() {
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(int.class, "x"));
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(int.class, 1L << 31))
			.withMessageContaining("out of range");
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(int.class, 1e10));
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind(long.class, Msgpack.hex("cfffffffffffffffff")));
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind(int.class, Msgpack.hex("cb7ff8000000000000")));
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind(BigDecimal.class, Msgpack.hex("cb7ff8000000000000")));
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(byte[].class, 5));
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(byte[].class, "not base64"));
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(Point.class, List.of(1)));
		assertThatExceptionOfType(ArgumentBindingException.class).isThrownBy(() -> bind(int.class, new byte[] { 1 }));
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> bind(Point.class, Map.of("x", Map.of("deep", 1))))
			.withMessageNotContaining("\u0000");
	}

	// Tokens

	@Test
	void namesAndPlacesAreThoseOfTheToken() {
		byte[] data = HexFormat.of().parseHex("82a16191c0a16280");
		try (JsonParser parser = this.codec.tokens(data, 0).open()) {
			assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
			assertThat(parser.currentName()).isNull();
			assertThat(parser.nextName()).isEqualTo("a");
			assertThat(parser.getString()).isEqualTo("a");
			assertThat(parser.currentTokenLocation().getByteOffset()).isEqualTo(1);
			assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
			assertThat(parser.currentName()).isEqualTo("a");
			assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NULL);
			assertThat(parser.currentName()).isNull();
			assertThat(parser.getNumberType()).isNull();
			assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
			assertThat(parser.nextValue()).isEqualTo(JsonToken.START_OBJECT);
			assertThat(parser.currentName()).isEqualTo("b");
			assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
			assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
			assertThat(parser.streamReadContext().inRoot()).isTrue();
			assertThat(parser.nextToken()).isNull();
			assertThat(parser.nextToken()).isNull();
			assertThat(parser.isClosed()).isTrue();
		}
	}

	@Test
	void errorsTellNothingOfTheInput() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> capture(Map.of("x", "secret-secret")).get(0, Point.class))
			.satisfies((ex) -> assertThat(ex.getLocation().sourceDescription()).doesNotContain("secret"));
	}

	@Test
	void skipsEveryKindOfValue() {
		List<Object> all = new ArrayList<>(List.of(1, -1, 1.5, "text", "t".repeat(40), new byte[3], true, List.of(),
				Map.of(), List.of(List.of(Map.of("a", List.of(1)))), Msgpack.UNDEFINED));
		for (String hex : List.of("00", "e0", "c0", "c2", "ca00000000", "cc01", "cd0001", "ce00000001",
				"cf0000000000000001", "d001", "d10001", "d200000001", "a0", "a161", "d90161", "da000161", "c40101",
				"c5000101", "c7010001", "c800010001", "c9000000010001", "d500 0101", "d60001010101",
				"d7000000000000000000", "d80001010101010101010101010101010101", "d6ff00000000", "90", "91c0",
				"dc0001c0", "80", "8100c0", "de0001a0c0")) {
			all.add(Msgpack.hex(hex));
		}
		for (Object value : all) {
			JsonArguments arguments = capture(List.of(value), Map.of("k", value), "end");
			assertThat(arguments.size()).isEqualTo(3);
			assertThat(arguments.get(2).stringValue()).isEqualTo("end");
		}
	}

	private JsonNode tree(String hex) {
		byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
		MsgpackReader reader = this.codec.reader(data);
		reader.skip();
		assertThat(reader.isAtEnd()).isTrue();
		return this.codec.readTree(data, 0);
	}

	private @Nullable Object bind(Class<?> type, @Nullable Object value) {
		return reader(value).bind(this.json.binding(List.of(type)))[0];
	}

	private JsonArguments capture(@Nullable Object... values) {
		return reader(values).capture();
	}

	private ArgumentReader reader(@Nullable Object... values) {
		byte[] data = Msgpack.bytes(java.util.Arrays.asList(values));
		this.codec.reader(data).skip();
		return ArgumentReader.ack(this.json, this.codec.tokens(data, 0));
	}

}
