package io.github.socketiospring.transport.flash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FlashPolicy}.
 */
class FlashPolicyTests {

	@Test
	void namesEveryDomain() {
		FlashPolicy policy = FlashPolicy.of(List.of("example.org", "*.example.com"), List.of("80", "8000-8099"));

		assertThat(policy).hasToString("""
				<?xml version="1.0"?>
				<!DOCTYPE cross-domain-policy SYSTEM "http://www.macromedia.com/xml/dtds/cross-domain-policy.dtd">
				<cross-domain-policy>
				  <allow-access-from domain="example.org" to-ports="80,8000-8099"/>
				  <allow-access-from domain="*.example.com" to-ports="80,8000-8099"/>
				</cross-domain-policy>
				""");
	}

	@Test
	void escapesDomains() {
		assertThat(FlashPolicy.of(List.of("a\"b<c>&d'"), List.of("*")).toString())
			.contains("domain=\"a&quot;b&lt;c&gt;&amp;d&apos;\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "https://example.org", "example.org:80", "a\u0000", "a\u0085", "a\uffff" })
	void refusesDomainsThatAreNone(String domain) {
		assertThatIllegalArgumentException().isThrownBy(() -> FlashPolicy.of(List.of(domain), List.of("*")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "65535", "*", "1-65535", "7-7" })
	void acceptsPorts(String ports) {
		assertThat(FlashPolicy.of(List.of("*"), List.of(ports)).toString()).contains("to-ports=\"" + ports + '"');
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "65536", "99999", "123456", "-1", "2-1", "1-", "http", "80,81", "\u0661" })
	void refusesPortsThatAreNone(String ports) {
		assertThatIllegalArgumentException().isThrownBy(() -> FlashPolicy.of(List.of("*"), List.of(ports)))
			.withMessageContaining("between 1 and 65535");
	}

	@Test
	void refusesNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> FlashPolicy.of(List.of(), List.of("*")))
			.withMessageContaining("at least one domain");
		assertThatIllegalArgumentException().isThrownBy(() -> FlashPolicy.of(List.of("*"), List.of()))
			.withMessageContaining("at least one port");
	}

	@Test
	void takesDocumentsAsTheyAre() {
		String xml = "<?xml version='1.0'?><!-- \u00fc --><cross-domain-policy><site-control/></cross-domain-policy>";

		assertThat(parse(xml)).hasToString(xml);
		assertThat(parse(xml).answer().toString(StandardCharsets.UTF_8)).isEqualTo(xml + '\0');
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text", "<cross-domain-policy>", "<cross-domain-policy/><a/>",
			"<cross-domain-policy a=b/>", "<cross-domain-policy>&x;</cross-domain-policy>" })
	void refusesDocumentsThatAreNotWellFormed(String xml) {
		assertThatIllegalArgumentException().isThrownBy(() -> parse(xml)).withMessageContaining("not well-formed");
	}

	@Test
	void refusesOtherDocuments() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("<html/>"))
			.withMessageContaining("root element is not cross-domain-policy");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FlashPolicy.parse("<cross-domain-policy/>".getBytes(StandardCharsets.UTF_16)))
			.withMessageContaining("UTF-8");
	}

	@Test
	void loadsNothingElse(@TempDir Path directory) throws IOException {
		Path secret = Files.writeString(directory.resolve("secret"), "secret <");
		try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String url = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x";
			elsewhere.setSoTimeout(1);

			parse("<!DOCTYPE cross-domain-policy SYSTEM '" + url + "'><cross-domain-policy/>");
			parse("<!DOCTYPE cross-domain-policy [<!ENTITY % x SYSTEM '" + url + "'> %x;]><cross-domain-policy/>");
			parse("<!DOCTYPE cross-domain-policy [<!ENTITY x SYSTEM '" + secret.toUri()
					+ "'>]><cross-domain-policy>&x;</cross-domain-policy>");

			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(elsewhere::accept);
		}
	}

	@Test
	void refusesEntitiesThatExplode() {
		StringBuilder xml = new StringBuilder("<!DOCTYPE cross-domain-policy [<!ENTITY e0 'ha'>");
		for (int i = 1; i <= 20; i++) {
			xml.append("<!ENTITY e" + i + " '" + ("&e" + (i - 1) + ";").repeat(10) + "'>");
		}

		assertThatIllegalArgumentException()
			.isThrownBy(() -> parse(xml + "]><cross-domain-policy>&e20;</cross-domain-policy>"));
	}

	private static FlashPolicy parse(String xml) {
		return FlashPolicy.parse(xml.getBytes(StandardCharsets.UTF_8));
	}

}
