package io.github.socketiospring.admin;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Excerpt}.
 */
class ExcerptTests {

	private static String shown(String json) {
		return JsonMapper.shared().writeValueAsString(Excerpt.of(JsonMapper.shared().readTree(json)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":[1,2.5,true,null,{\"b\":\"c\"}],\"\":{}}", "[[[[\"deep\"]]]]", "\"text\"", "17" })
	void whatIsSmallIsShownAsItIs(String json) {
		assertThat(shown(json)).isEqualTo(json);
	}

	@Test
	void manyValuesAreCut() {
		String numbers = shown("[" + "1,".repeat(100_000) + "1]");
		assertThat(numbers).hasSizeLessThan(Excerpt.MAX_LENGTH).endsWith(",\"[not shown: too much]\"]");
		String texts = shown("[" + ("\"" + "x".repeat(900) + "\",").repeat(1000) + "1]");
		assertThat(texts).hasSizeLessThan(Excerpt.MAX_LENGTH + 1000).contains("[not shown: too much]");
	}

	@Test
	void manyMembersAndDeepOnesAreCut() {
		StringBuilder members = new StringBuilder("{");
		for (int i = 0; i < 10_000; i++) {
			members.append("\"member").append(i).append("\":").append(i).append(',');
		}
		assertThat(shown(members.append("\"z\":1}").toString())).hasSizeLessThan(2 * Excerpt.MAX_LENGTH)
			.endsWith("\"…\":\"[not shown: too much]\"}");
		assertThat(shown("[".repeat(200) + "]".repeat(200)))
			.isEqualTo("[".repeat(10) + "\"[not shown: too much]\"" + "]".repeat(10));
	}

	@Test
	void longTextIsCutBetweenCharacters() {
		String text = "x".repeat(Excerpt.MAX_STRING - 1) + "😀";
		assertThat(Excerpt.of(JsonMapper.shared().valueToTree(Map.of("a", text))))
			.isEqualTo(Map.of("a", "x".repeat(Excerpt.MAX_STRING - 1) + "… [1001 characters]"));
	}

}
