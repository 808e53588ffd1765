package io.github.socketiospring.server;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JoinRequest}.
 */
class JoinRequestTests {

	private static final int MAX_PARAMETERS = 1_000;

	private final JsonNode auth = JsonMapper.shared().valueToTree(Map.of("token", "t"));

	private JsonNode query(String query) {
		JoinRequest request = JoinRequest.withQuery("/chat?" + query, this.auth);
		assertThat(request.namespace()).isEqualTo("/chat");
		return request.auth();
	}

	@Test
	void logsShowNoCredentials() {
		assertThat(JoinRequest.withQuery("/chat\n?token=secret", MissingNode.getInstance()))
			.hasToString("JoinRequest[/chat?]");
	}

	@Test
	void withoutAQueryThePacketsDataAreTheCredentials() {
		assertThat(JoinRequest.withQuery("/chat", this.auth)).isEqualTo(new JoinRequest("/chat", this.auth));
		assertThat(JoinRequest.withQuery("/", MissingNode.getInstance()).auth().isMissingNode()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			none                    | {}
			&                       | {}
			&&&                     | {}
			token=abc               | {"token":"abc"}
			a=1&b=2                 | {"a":"1","b":"2"}
			&a=1&&b=2&              | {"a":"1","b":"2"}
			a                       | {"a":""}
			a=                      | {"a":""}
			=a                      | {"":"a"}
			=                       | {"":""}
			a=b=c                   | {"a":"b=c"}
			a=?b                    | {"a":"?b"}
			a=/b?c=d                | {"a":"/b?c=d"}
			""")
	void queriesAreTakenApart(String query, String expected) {
		assertThat(query((query != null) ? query : "")).hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=b%20c+d       | {"a":"b c d"}
			a%3Db=%26%3d    | {"a=b":"&="}
			a=%C3%A4        | {"a":"ä"}
			a=ä%F0%9F%98%80 | {"a":"ä😀"}
			a=1%2C2         | {"a":"1,2"}
			a=%22           | {"a":"\\""}
			a=%00           | {"a":"\\u0000"}
			""")
	void escapesAreRead(String query, String expected) {
		assertThat(query(query)).hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=%        | {"a":"%"}
			a=%4       | {"a":"%4"}
			a=%zz      | {"a":"%zz"}
			a=%-1      | {"a":"%-1"}
			%zz=%41    | {"%zz":"A"}
			a=100%&b=1 | {"a":"100%","b":"1"}
			""")
	void badEscapesAreLeftAsTheyCame(String query, String expected) {
		assertThat(query(query)).hasToString(expected);
	}

	@Test
	void escapedBytesThatAreNoTextAreReplaced() {
		assertThat(query("a=%FF").path("a").asString()).isEqualTo("\ufffd");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=1&a=2          | {"a":["1","2"]}
			a=1&b=2&a=3&a=4  | {"a":["1","3","4"],"b":"2"}
			a&a              | {"a":["",""]}
			a=1&%61=2        | {"a":["1","2"]}
			__proto__=1      | {"__proto__":"1"}
			""")
	void repeatedParametersHaveAnArrayOfValues(String query, String expected) {
		assertThat(query(query)).hasToString(expected);
	}

	@Test
	void parametersBeyondTheLimitAreIgnored() {
		JsonNode values = query("a=1&".repeat(MAX_PARAMETERS - 1) + "last=1&more=1&a=2").path("a");
		assertThat(values.size()).isEqualTo(MAX_PARAMETERS - 1);
		JsonNode parameters = query("a=1&".repeat(MAX_PARAMETERS - 1) + "last=1&more=1&a=2");
		assertThat(parameters.propertyNames()).containsExactly("a", "last");
		assertThat(parameters.path("last").asString()).isEqualTo("1");
	}

}
