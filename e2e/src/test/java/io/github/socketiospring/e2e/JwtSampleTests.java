package io.github.socketiospring.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code samples/jwt}, with a client that has {@code auth} and one that has not. What
 * they try is in {@code src/test/node/jwt-sample.mjs}.
 */
class JwtSampleTests {

	private static ApplicationProcess sample;

	private static String address;

	@BeforeAll
	static void start() throws Exception {
		sample = ApplicationProcess.startSample("jwt", "JwtApplication");
		address = sample.awaitAddress();
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket.io-client", "socket.io-client-2" })
	void tokensDecideWhoMayDoWhat(String client) throws Exception {
		assertThat(NodeScript.run("jwt-sample.mjs", client, address)).endsWith("all steps passed\n");
	}

}
