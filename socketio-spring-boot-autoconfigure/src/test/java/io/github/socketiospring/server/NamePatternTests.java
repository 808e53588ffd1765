package io.github.socketiospring.server;

import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Names with variables, and regular expressions for names.
 */
class NamePatternTests {

	private static Map<String, String> match(String pattern, String name) {
		return NamePattern.parse(pattern).match(name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/tenant-{id}        | /tenant-7          | {id=7}
			/tenant-{id}        | /tenant-a-b c      | {id=a-b c}
			/tenant-{id}        | /tenant-{id}       | {id={id}}
			/{a}-{b}            | /x-y-z             | {a=x, b=y-z}
			/{a}-{b}            | /-x-y              | {a=-x, b=y}
			/x{a}b{b}b          | /x1b2b3b           | {a=1, b=2b3}
			/{tenant}/room/{id} | /acme/room/9       | {id=9, tenant=acme}
			/{name}             | /anything          | {name=anything}
			/t/{id:[0-9]{1,3}}  | /t/123             | {id=123}
			/t/{p:[a/]+c}/x     | /t/ac/x            | {p=ac}
			/{ä}                | /ö€                | {ä=ö€}
			""")
	void variablesAreTaken(String pattern, String name, String expected) {
		assertThat(match(pattern, name)).isNotNull().hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/tenant-{id}       | /tenant-
			/tenant-{id}       | /Tenant-7
			/tenant-{id}       | //tenant-7
			/tenant-{id}       | /tenant-7/
			/tenant-{id}       | /tenant-7/x
			/tenant-{id}       | /tenant-/7
			/tenant-{id}       | tenant-7
			/tenant-{id}       | /
			/tenant-{id}       | /x/tenant-7
			/{a}-{b}           | /-b
			/{a}-{b}           | /a-
			/{a}-{b}           | /--
			/{a}bb             | /abb/
			/{a}abc            | /abc
			/{a}aa{b}aa        | /xaaaa
			/{a}/{b}           | /a//b
			/{a}/{b}           | //b
			/t/{id:[0-9]{1,3}} | /t/1234
			/t/{id:[0-9]{1,3}} | /t/12x
			/t/{id:[0-9]{1,3}} | /t/x12
			""")
	void otherNamesDoNotMatch(String pattern, String name) {
		assertThat(match(pattern, name)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/tenant-{id    | is not closed
			/tenant-}{id}  | has not opened
			/{a}{b}        | nothing separates {a} from the next
			/{a}/{a}       | two variables {a}
			/{}            | no name for a variable
			/{a b}         | no name for a variable
			/{:x}          | no name for a variable
			/{a:[}         | is not closed
			/{a:(}         | regular expression of {a}
			""")
	void whatCannotWorkIsRefusedWithAdvice(String pattern, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.parse(pattern.strip()))
			.withMessageContaining(pattern.strip())
			.withMessageContaining(message.equals("is not closed") ? "" : message)
			.withMessageContaining("/tenant-{id}");
	}

	@Test
	void hostileNamesTakeLinearTime() {
		NamePattern pattern = NamePattern.parse("/{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}-x");
		for (int i = 0; i < 1_000; i++) {
			assertThat(pattern.match("/" + "-".repeat(100_000))).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/a{x},/a{y},true", "/a{x},/b{x},false", "/a{x:1},/a{y:1},true", "/a{x:1},/a{x},false",
			"/{x},/{x}/{y},false" })
	void theNamesOfVariablesMakeNoDifference(String one, String other, boolean same) {
		assertThat(NamePattern.parse(one).isSameAs(NamePattern.parse(other))).isEqualTo(same);
	}

	@Test
	void namedGroupsAreVariables() {
		NameRule rule = new NameRule.Expression(Pattern.compile("/(?<kind>a|b)-(?<no>\\d+)(-(?<more>.+))?"));
		assertThat(rule.variables()).containsExactlyInAnyOrder("kind", "no", "more");
		assertThat(rule.match("/a-12")).isEqualTo(Map.of("kind", "a", "no", "12"));
		assertThat(rule.match("/a-12-x/y")).isEqualTo(Map.of("kind", "a", "no", "12", "more", "x/y"));
		assertThat(rule.match("/a-12x")).isNull();
		assertThat(rule.match("/c-12")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\Q(?<no>\\E", "\\(\\?<no>", "[(?<no>]" })
	void whatOnlyLooksLikeAGroupIsNone(String expression) {
		assertThat(new NameRule.Expression(Pattern.compile(expression)).variables()).isEmpty();
	}

	@Test
	void flagsOfExpressionsArePreserved() {
		assertThat(new NameRule.Expression(Pattern.compile("/(?<no>a) # comment", Pattern.COMMENTS)).variables())
			.containsExactly("no");
		assertThat(new NameRule.Expression(Pattern.compile("/(?<no>a)", Pattern.LITERAL)).variables()).isEmpty();
		assertThat(new NameRule.Expression(Pattern.compile("/(?<no>a)", Pattern.CASE_INSENSITIVE)).match("/A"))
			.containsEntry("no", "A");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "/tenant-7", "/ö €", "/a//b", "/.", "/𝄞", "/a,b", "/a|b;c=d" })
	void ordinaryNamesMayBeChosen(String name) {
		assertThat(ChosenName.isPossible(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "a", "*", "/*", "/a*", "/{id}", "/a}", "/a?b=c", "/a#b", "/[a]", "/a\\b",
			"/a\u0000", "/a\n", "/a\r\nb", "/\u001b[31m", "/a\u007f", "/a\u0085", "/\u2028", "/\u202e", "/\u200b",
			"/\ufffd", "/\ud800", "/\ue000" })
	void dangerousNamesMayNotBeChosen(String name) {
		assertThat(ChosenName.isPossible(name)).isFalse();
	}

}
