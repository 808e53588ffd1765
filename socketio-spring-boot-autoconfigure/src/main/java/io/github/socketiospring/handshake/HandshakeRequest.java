package io.github.socketiospring.handshake;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * The HTTP request that would open a session. Immutable, safe for use by any thread.
 */
public interface HandshakeRequest {

	/**
	 * Returns the HTTP method.
	 * @return the method
	 */
	String method();

	/**
	 * Returns the address.
	 * @return the address, parsed anew each time
	 */
	URI uri();

	/**
	 * Returns the headers.
	 * @return the headers, read-only
	 */
	HttpHeaders headers();

	/**
	 * Returns the decoded query parameters.
	 * @return the parameters, read-only
	 */
	MultiValueMap<String, String> query();

	/**
	 * Returns the client's address.
	 * @return the address, or {@code null} if unknown
	 */
	@Nullable InetSocketAddress remoteAddress();

	/**
	 * Tells whether the client came by TLS.
	 * @return {@code true} if it did
	 */
	boolean secure();

	/**
	 * Tells whether the request has an {@code Origin} other than its own host.
	 * @return {@code true} if it has
	 */
	boolean crossOrigin();

	/**
	 * Returns who the client is.
	 * @return the principal, or {@code null} if nobody was authenticated
	 */
	@Nullable Principal principal();

}
