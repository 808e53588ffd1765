package io.github.socketiospring.transport.websocket;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is agreed on for permessage-deflate, offer by offer.
 */
class DeflateAgreementTests {

	private static Map<String, @Nullable String> parse(String offer) {
		Map<String, @Nullable String> parameters = new LinkedHashMap<>();
		for (String parameter : offer.split(";")) {
			String[] parts = parameter.trim().split("=");
			if (!parts[0].isEmpty()) {
				parameters.put(parts[0], (parts.length > 1) ? parts[1] : null);
			}
		}
		return parameters;
	}

	private static String agree(String offer, DeflateOptions options, boolean smallWindows) {
		DeflateAgreement agreement = DeflateAgreement.of(parse(offer), options, smallWindows);
		if (agreement == null) {
			return "declined";
		}
		StringBuilder text = new StringBuilder();
		agreement.parameters()
			.forEach((key, value) -> text.append(text.isEmpty() ? "" : "; ")
				.append(key)
				.append((value != null) ? "=" + value : ""));
		return text.toString();
	}

	private static DeflateOptions options(String text) {
		String[] parts = text.split(" ");
		return new DeflateOptions(1024, 6, parts[0].contains("s"), parts[0].contains("c"), Integer.parseInt(parts[1]),
				Integer.parseInt(parts[2]));
	}

	/** The answers of ws 8 to the same offers with the same options. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					''                                              | . 15 15  | ''
					client_max_window_bits                          | . 15 15  | ''
					client_max_window_bits=10                       | . 15 15  | client_max_window_bits=10
					server_max_window_bits=15                       | . 15 15  | server_max_window_bits=15
					server_max_window_bits=10                       | . 15 15  | server_max_window_bits=10
					server_no_context_takeover                      | . 15 15  | server_no_context_takeover
					client_no_context_takeover                      | . 15 15  | client_no_context_takeover
					''                                              | s 15 15  | server_no_context_takeover
					''                                              | c 15 15  | client_no_context_takeover
					''                                              | sc 15 15 | server_no_context_takeover; client_no_context_takeover
					''                                              | . 11 15  | server_max_window_bits=11
					server_max_window_bits=13                       | . 11 15  | server_max_window_bits=11
					client_max_window_bits                          | . 15 11  | client_max_window_bits=11
					client_max_window_bits=15                       | . 15 11  | client_max_window_bits=11
					''                                              | . 15 11  | declined
					server_max_window_bits=12                       | . 15 11  | declined
					server_no_context_takeover; client_max_window_bits | sc 9 9 | server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9
					""")
	void agreesAsTheReferenceDoes(String offer, String options, String answer) {
		assertThat(agree(offer, options(options), true)).isEqualTo(answer);
	}

	/** Where the reference declines, or breaks RFC 7692: "smaller or equal". */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			server_max_window_bits=10 | . 12 15 | server_max_window_bits=10
			client_max_window_bits=9  | . 15 12 | client_max_window_bits=9
			client_max_window_bits=8  | . 15 15 | client_max_window_bits=8
			""")
	void takesTheSmallerWindow(String offer, String options, String answer) {
		assertThat(agree(offer, options(options), true)).isEqualTo(answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "server_max_window_bits", "server_max_window_bits=16", "server_max_window_bits=7",
			"server_max_window_bits=8", "server_max_window_bits=010", "server_max_window_bits=x",
			"server_max_window_bits=-9", "server_max_window_bits=99999999999", "client_max_window_bits=16",
			"client_max_window_bits=7", "client_max_window_bits=0", "client_max_window_bits=x",
			"server_no_context_takeover=1", "client_no_context_takeover=true", "unknown", "unknown=1" })
	void whatIsNoOfferIsDeclined(String offer) {
		assertThat(agree(offer, DeflateOptions.DEFAULTS, true)).isEqualTo("declined");
	}

	@Test
	void withoutSmallWindowsOnlyTheLargestIsTaken() {
		assertThat(agree("server_max_window_bits=14", DeflateOptions.DEFAULTS, false)).isEqualTo("declined");
		assertThat(agree("server_max_window_bits=15", DeflateOptions.DEFAULTS, false))
			.isEqualTo("server_max_window_bits=15");
		assertThat(agree("client_max_window_bits=9", DeflateOptions.DEFAULTS, false))
			.isEqualTo("client_max_window_bits=9");
	}

}
