package io.github.socketiospring.admin;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.socketiospring.Handshake;

/**
 * What may be shown of the request that opened a connection. Applications carry
 * credentials in cookies, headers and parameters of any name: only the values of those
 * that are known to have none are shown.
 */
final class ShownRequest {

	static final String HIDDEN = "[hidden]";

	private static final Set<String> HEADERS = Set.of("accept", "accept-encoding", "accept-language", "cache-control",
			"connection", "content-length", "content-type", "dnt", "forwarded", "host", "origin", "pragma", "priority",
			"sec-websocket-extensions", "sec-websocket-version", "upgrade", "user-agent", "via", "x-forwarded-for",
			"x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-real-ip");

	private static final List<String> HEADER_PREFIXES = List.of("sec-ch-ua", "sec-fetch-");

	private static final Set<String> PARAMETERS = Set.of("EIO", "transport", "t", "j", "b64");

	private static final int MAX_ENTRIES = 50;

	private static final int MAX_LENGTH = 500;

	private ShownRequest() {
	}

	static Map<String, Object> of(Handshake handshake) {
		Map<String, Object> shown = new LinkedHashMap<>();
		Map<String, String> query = query(handshake);
		InetSocketAddress address = handshake.remoteAddress();
		shown.put("address", (address != null) ? address.getHostString() : "");
		shown.put("headers", headers(handshake));
		shown.put("query", query);
		shown.put("issued", handshake.time().toEpochMilli());
		shown.put("secure", handshake.secure());
		shown.put("time", handshake.time().toString());
		shown.put("url", url(handshake, query));
		shown.put("xdomain", handshake.crossDomain());
		return shown;
	}

	private static Map<String, String> headers(Handshake handshake) {
		Map<String, String> shown = new LinkedHashMap<>();
		handshake.headers().forEach((name, values) -> {
			if (shown.size() < MAX_ENTRIES) {
				String key = name.toLowerCase(Locale.ROOT);
				boolean harmless = HEADERS.contains(key) || HEADER_PREFIXES.stream().anyMatch(key::startsWith);
				shown.put(cut(key), harmless ? cut(String.join(", ", values)) : HIDDEN);
			}
		});
		return shown;
	}

	private static Map<String, String> query(Handshake handshake) {
		Map<String, String> shown = new LinkedHashMap<>();
		handshake.query().forEach((name, values) -> {
			if (shown.size() < MAX_ENTRIES) {
				shown.put(cut(name), PARAMETERS.contains(name) ? cut(String.join(", ", values)) : HIDDEN);
			}
		});
		return shown;
	}

	private static String url(Handshake handshake, Map<String, String> query) {
		String path = handshake.uri().getRawPath();
		String parameters = query.entrySet()
			.stream()
			.map((entry) -> encode(entry.getKey()) + "="
					+ (entry.getValue().equals(HIDDEN) ? HIDDEN : encode(entry.getValue())))
			.collect(Collectors.joining("&"));
		return cut((path != null) ? path : "") + (parameters.isEmpty() ? "" : "?" + parameters);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String cut(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
	}

}
