package io.github.socketiospring.transport.webflux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves one file of the browser client, from memory. The files are in this jar; they
 * come from the npm package {@code socket.io-client} when the jar is built.
 */
public final class ClientFile implements WebHandler {

	private static final String LOCATION = "client/";

	private static final List<String> SCRIPTS = List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js",
			"socket.io.msgpack.min.js");

	private static final int MAX_ETAGS = 50;

	private final byte[] content;

	private final byte[] compressed;

	private final String contentType;

	private final String etag;

	private final CrossOrigin crossOrigin;

	private ClientFile(byte[] content, String contentType, String version, CrossOrigin crossOrigin) {
		this.content = content;
		this.compressed = gzip(content);
		this.contentType = contentType;
		this.etag = "\"" + version + "\"";
		this.crossOrigin = crossOrigin;
	}

	/**
	 * Loads all files.
	 * @param cors which other origins may read them, or {@code null} for none
	 * @return the files by name
	 */
	public static Map<String, ClientFile> loadAll(@Nullable CorsConfiguration cors) {
		CrossOrigin crossOrigin = new CrossOrigin(cors, Set.of());
		String version = version();
		Map<String, ClientFile> files = new LinkedHashMap<>();
		for (String script : SCRIPTS) {
			files.put(script,
					new ClientFile(load(script), "application/javascript; charset=utf-8", version, crossOrigin));
			files.put(script + ".map",
					new ClientFile(load(script + ".map"), "application/json; charset=utf-8", version, crossOrigin));
		}
		return files;
	}

	private static String version() {
		Properties properties = new Properties();
		try (InputStream input = open("client.properties")) {
			properties.load(input);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties.getProperty("version");
	}

	private static byte[] load(String name) {
		try (InputStream input = open(name)) {
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static InputStream open(String name) {
		InputStream input = ClientFile.class.getResourceAsStream(LOCATION + name);
		if (input == null) {
			throw new IllegalStateException("The jar lacks the browser client's file " + name
					+ ": build it with npm, or set socketio.serve-client=false");
		}
		return input;
	}

	private static byte[] gzip(byte[] content) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 3);
		try (GZIPOutputStream output = new GZIPOutputStream(compressed)) {
			output.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		ServerHttpResponse response = exchange.getResponse();
		if (!this.crossOrigin.addHeaders(exchange)) {
			return response.setComplete();
		}
		HttpMethod method = request.getMethod();
		if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
			response.setStatusCode(HttpStatus.METHOD_NOT_ALLOWED);
			response.getHeaders().set(HttpHeaders.ALLOW, "GET, HEAD");
			return response.setComplete();
		}
		HttpHeaders headers = response.getHeaders();
		headers.set(HttpHeaders.CACHE_CONTROL, "public, max-age=0");
		headers.set(HttpHeaders.ETAG, this.etag);
		headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		if (isCached(request)) {
			response.setStatusCode(HttpStatus.NOT_MODIFIED);
			return response.setComplete();
		}
		headers.set(HttpHeaders.CONTENT_TYPE, this.contentType);
		byte[] body = body(request, headers);
		headers.setContentLength(body.length);
		return (method == HttpMethod.HEAD) ? response.setComplete()
				: response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
	}

	private boolean isCached(ServerHttpRequest request) {
		// Not HttpHeaders.getIfNoneMatch(), which throws what is no fault of the server.
		String known = request.getHeaders().getFirst(HttpHeaders.IF_NONE_MATCH);
		return known != null && Arrays.stream(known.split(",", MAX_ETAGS)).map(String::trim).anyMatch(this::matches);
	}

	private boolean matches(String candidate) {
		return candidate.equals(this.etag) || candidate.equals("W/" + this.etag) || candidate.equals("*");
	}

	private byte[] body(ServerHttpRequest request, HttpHeaders headers) {
		String accepted = request.getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING);
		if (accepted == null || AcceptEncoding.preferred(accepted, "gzip") == null) {
			return this.content;
		}
		headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		return this.compressed;
	}

}
