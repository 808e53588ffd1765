package io.github.socketiospring.engine;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.MultiValueMap;

/**
 * The HTTP request that opens a session. Immutable.
 *
 * @param method the HTTP method
 * @param uri the address
 * @param headers the headers
 * @param query the decoded query parameters
 * @param remoteAddress the client's address, or {@code null} if unknown
 * @param secure whether the client came by TLS
 * @param crossOrigin whether the request has an {@code Origin} other than its own host
 * @param principal who the client is, or {@code null} if nobody was authenticated
 * @param context the Reactor context of the request, such as a security context
 */
public record EngineRequest(String method, URI uri, HttpHeaders headers, MultiValueMap<String, String> query,
		@Nullable InetSocketAddress remoteAddress, boolean secure, boolean crossOrigin, @Nullable Principal principal,
		ContextView context) {

	/**
	 * Creates a bare request, as the engine's own tests and embedders need.
	 * @param uri the address
	 * @param query the query parameters
	 * @return a GET request without headers
	 */
	public static EngineRequest get(URI uri, MultiValueMap<String, String> query) {
		return new EngineRequest("GET", uri, HttpHeaders.EMPTY, CollectionUtils.unmodifiableMultiValueMap(query), null,
				false, false, null, Context.empty());
	}

}
