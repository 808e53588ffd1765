package io.github.socketiospring.codec.msgpack;

import java.util.Arrays;
import java.util.HexFormat;

import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.testkit.Msgpack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MsgpackReader}.
 */
class MsgpackReaderTests {

	private static final MsgpackLimits LIMITS = new MsgpackLimits(5, 20);

	@ParameterizedTest
	@ValueSource(strings = { "00", "7f", "ff", "e0", "c0", "c2", "c3", "cc80", "cdffff", "ceffffffff",
			"cfffffffffffffffff", "d080", "d18000", "d280000000", "d38000000000000000", "ca3fc00000",
			"cb7ff8000000000000", "cb7ff0000000000000", "a0", "a161", "d900", "da0000", "db00000000", "a3e282ac",
			"a4f09f9880", "a47f7f7f7f", "c400", "c5000101", "c60000000101", "c70000", "c8000100ff", "c900000000 00",
			"d40000", "d400ff", "d5000102", "d60001020304", "d700ffffffffffffffff",
			"d8000102030405060708090a0b0c0d0e0f10", "d6ff00000000", "d7ff0000000000000000", "d7ffee6b27fc00000000",
			"c70cff3b9ac9ff0000000000000000", "90", "91c0", "dc0000", "dd00000000", "dc0001c0", "80", "8100c0",
			"81a161c0", "de0000", "df00000000", "82a0c0a0c0", "81ffc0", "919391909090", "9291c080" })
	void skipsWhatIsValid(String hex) {
		MsgpackReader reader = reader(hex);
		reader.skip();
		assertThat(reader.isAtEnd()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "'',truncated", "c1,unexpected byte", "91c1,unexpected byte", "cc,truncated", "cd00,truncated",
			"ce000000,truncated", "cf00000000000000,truncated", "d0,truncated", "d100,truncated", "d2000000,truncated",
			"d300000000000000,truncated", "ca000000,truncated", "cb00000000000000,truncated", "a1,truncated",
			"d9,truncated", "d901,truncated", "da00,truncated", "da0001,truncated", "db000000,truncated",
			"dbffffffff,truncated", "db7fffffff61,truncated", "c4,truncated", "c401,truncated", "c5ffff,truncated",
			"c6ffffffff,truncated", "c67fffffff,truncated", "c7,truncated", "c700,truncated", "c701 00,truncated",
			"c8ffff00,truncated", "c9ffffffff00,truncated", "c97fffffff 00 00,truncated", "d4,truncated",
			"d400,truncated", "d7000000,truncated", "d800,truncated", "91,truncated", "dc,truncated",
			"dc0001,truncated", "ddffffffff,truncated", "dd7fffffffc0,truncated", "81,truncated", "81a0,truncated",
			"81c0,truncated", "81c0c0,map key", "8190c0,map key", "81c2c0,map key", "81cb0000000000000000c0,map key",
			"81c400c0,map key", "81d40000c0,map key", "de0001,truncated", "dfffffffff,truncated",
			"df80000000,truncated", "df7fffffffa0c0,truncated", "a1ff,invalid UTF-8", "a180,invalid UTF-8",
			"a2c0af,invalid UTF-8", "a3eda080,invalid UTF-8", "a4f4908080,invalid UTF-8", "a2e282,invalid UTF-8",
			"81a1ffc0,invalid UTF-8", "d40100,unknown extension", "d4ff00,unknown extension",
			"d5ff0000,unknown extension", "d47f00,unknown extension", "d48000,unknown extension",
			"c70005,unknown extension", "c708ffee6b280000000000,invalid time", "d7ffee6b280000000000,invalid time",
			"c70cff3b9aca000000000000000000,invalid time", "c70cff00000000 7fffffffffffffff,invalid time",
			"c70cff00000000 8000000000000000,invalid time", "919191919190,nested deeper",
			"81a081a081a081a081a080,nested deeper" })
	void refusesWhatIsNot(String hex, String reason) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader(hex).skip())
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@Test
	void skipsOneValueOnly() {
		MsgpackReader reader = reader("9301a16180 02");
		reader.skip();
		assertThat(reader.position()).isEqualTo(5);
		assertThat(reader.readUnsigned(2)).isEqualTo(2);
		assertThat(reader.isAtEnd()).isTrue();
	}

	@Test
	void boundsAreExact() {
		reader("9191919190").skip();
		reader("9f 90909090909090 80808080 80808080").skip();
		byte[] containers = new byte[22];
		Arrays.fill(containers, (byte) 0x90);
		containers[0] = (byte) 0xDC;
		containers[1] = 0;
		containers[2] = 19;
		new MsgpackReader(containers, 0, containers.length, LIMITS).skip();
		byte[] more = Arrays.copyOf(containers, 23);
		more[2] = 20;
		more[22] = (byte) 0x80;
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> new MsgpackReader(more, 0, more.length, LIMITS).skip())
			.withMessageContaining("more than 20 arrays and maps");
	}

	@Test
	void deepNestingCostsNoStack() {
		byte[] deep = new byte[1_000_000];
		Arrays.fill(deep, (byte) 0x91);
		MsgpackLimits limits = new MsgpackLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> new MsgpackReader(deep, 0, deep.length, limits).skip())
			.withMessage("truncated");
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> new MsgpackReader(deep, 0, deep.length, MsgpackLimits.DEFAULTS).skip())
			.withMessage("nested deeper than 100 levels");
		deep[deep.length - 1] = (byte) 0xC0;
		MsgpackReader reader = new MsgpackReader(deep, 0, deep.length, limits);
		reader.skip();
		assertThat(reader.isAtEnd()).isTrue();
	}

	@Test
	void readsTheHeadOfAMap() {
		MsgpackReader reader = reader("82 a161 01 a162 c0");
		assertThat(reader.isMap()).isTrue();
		assertThat(reader.readMapHead()).isEqualTo(2);
		assertThat(reader.isString()).isTrue();
		assertThat(reader.readString()).isEqualTo("a");
		assertThat(reader.readUnsigned(1)).isEqualTo(1);
		assertThat(reader.readString()).isEqualTo("b");
		assertThat(reader.isNil()).isTrue();
		assertThat(reader.isUndefined()).isFalse();
		assertThat(reader("de0002a161c0a162c0").readMapHead()).isEqualTo(2);
		assertThat(reader("80").readMapHead()).isZero();
		for (String other : new String[] { "", "90", "c0", "de00ff", "dfffffffff" }) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader(other).readMapHead());
		}
	}

	@ParameterizedTest
	@CsvSource({ "00,0", "64,100", "cc64,100", "cd0064,100", "ce00000064,100", "cf0000000000000064,100", "d064,100",
			"d10064,100", "d200000064,100", "d30000000000000064,100", "cb4059000000000000,100", "ca42c80000,100",
			"cb0000000000000000,0", "cb8000000000000000,0" })
	void readsIntegersInEveryForm(String hex, long expected) {
		assertThat(reader(hex).readUnsigned(100)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "65", "ff", "cfffffffffffffffff", "d3ffffffffffffffff", "cb3fe0000000000000",
			"cb7ff8000000000000", "cb7ff0000000000000", "cbbff0000000000000", "cb7fefffffffffffff", "a130", "c0", "90",
			"80", "d40000", "cc", "c3" })
	void refusesOtherNumbers(String hex) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader(hex).readUnsigned(100));
	}

	@Test
	void readsStrings() {
		assertThat(reader("a3e282ac").readString()).isEqualTo("\u20ac");
		assertThat(reader("d903e282ac").readString()).isEqualTo("\u20ac");
		for (String other : new String[] { "c403e282ac", "dbffffffff", "a1ff", "", "05" }) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader(other).readString());
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader(other).readName());
		}
	}

	@Test
	void readsNamesInEveryForm() {
		byte[][] names = { { 'a' }, { 'a', 'b' }, {} };
		for (String a : new String[] { "a161", "d90161", "da000161", "db0000000161" }) {
			assertThat(reader(a).readName(names)).isZero();
		}
		assertThat(reader("a26162").readName(names)).isEqualTo(1);
		assertThat(reader("a0").readName(names)).isEqualTo(2);
		MsgpackReader reader = reader("a361626300");
		assertThat(reader.readName(names)).isEqualTo(-1);
		assertThat(reader.position()).isEqualTo(4);
	}

	@Test
	void readsTheHeadOfAnArray() {
		for (String head : new String[] { "92", "dc0002", "dd00000002" }) {
			MsgpackReader reader = reader(head + "c0a161");
			assertThat(reader.readArrayHead()).isEqualTo(2);
			reader.skip();
			assertThat(reader.readString()).isEqualTo("a");
			assertThat(reader.isAtEnd()).isTrue();
		}
		for (String none : new String[] { "", "81c0c0", "c0", "dc00", "93c0c0", "ddffffffff" }) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader(none).readArrayHead());
		}
	}

	@Test
	void tellsNumbersAndTruthFromAllElse() {
		for (String number : new String[] { "00", "7f", "ff", "ccff", "d3ffffffffffffffff", "ca00000000", "cb" }) {
			assertThat(reader(number).isNumber()).isTrue();
			assertThat(reader(number).isBoolean()).isFalse();
		}
		for (String other : new String[] { "", "c0", "c4", "d4", "a0", "80", "90" }) {
			assertThat(reader(other).isNumber()).isFalse();
			assertThat(reader(other).isBoolean()).isFalse();
		}
		assertThat(reader("c2").isBoolean()).isTrue();
		assertThat(reader("c3").isBoolean()).isTrue();
		assertThat(reader("c3").isNumber()).isFalse();
	}

	@Test
	void countsBinaryValues() {
		MsgpackReader reader = reader("94c40101c70000d40000d6ff00000000c400");
		reader.skip();
		assertThat(reader.binaries()).isEqualTo(2);
		reader.skip();
		assertThat(reader.binaries()).isEqualTo(3);
	}

	@Test
	void aCallerMayWantLessDepth() {
		reader("9190").skip(2);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> reader("919190").skip(2))
			.withMessageContaining("nested deeper than 2");
		reader("9191919191919190").skip(8);
	}

	@Test
	void staysWithinItsPart() {
		byte[] data = Msgpack.bytes("abc");
		MsgpackReader reader = new MsgpackReader(data, 0, data.length - 1, LIMITS);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(reader::skip).withMessage("truncated");
	}

	private static MsgpackReader reader(String hex) {
		byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
		return new MsgpackReader(data, 0, data.length, LIMITS);
	}

}
