package io.github.socketiospring.engine;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.Map;

import io.github.socketiospring.handshake.HandshakeRequest;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * The HTTP request that opens a session. Immutable, safe for use by any thread. Kept as
 * long as the session is, so it is compact, and what it returns is made when asked for.
 */
public final class EngineRequest implements HandshakeRequest {

	private final String method;

	private final String uri;

	private final String[] headers;

	private final String[] query;

	private final @Nullable InetSocketAddress remoteAddress;

	private final boolean secure;

	private final boolean crossOrigin;

	private final @Nullable Principal principal;

	private final ContextView context;

	private final Map<Class<?>, Object> values;

	/**
	 * Copies what is known about a request.
	 * @param method the HTTP method
	 * @param uri the address
	 * @param headers the headers
	 * @param query the decoded query parameters
	 * @param remoteAddress the client's address, or {@code null} if unknown
	 * @param secure whether the client came by TLS
	 * @param crossOrigin whether the request has an {@code Origin} other than its own
	 * host
	 * @param principal who the client is, or {@code null} if nobody was authenticated
	 * @param context the Reactor context of the request, such as a security context
	 */
	public EngineRequest(String method, URI uri, RequestValues headers, RequestValues query,
			@Nullable InetSocketAddress remoteAddress, boolean secure, boolean crossOrigin,
			@Nullable Principal principal, ContextView context) {
		this.method = method;
		this.uri = uri.toString();
		this.headers = headers.pack();
		this.query = query.pack();
		this.remoteAddress = remoteAddress;
		this.secure = secure;
		this.crossOrigin = crossOrigin;
		this.principal = principal;
		this.context = context;
		this.values = Map.of();
	}

	private EngineRequest(EngineRequest request, Map<Class<?>, Object> values) {
		this.method = request.method;
		this.uri = request.uri;
		this.headers = request.headers;
		this.query = request.query;
		this.remoteAddress = request.remoteAddress;
		this.secure = request.secure;
		this.crossOrigin = request.crossOrigin;
		this.principal = request.principal;
		this.context = request.context;
		this.values = values;
	}

	/**
	 * Returns the same request with what else is to be kept of it.
	 * @param values the values by their types, unmodifiable
	 * @return a request
	 */
	public EngineRequest with(Map<Class<?>, Object> values) {
		return values.isEmpty() ? this : new EngineRequest(this, values);
	}

	/**
	 * Creates a bare request, as the engine's own tests and embedders need.
	 * @param uri the address
	 * @param query the query parameters
	 * @return a GET request without headers
	 */
	public static EngineRequest get(URI uri, MultiValueMap<String, String> query) {
		return new EngineRequest("GET", uri, RequestValues.ofHeaders(HttpHeaders.EMPTY), RequestValues.ofQuery(query),
				null, false, false, null, Context.empty());
	}

	@Override
	public String method() {
		return this.method;
	}

	@Override
	public URI uri() {
		return URI.create(this.uri);
	}

	@Override
	public HttpHeaders headers() {
		return HttpHeaders.readOnlyHttpHeaders(RequestValues.ofPackedHeaders(this.headers));
	}

	@Override
	public MultiValueMap<String, String> query() {
		return RequestValues.viewOfQuery(this.query);
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public boolean secure() {
		return this.secure;
	}

	@Override
	public boolean crossOrigin() {
		return this.crossOrigin;
	}

	@Override
	public @Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Returns the Reactor context of the request, such as a security context.
	 * @return the context, may be empty
	 */
	public ContextView context() {
		return this.context;
	}

	/**
	 * Returns what was kept of the request because it was asked for.
	 * @param type the type of the value
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable Object value(Class<?> type) {
		return this.values.get(type);
	}

	/** Without the query, which may hold what authenticates the client. */
	@Override
	public String toString() {
		int query = this.uri.indexOf('?');
		return "EngineRequest[" + this.method + " " + ((query >= 0) ? this.uri.substring(0, query) : this.uri) + "]";
	}

}
