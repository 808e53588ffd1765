package io.github.socketiospring.engine;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is kept of a request must look like the request.
 */
class EngineRequestTests {

	private static final URI ADDRESS = URI.create("https://user@example.org:8443/socket.io/?EIO=4&a=%26%20#part");

	private static final List<Consumer<MultiValueMap<String, String>>> CHANGES = List.of((map) -> map.add("Host", "b"),
			(map) -> map.addAll("Host", List.of("b")), (map) -> map.addAll(new LinkedMultiValueMap<>(map)),
			(map) -> map.set("Host", "b"), (map) -> map.setAll(Map.of("Host", "b")),
			(map) -> map.put("Host", List.of("b")), (map) -> map.remove("Host"), (map) -> map.clear(),
			(map) -> map.get("Host").clear(), (map) -> map.entrySet().iterator().next().setValue(List.of()),
			(map) -> map.values().iterator().next().add("b"), (map) -> map.keySet().clear());

	private final HttpHeaders headers = new HttpHeaders();

	private final MultiValueMap<String, String> query = new LinkedMultiValueMap<>();

	EngineRequestTests() {
		this.headers.add("Host", "example.org");
		this.headers.add("X-Several", "1");
		this.headers.add("x-several", "2");
		this.headers.add("accept", "text/plain, text/html");
		this.headers.add("Connection", "Upgrade");
		this.query.add("EIO", "4");
		this.query.add("a", "& ");
		this.query.add("a", "");
		this.query.add("named", null);
	}

	private EngineRequest request() {
		return new EngineRequest("GET", ADDRESS, RequestValues.ofHeaders(this.headers),
				RequestValues.ofQuery(this.query), null, true, false, null, Context.empty());
	}

	@Test
	void theAddressIsKept() {
		assertThat(request().uri()).isEqualTo(ADDRESS).hasToString(ADDRESS.toString());
		assertThat(request()).hasToString("EngineRequest[GET https://user@example.org:8443/socket.io/]");
	}

	@Test
	void headersAreFoundWhateverTheirCase() {
		HttpHeaders kept = request().headers();
		for (String name : List.of("Host", "host", "HOST")) {
			assertThat(kept.getFirst(name)).isEqualTo("example.org");
			assertThat(kept.containsHeader(name)).isTrue();
			assertThat(kept.containsHeaderValue(name, "example.org")).isTrue();
			assertThat(kept.getOrEmpty(name)).containsExactly("example.org");
		}
		assertThat(kept.getFirst("Other")).isNull();
		assertThat(kept.get("Other")).isNull();
		assertThat(kept.containsHeader("Other")).isFalse();
		assertThat(kept.getAccept()).containsExactly(MediaType.TEXT_PLAIN, MediaType.TEXT_HTML);
		assertThat(kept.getConnection()).containsExactly("Upgrade");
	}

	@Test
	void headersKeepAllTheirValues() {
		HttpHeaders kept = request().headers();
		assertThat(kept.get("X-SEVERAL")).containsExactly("1", "2");
		assertThat(kept.getFirst("x-several")).isEqualTo("1");
		assertThat(kept.getValuesAsList("x-Several")).containsExactly("1", "2");
		assertThat(kept.toSingleValueMap()).containsEntry("X-Several", "1");
	}

	@Test
	void headersEqualTheOriginal() {
		HttpHeaders kept = request().headers();
		assertThat(kept).isEqualTo(this.headers).hasSameHashCodeAs(this.headers);
		assertThat(kept.size()).isEqualTo(4);
		assertThat(kept.headerNames()).containsExactly("Host", "X-Several", "accept", "Connection");
		assertThat(kept.headerSet()).hasSize(4);
		assertThat(HttpHeaders.copyOf(kept)).isEqualTo(this.headers);
		assertThat(kept.toString()).isEqualTo(this.headers.toString());
		List<String> seen = new ArrayList<>();
		kept.forEach((name, values) -> seen.add(name + values));
		assertThat(seen).containsExactly("Host[example.org]", "X-Several[1, 2]", "accept[text/plain, text/html]",
				"Connection[Upgrade]");
	}

	/** As Netty gives them. */
	@Test
	void namesThatDifferInCaseAreOne() {
		io.netty.handler.codec.http.HttpHeaders mixed = new DefaultHttpHeaders().add("Name", "1")
			.add("other", "3")
			.add("name", "2");
		assertMixed(RequestValues.ofHeaders(new HttpHeaders(new Netty4HeadersAdapter(mixed))));
		assertMixed(RequestValues.ofHeaders(mixed));
	}

	private void assertMixed(RequestValues mixed) {
		HttpHeaders kept = new EngineRequest("GET", ADDRESS, mixed, RequestValues.ofQuery(this.query), null, true,
				false, null, Context.empty())
			.headers();
		assertThat(kept.get("NAME")).containsExactly("1", "2");
		assertThat(kept.get("Other")).containsExactly("3");
		assertThat(kept.size()).isEqualTo(2);
		assertThat(kept.headerNames()).containsExactly("Name", "other");
		assertThat(kept.toSingleValueMap()).containsEntry("Name", "1").hasSize(2);
	}

	@Test
	void headersCannotBeChanged() {
		HttpHeaders kept = request().headers();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> kept.add("Host", "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> kept.set("Host", "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> kept.remove("Host"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(kept::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> kept.get("Host").add("b"));
	}

	@ParameterizedTest
	@FieldSource("CHANGES")
	void valuesCannotBeChanged(Consumer<MultiValueMap<String, String>> change) {
		String[] pairs = { "Host", "a" };
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> change.accept(RequestValues.ofPackedHeaders(pairs)));
		assertThat(pairs).containsExactly("Host", "a");
	}

	@Test
	void laterChangesOfTheOriginalDoNotShow() {
		EngineRequest request = request();
		this.headers.clear();
		this.query.clear();
		assertThat(request.headers().getHost()).isNotNull();
		assertThat(request.query()).isNotEmpty();
	}

	@Test
	void theQueryEqualsTheOriginal() {
		MultiValueMap<String, String> kept = request().query();
		assertThat(kept).isEqualTo(this.query).containsOnlyKeys("EIO", "a", "named");
		assertThat(kept.get("a")).containsExactly("& ", "");
		assertThat(kept.getFirst("EIO")).isEqualTo("4");
		assertThat(kept.getFirst("eio")).isNull();
		assertThat(kept.containsKey("named")).isTrue();
		assertThat(kept.getFirst("named")).isNull();
		assertThat(kept.containsKey("NAMED")).isFalse();
		assertThat(kept.toSingleValueMap()).containsEntry("a", "& ").containsEntry("named", null);
	}

	@Test
	void whatMostRequestsHaveIsKeptOnce() {
		String[] first = RequestValues.ofHeaders(this.headers).pack();
		this.headers.set("Host", new String("example.org"));
		String[] second = RequestValues.ofHeaders(new HttpHeaders(copies(this.headers))).pack();
		assertThat(second).isEqualTo(first);
		assertThat(second[0]).isSameAs(first[0]);
		assertThat(second[1]).isNotSameAs(first[1]);
		assertThat(second[6]).isEqualTo("accept").isSameAs(first[6]);
	}

	private static MultiValueMap<String, String> copies(HttpHeaders headers) {
		MultiValueMap<String, String> copies = new LinkedMultiValueMap<>();
		headers.forEach((name, values) -> copies.addAll(new String(name), values));
		return copies;
	}

}
