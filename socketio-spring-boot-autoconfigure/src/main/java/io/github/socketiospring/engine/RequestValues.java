package io.github.socketiospring.engine;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MultiValueMap;

/**
 * The headers or query parameters of a request: a read-only view of an array of names and
 * values, which takes a tenth of what a map of lists does. Looking up is a search. Safe
 * for use by any thread; every attempt to change it is an
 * {@link UnsupportedOperationException}.
 */
public final class RequestValues extends AbstractMap<String, List<String>> implements MultiValueMap<String, String> {

	/** What most requests have in common is kept once. */
	private static final Map<String, String> SHARED = shared("Accept", "Accept-Encoding", "Accept-Language",
			"Authorization", "Cache-Control", "Connection", "Content-Length", "Content-Type", "Cookie", "DNT",
			"Forwarded", "Host", "Origin", "Pragma", "Priority", "Referer", "Sec-CH-UA", "Sec-CH-UA-Mobile",
			"Sec-CH-UA-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-Storage-Access",
			"Sec-GPC", "Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol",
			"Sec-WebSocket-Version", "Traceparent", "Upgrade", "User-Agent", "Via", "X-Forwarded-For",
			"X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Real-IP",
			"X-Request-ID",
			// Values
			"*/*", "?0", "?1", "1", "13", "80", "443", "close", "cors", "cross-site", "empty", "gzip, deflate",
			"gzip, deflate, br", "gzip, deflate, br, zstd", "http", "https", "keep-alive", "keep-alive, Upgrade",
			"no-cache", "permessage-deflate", "permessage-deflate; client_max_window_bits", "same-origin", "same-site",
			"websocket",
			// The query
			"3", "4", "EIO", "b64", "j", "polling", "t", "token", "transport");

	private final String[] pairs;

	private final boolean ignoresCase;

	private RequestValues(String[] pairs, boolean ignoresCase) {
		this.pairs = pairs;
		this.ignoresCase = ignoresCase;
	}

	private static Map<String, String> shared(String... values) {
		Map<String, String> shared = new HashMap<>();
		for (String value : values) {
			shared.put(value, value);
			String lowerCase = value.toLowerCase(Locale.ROOT);
			shared.putIfAbsent(lowerCase, lowerCase);
		}
		return Map.copyOf(shared);
	}

	/**
	 * Copies headers, whose names are found however they are written.
	 * @param headers the headers
	 * @return a copy
	 */
	public static RequestValues ofHeaders(HttpHeaders headers) {
		List<String> pairs = new ArrayList<>(24);
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, values) -> {
			// Netty has a name once for each way it is written, and all its values each
			// time.
			if (names.add(name)) {
				add(pairs, name, values);
			}
		});
		return new RequestValues(pairs.toArray(String[]::new), true);
	}

	/**
	 * Copies headers, whose names are found however they are written.
	 * @param headers each value with its name
	 * @return a copy
	 */
	public static RequestValues ofHeaders(Iterable<Map.Entry<String, String>> headers) {
		List<String> pairs = new ArrayList<>(24);
		for (Map.Entry<String, String> header : headers) {
			pairs.add(header.getKey());
			pairs.add(header.getValue());
		}
		return new RequestValues(pairs.toArray(String[]::new), true);
	}

	/**
	 * Copies query parameters.
	 * @param query the parameters
	 * @return a copy
	 */
	public static RequestValues ofQuery(MultiValueMap<String, String> query) {
		List<String> pairs = new ArrayList<>(8);
		query.forEach((name, values) -> add(pairs, name, values));
		return viewOfQuery(pairs.toArray(String[]::new));
	}

	/**
	 * Views query parameters.
	 * @param pairs each value behind its name, {@code null} where a parameter is only
	 * named; not copied
	 * @return a view of them
	 */
	public static RequestValues viewOfQuery(String[] pairs) {
		return new RequestValues(pairs, false);
	}

	private static void add(List<String> pairs, String name, List<String> values) {
		for (String value : values) {
			pairs.add(name);
			pairs.add(value);
		}
	}

	/** Each value behind its name, for keeping. */
	String[] pack() {
		String[] packed = new String[this.pairs.length];
		Arrays.setAll(packed, (i) -> share(this.pairs[i]));
		return packed;
	}

	@SuppressWarnings("NullAway") // A parameter that is only named has no value.
	private static String share(@Nullable String value) {
		return (value != null) ? SHARED.getOrDefault(value, value) : null;
	}

	static RequestValues ofPackedHeaders(String[] pairs) {
		return new RequestValues(pairs, true);
	}

	/** The index of a name at or behind another index, or -1. */
	private int find(@Nullable Object name, int from) {
		for (int i = from; name instanceof String wanted && i < this.pairs.length; i += 2) {
			if (this.ignoresCase ? wanted.equalsIgnoreCase(this.pairs[i]) : wanted.equals(this.pairs[i])) {
				return i;
			}
		}
		return -1;
	}

	@Override
	public boolean containsKey(@Nullable Object name) {
		return find(name, 0) >= 0;
	}

	@Override
	public @Nullable String getFirst(String name) {
		int index = find(name, 0);
		return (index >= 0) ? this.pairs[index + 1] : null;
	}

	@Override
	public @Nullable List<String> get(@Nullable Object name) {
		int first = find(name, 0);
		if (first < 0) {
			return null;
		}
		List<String> values = new ArrayList<>(1);
		for (int i = first; i >= 0; i = find(name, i + 2)) {
			values.add(this.pairs[i + 1]);
		}
		return Collections.unmodifiableList(values);
	}

	@Override
	public Set<Map.Entry<String, List<String>>> entrySet() {
		Map<String, List<String>> entries = newMap();
		for (int i = 0; i < this.pairs.length; i += 2) {
			entries.computeIfAbsent(this.pairs[i], (name) -> new ArrayList<>(1)).add(this.pairs[i + 1]);
		}
		entries.replaceAll((name, values) -> Collections.unmodifiableList(values));
		return Collections.unmodifiableMap(entries).entrySet();
	}

	private <V> Map<String, V> newMap() {
		return this.ignoresCase ? new LinkedCaseInsensitiveMap<>(Locale.ROOT) : new LinkedHashMap<>();
	}

	@Override
	public Map<String, String> toSingleValueMap() {
		Map<String, String> first = newMap();
		for (int i = 0; i < this.pairs.length; i += 2) {
			first.putIfAbsent(this.pairs[i], this.pairs[i + 1]);
		}
		return first;
	}

	@Override
	public void add(String name, @Nullable String value) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void addAll(String name, List<? extends String> values) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void addAll(MultiValueMap<String, String> values) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void set(String name, @Nullable String value) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setAll(Map<String, String> values) {
		throw new UnsupportedOperationException();
	}

}
