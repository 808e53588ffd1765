package io.github.socketiospring.transport.webflux;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engine.RequestValues;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Parses the query parameters of a request as Spring does, but without Spring's regular
 * expression, because each poll has a query.
 */
public final class Query {

	private static final String ATTRIBUTE = Query.class.getName();

	private Query() {
	}

	/**
	 * Returns the parameters of an exchange.
	 * @param exchange the exchange, which keeps them
	 * @return the decoded parameters; one without {@code =} has the value {@code null}
	 */
	public static RequestValues of(ServerWebExchange exchange) {
		RequestValues query = exchange.getAttribute(ATTRIBUTE);
		if (query == null) {
			query = parse(exchange.getRequest());
			exchange.getAttributes().put(ATTRIBUTE, query);
		}
		return query;
	}

	private static RequestValues parse(ServerHttpRequest request) {
		List<String> pairs = new ArrayList<>(8);
		String text = request.getURI().getRawQuery();
		int length = (text != null) ? text.length() : 0;
		int start = 0;
		while (text != null && start < length) {
			int end = indexOf(text, '&', start);
			int nameStart = start;
			while (nameStart < end && text.charAt(nameStart) == '=') {
				nameStart++;
			}
			if (nameStart < end) {
				int nameEnd = Math.min(indexOf(text, '=', nameStart), end);
				pairs.add(decode(text.substring(nameStart, nameEnd)));
				pairs.add((nameEnd < end) ? decode(text.substring(nameEnd + 1, end)) : noValue());
			}
			start = end + 1;
		}
		return RequestValues.viewOfQuery(pairs.toArray(String[]::new));
	}

	@SuppressWarnings("NullAway") // As Spring has it.
	private static String noValue() {
		return null;
	}

	private static int indexOf(String text, char c, int start) {
		int index = text.indexOf(c, start);
		return (index >= 0) ? index : text.length();
	}

	private static String decode(String text) {
		return (text.indexOf('%') >= 0 || text.indexOf('+') >= 0) ? URLDecoder.decode(text, StandardCharsets.UTF_8)
				: text;
	}

}
