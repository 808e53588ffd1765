package io.github.socketiospring.server.recovery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecoveryCredentials}.
 */
class RecoveryCredentialsTests {

	private static final String ID = "abcdefghij-_ABCDE012";

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	@Test
	void areTakenOutOfTheApplicationsOwn() {
		RecoveryCredentials credentials = RecoveryCredentials.of(json("{'pid':'" + ID + "','offset':'o','token':'t'}"));
		assertThat(credentials).isEqualTo(new RecoveryCredentials(ID, "o", json("{'token':'t'}")));
		assertThat(credentials).asString().doesNotContain(ID).doesNotContain("token");
	}

	@Test
	void nothingElseMayBeThere() {
		assertThat(RecoveryCredentials.of(json("{'pid':'" + ID + "','offset':'o'}")))
			.isEqualTo(new RecoveryCredentials(ID, "o", MissingNode.getInstance()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",'offset':null", ",'offset':1", ",'offset':['o']", ",'offset':{'o':'o'}" })
	void withoutAnOffsetNothingWasReceived(String offset) {
		assertThat(RecoveryCredentials.of(json("{'pid':'" + ID + "'" + offset + "}")))
			.isEqualTo(new RecoveryCredentials(ID, null, MissingNode.getInstance()));
	}

	@Test
	void offsetsAreNotLong() {
		assertThat(RecoveryCredentials.of(json("{'pid':'" + ID + "','offset':'" + "x".repeat(101) + "'}")))
			.isEqualTo(new RecoveryCredentials(ID, null, MissingNode.getInstance()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "[]", "'abcdefghij-_ABCDE012'", "{}", "{'pid':null}", "{'pid':1}",
			"{'pid':''}", "{'pid':'short'}", "{'pid':'abcdefghij-_ABCDE0123'}", "{'pid':'abcdefghij-_ABCDE01/'}",
			"{'pid':['abcdefghij-_ABCDE012']}", "{'PID':'abcdefghij-_ABCDE012'}",
			"{'auth':{'pid':'abcdefghij-_ABCDE012'}}" })
	void whatNoServerGivesIsTheApplicationsOwn(String data) {
		JsonNode given = json(data);
		assertThat(RecoveryCredentials.of(given)).isNull();
		assertThat(given).isEqualTo(json(data));
	}

	@Test
	void thereMayBeNoData() {
		assertThat(RecoveryCredentials.of(MissingNode.getInstance())).isNull();
	}

}
