package io.github.socketiospring.adapter.redis;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Redis tells of a connection.
 */
class ClientEntryTests {

	@Test
	void hasANumberAndAnAddress() {
		assertThat(ClientEntry
			.parse("id=3 addr=127.0.0.1:60188 laddr=127.0.0.1:6379 fd=8 name= age=0 idle=0 flags=N db=0 sub=0\n"))
			.isEqualTo(new ClientEntry(3, "127.0.0.1:60188"));
		assertThat(ClientEntry.parse("id=123456789012345678 addr=[::1]:60188 laddr=[::1]:6379"))
			.isEqualTo(new ClientEntry(123_456_789_012_345_678L, "[::1]:60188"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "OK", "id= addr= x", "id=-1 addr=a x", "id=9999999999999999999 addr=a x",
			"addr=127.0.0.1:1 id=3 x", "id=3" })
	void whatIsNoneIsLeftAlone(String info) {
		assertThat(ClientEntry.parse(info)).isNull();
	}

}
