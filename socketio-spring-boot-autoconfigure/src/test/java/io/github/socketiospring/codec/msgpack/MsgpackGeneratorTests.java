package io.github.socketiospring.codec.msgpack;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MsgpackGenerator}.
 */
class MsgpackGeneratorTests {

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final MsgpackCodec codec = new MsgpackCodec(this.json, 100_000);

	record Point(int x, double y, @Nullable String name) {
	}

	record Raw(@JsonRawValue String raw, int after) {
	}

	@ParameterizedTest
	@CsvSource({ "0,00", "127,7f", "128,cc80", "255,ccff", "256,cd0100", "65535,cdffff", "65536,ce00010000",
			"4294967295,ceffffffff", "4294967296,cf0000000100000000", "9223372036854775807,cf7fffffffffffffff", "-1,ff",
			"-32,e0", "-33,d0df", "-128,d080", "-129,d1ff7f", "-32768,d18000", "-32769,d2ffff7fff",
			"-2147483648,d280000000", "-2147483649,d3ffffffff7fffffff", "-9223372036854775808,d38000000000000000" })
	void integersHaveTheirSmallestForm(long number, String expected) {
		assertThat(hex(number)).isEqualTo(expected);
		assertThat(hex(BigInteger.valueOf(number))).isEqualTo(expected);
		if (number == (int) number) {
			assertThat(hex((int) number)).isEqualTo(expected);
		}
		if (number == (short) number) {
			assertThat(hex((short) number)).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0.1,cb3fb999999999999a", "-3.4028235e38,cbc7efffffe54daff8", "1.4e-45,cb369ff868bf4d956a",
			"16777216,ca4b800000", "0.5,ca3f000000", "-0.0,ca80000000", "NaN,ca7fc00000", "Infinity,ca7f800000" })
	void numbersOf32BitsAreThoseOfTheirDigits(float number, String expected) {
		assertThat(hex(number)).isEqualTo(expected);
		assertThat(hex(new float[] { number })).isEqualTo("91" + expected);
	}

	@Test
	void otherNumbers() {
		assertThat(hex(1.5)).isEqualTo("cb3ff8000000000000");
		assertThat(hex(1.5f)).isEqualTo("ca3fc00000");
		assertThat(hex(Double.NaN)).isEqualTo("cb7ff8000000000000");
		assertThat(hex(Double.NEGATIVE_INFINITY)).isEqualTo("cbfff0000000000000");
		assertThat(hex(new BigInteger("18446744073709551615"))).isEqualTo("cfffffffffffffffff");
		assertThat(hex(new BigInteger("18446744073709551616"))).isEqualTo("cb43f0000000000000");
		assertThat(hex(new BigInteger("-9223372036854775809"))).isEqualTo("cbc3e0000000000000");
		assertThat(hex(new BigDecimal("1.50"))).isEqualTo("cb3ff8000000000000");
		assertThat(hex(new BigDecimal("1e999999999"))).isEqualTo("cb7ff0000000000000");
		assertThat(hex(new double[] { 1.5 })).isEqualTo("91cb3ff8000000000000");
		assertThat(hex(new int[] { 1, 300 })).isEqualTo("9201cd012c");
		assertThat(hex(new long[] { -1 })).isEqualTo("91ff");
		assertThat(write((generator) -> generator.writeNumber("12"))).isEqualTo("0c");
		assertThat(write((generator) -> generator.writeNumber("1.5"))).isEqualTo("cb3ff8000000000000");
	}

	@ParameterizedTest
	@CsvSource({ "0,a0", "1,a178", "31,bf", "32,d920", "255,d9ff", "256,da0100", "65535,daffff", "65536,db00010000" })
	void stringsHaveTheirSmallestHead(int length, String head) {
		String hex = hex("x".repeat(length));
		assertThat(hex).startsWith(head);
		assertThat(hex.length() / 2).isEqualTo(length + ((head.length() == 4 && length == 1) ? 1 : head.length() / 2));
	}

	@ParameterizedTest
	@CsvSource({ "\u20ac,a3e282ac", "\ud83d\ude00,a4f09f9880", "\u00e9,a2c3a9", "'a\"\\b',a461225c62", "?,a13f" })
	void stringsAreUtf8(String text, String expected) {
		assertThat(hex(text)).isEqualTo(expected);
	}

