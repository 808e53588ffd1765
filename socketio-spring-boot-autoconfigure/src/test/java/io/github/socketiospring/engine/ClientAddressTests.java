package io.github.socketiospring.engine;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What limits of an address go by.
 */
class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "::ffff:192.0.2.1, 192.0.2.1", "2001:db8::1, 20:01:0d:b8:00:00:00:00/64",
			"2001:db8::ffff:2, 20:01:0d:b8:00:00:00:00/64", "[2001:db8::1], 20:01:0d:b8:00:00:00:00/64",
			"2001:db8::1%eth0, 20:01:0d:b8:00:00:00:00/64", "unknown, unknown", "_hidden, _hidden" })
	void whatAHeaderSays(String text, String expected) {
		assertThat(ClientAddress.of(InetSocketAddress.createUnresolved(text, 0))).isEqualTo(expected);
	}

	@Test
	void anAddressIsTheSameWhoeverTellsIt() {
		assertThat(ClientAddress.of(new InetSocketAddress("127.0.0.1", 1)))
			.isEqualTo(ClientAddress.of(InetSocketAddress.createUnresolved("127.0.0.1", 2)));
	}

	@Test
	void ofLongTextsTheBeginningCounts() {
		assertThat(ClientAddress.of(InetSocketAddress.createUnresolved("x".repeat(5000), 0))).isEqualTo("x".repeat(64));
	}

}
