package io.github.socketiospring.transport.webflux;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Accept-Encoding} header.
 */
final class AcceptEncoding {

	private AcceptEncoding() {
	}

	/**
	 * Finds the first coding the client accepts.
	 * @param header the header's value
	 * @param codings the codings on offer, the best first
	 * @return one of them, or {@code null} if the client accepts none
	 */
	static @Nullable String preferred(String header, String... codings) {
		String value = header.toLowerCase(Locale.ROOT);
		for (String coding : codings) {
			if (accepts(value, coding)) {
				return coding;
			}
		}
		return null;
	}

	private static boolean accepts(String header, String coding) {
		for (String element : header.split(",", 50)) {
			String[] parts = element.split(";", 2);
			if (parts[0].trim().equals(coding)) {
				return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
			}
		}
		return false;
	}

}