	@Test
	void halfASurrogatePairIsReplaced() {
		assertThat(hex("\ud83d")).isEqualTo("a3efbfbd");
		assertThat(hex("\ude00x\ud83d\ude00?")).isEqualTo("a9efbfbd78f09f98803f");
		assertThat(hex("\ud83dx")).isEqualTo("a4efbfbd78");
		String longer = "y".repeat(40);
		assertThat(hex(longer + "\ud83d" + "?")).isEqualTo("d92c" + "79".repeat(40) + "efbfbd3f");
	}

	@ParameterizedTest
	@CsvSource({ "0,c400", "255,c4ff", "256,c50100", "65536,c600010000" })
	void binaryDataIsInPlace(int length, String head) {
		assertThat(hex(new byte[length])).isEqualTo(head + "00".repeat(length));
		ByteBuffer slice = ByteBuffer.allocate(length + 2).position(1).limit(length + 1).slice();
		assertThat(hex(slice)).isEqualTo(head + "00".repeat(length));
		assertThat(hex(this.json.toTree(new byte[length]))).isEqualTo(head + "00".repeat(length));
		assertThat(write((generator) -> generator.writeBinary(new ByteArrayInputStream(new byte[length]), length)))
			.isEqualTo(head + "00".repeat(length));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 16, 17, 1000, 65_535, 65_536, 70_000 })
	void sizesAreKnownOnlyAtTheEnd(int size) {
		List<Integer> list = Collections.nCopies(size, 1);
		String head = (size < 16) ? "9%x".formatted(size)
				: (size <= 65_535) ? "dc%04x".formatted(size) : "dd%08x".formatted(size);
		String expected = head + "01".repeat(size);
		assertThat(hex(list)).isEqualTo(expected);
		// Without telling before how many there will be, or a wrong number.
		for (int said : new int[] { -1, 0, 5, 100, 100_000 }) {
			assertThat(write((generator) -> {
				if (said < 0) {
					generator.writeStartArray();
				}
				else {
					generator.writeStartArray(null, said);
				}
				list.forEach(generator::writeNumber);
				generator.writeEndArray();
			})).isEqualTo(expected);
		}
	}

	@Test
	void mapsAndNestedContainersMoveWhatIsInThem() {
		Map<String, Object> map = new LinkedHashMap<>();
		IntStream.range(0, 20).forEach((i) -> map.put("key" + i, Collections.nCopies(i, Map.of("n", i))));
		assertThat(hex(map)).startsWith("de0014a46b65793090a46b65793191");
		assertThat(readBack(map)).isEqualTo(this.json.toTree(map));
		// Innermost first: each level grows after the one inside it has.
		Object nested = Collections.nCopies(20, Collections.nCopies(300, "x"));
		assertThat(write((generator) -> {
			generator.writeStartArray();
			for (int i = 0; i < 20; i++) {
				generator.writeStartArray();
				for (int j = 0; j < 300; j++) {
					generator.writeString("x");
				}
				generator.writeEndArray();
			}
			generator.writeEndArray();
		})).isEqualTo(hex(nested));
	}

	@Test
	void valuesAreWhatJsonHas() {
		Instant now = Instant.parse("2026-11-29T12:00:00Z");
		UUID uuid = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
		for (Object value : Arrays.asList("text", 1, 2.5, true, null, now, uuid, new Point(1, 2.5, "p"),
				new Point(1, 2, null), List.of(1, List.of(2)), Map.of("a", Map.of("b", 1)), Map.of(5, "int key"),
				new String[] { "a", null }, Thread.State.NEW, this.json.toTree(Map.of("t", List.of(1, "b", 1.5))),
				new char[] { 'a', 'b' }, Optional.of(7))) {
			assertThat(readBack(value)).isEqualTo(this.json.toTree(value));
		}
	}

	@Test
	void rawJsonIsParsed() {
		assertThat(readBack(new Raw("{\"a\":[1,\"\u20ac\"]}", 2)))
			.hasToString("{\"raw\":{\"a\":[1,\"\u20ac\"]},\"after\":2}");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> hex(new Raw("{", 2)));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> write((generator) -> generator.writeRaw("1")));
	}

	@Test
	void textFromReadersAndBytes() {
		assertThat(write((generator) -> generator.writeString(new StringReader("abc"), -1))).isEqualTo("a3616263");
		assertThat(write((generator) -> generator.writeString(new StringReader("abc"), 2))).isEqualTo("a26162");
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> write((generator) -> generator.writeString(new StringReader("abc"), 4)));
		assertThat(write((generator) -> generator.writeUTF8String(new byte[] { 'x', 'a', 'b' }, 1, 2)))
			.isEqualTo("a26162");
		assertThat(write((generator) -> generator.writeString((String) null))).isEqualTo("c0");
	}

	@Test
	void nestingIsBounded() {
		Object deepest = 1;
		for (int i = 0; i < 101; i++) {
			deepest = List.of(deepest);
		}
		assertThat(hex(deepest)).hasSize(2 * 102);
		Object deeper = List.of(deepest);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> hex(deeper));
		assertThat(hex("next")).isEqualTo("a46e657874");
	}

	@Test
	void serializersThatBreakTheRulesFail() {
		for (Content broken : List.<Content>of((generator) -> generator.writeEndArray(),
				(generator) -> generator.writeEndObject(), (generator) -> generator.writeName("x"),
				(generator) -> generator.writeStartObject().writeNumber(1),
				(generator) -> generator.writeStartObject().writeName("a").writeName("b"),
				(generator) -> generator.writeStartObject().writeName("a").writeEndObject(),
				(generator) -> generator.writeStartArray().writeEndObject(),
				(generator) -> generator.writeStartArray().close())) {
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> write(broken));
		}
		MsgpackGenerator open = this.codec.take();
		open.writeStartArray();
		this.codec.release(open);
		assertThat(this.codec.take()).isNotSameAs(open);
	}

	@Test
	void aGeneratorIsUsedAgainButNotForTwoMessagesAtATime() {
		MsgpackGenerator first = this.codec.take();
		MsgpackGenerator second = this.codec.take();
		assertThat(second).isNotSameAs(first);
		first.writeString("abc");
		this.codec.release(first);
		MsgpackGenerator again = this.codec.take();
		assertThat(again).isSameAs(first);
		assertThat(again.length()).isZero();
		again.close();
		this.codec.release(again);
		assertThat(this.codec.take()).isNotSameAs(first);
	}

	@Test
	void aSerializerMayWriteAnotherMessage() {
		SimpleModule module = new SimpleModule();
		MsgpackCodec[] own = new MsgpackCodec[1];
		module.addSerializer(Point.class, new StdSerializer<>(Point.class) {

			@Override
			public void serialize(Point value, JsonGenerator generator, SerializationContext context) {
				MsgpackGenerator other = own[0].take();
				own[0].write(other, "inner");
				generator.writeString(HexFormat.of().formatHex(other.array(), 0, other.length()));
				own[0].release(other);
			}

		});
		own[0] = new MsgpackCodec(new JsonCodec(JsonMapper.builder().addModule(module).build(), JsonLimits.DEFAULTS),
				100);
		MsgpackGenerator generator = own[0].take();
		own[0].write(generator, List.of(new Point(1, 1, null), "x"));
		assertThat(HexFormat.of().formatHex(generator.array(), 0, generator.length()))
			.isEqualTo("92ac" + HexFormat.of().formatHex("a5696e6e6572".getBytes()) + "a178");
	}

	private interface Content {

		void write(MsgpackGenerator generator);

	}

	private String write(Content content) {
		MsgpackGenerator generator = this.codec.take();
		content.write(generator);
		String hex = HexFormat.of().formatHex(generator.array(), 0, generator.length());
		this.codec.release(generator);
		return hex;
	}

	private String hex(@Nullable Object value) {
		return write((generator) -> this.codec.write(generator, value));
	}

	private JsonNode readBack(@Nullable Object value) {
		byte[] data = HexFormat.of().parseHex(hex(value));
		MsgpackReader reader = this.codec.reader(data);
		reader.skip();
		assertThat(reader.isAtEnd()).isTrue();
		return this.codec.readTree(data, 0);
	}

}
