package io.github.socketiospring.e2e;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code samples/kotlin}, with a client of each generation. What they try is in
 * {@code src/test/node/kotlin-sample.mjs}.
 */
class KotlinSampleTests {

	@Test
	void handsAreShown() throws Exception {
		try (ApplicationProcess sample = ApplicationProcess.startSample("kotlin", "PollApplicationKt")) {
			assertThat(NodeScript.run("kotlin-sample.mjs", sample.awaitAddress())).endsWith("all steps passed\n");
		}
	}

}
