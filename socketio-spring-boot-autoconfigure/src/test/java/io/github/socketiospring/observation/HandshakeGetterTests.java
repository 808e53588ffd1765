package io.github.socketiospring.observation;

import io.github.socketiospring.Handshake;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link HandshakeGetter}.
 */
class HandshakeGetterTests {

	private final HandshakeGetter getter = new HandshakeGetter();

	private final HttpHeaders headers = new HttpHeaders();

	private Handshake handshake(JsonNode auth) {
		Handshake handshake = mock();
		given(handshake.auth()).willReturn(auth);
		given(handshake.headers()).willReturn(this.headers);
		return handshake;
	}

	private Handshake handshake(String auth) {
		return handshake(JsonMapper.shared().readTree(auth));
	}

	@Test
	void authGoesBeforeHeaders() {
		this.headers.add("traceparent", "of headers");
		assertThat(this.getter.get(handshake("{\"traceparent\":\"of auth\"}"), "traceparent")).isEqualTo("of auth");
	}

	@Test
	void headersAreForWhatAuthLacks() {
		this.headers.add("TraceParent", "of headers");
		this.headers.add("baggage", "a=1");
		this.headers.add("baggage", "b=2");
		for (Handshake handshake : new Handshake[] { handshake("{\"token\":\"x\"}"), handshake("\"token\""),
				handshake("[1]"), handshake("{\"traceparent\":7}"), handshake(MissingNode.getInstance()) }) {
			assertThat(this.getter.get(handshake, "traceparent")).isEqualTo("of headers");
			assertThat(this.getter.getAll(handshake, "baggage")).containsExactly("a=1", "b=2");
			assertThat(this.getter.get(handshake, "b3")).isNull();
			assertThat(this.getter.getAll(handshake, "b3")).isEmpty();
		}
	}

	@Test
	void aStateIsNotThatOfAnotherParent() {
		this.headers.add("traceparent", "of headers");
		this.headers.add("tracestate", "a=1");
		assertThat(this.getter.get(handshake("{\"traceparent\":\"of auth\"}"), "tracestate")).isNull();
		assertThat(this.getter.get(handshake("{\"traceparent\":\"of auth\",\"tracestate\":\"b=2\"}"), "tracestate"))
			.isEqualTo("b=2");
		assertThat(this.getter.get(handshake("{}"), "tracestate")).isEqualTo("a=1");
	}

	@Test
	void whatIsTooLongIsNotThere() {
		String longest = "x".repeat(8192);
		assertThat(this.getter.get(handshake("{\"baggage\":\"" + longest + "\"}"), "baggage")).isEqualTo(longest);
		assertThat(this.getter.get(handshake("{\"baggage\":\"" + longest + "x\"}"), "baggage")).isNull();
		this.headers.add("baggage", longest + "x");
		assertThat(this.getter.get(handshake("{}"), "baggage")).isNull();
	}

}
