package io.github.socketiospring;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * What is known about a client from the moment it connected. Immutable, safe for use by
 * any thread.
 */
public interface Handshake {

	/**
	 * Returns the address of the connection's first HTTP request.
	 * @return the address
	 */
	URI uri();

	/**
	 * Returns the headers of that request.
	 * @return the headers, read-only
	 */
	HttpHeaders headers();

	/**
	 * Returns the query parameters of that request.
	 * @return the parameters, decoded and read-only
	 */
	MultiValueMap<String, String> query();

	/**
	 * Returns the client's address as the web server sees it;
	 * {@code server.forward-headers-strategy} makes it the address behind a proxy.
	 * @return the address, or {@code null} if unknown
	 */
	@Nullable InetSocketAddress remoteAddress();

	/**
	 * Tells whether the client came by TLS.
	 * @return {@code true} if it did
	 */
	boolean secure();

	/**
	 * Tells whether the request had an {@code Origin} other than its own host.
	 * @return {@code true} if it had
	 */
	boolean crossDomain();

	/**
	 * Returns when the connection was opened.
	 * @return the time, to the millisecond
	 */
	Instant time();

	/**
	 * Returns the generation of the client.
	 * @return the generation
	 */
	Revision revision();

	/**
	 * Returns what the client gave as {@code auth} when it joined this namespace.
	 * @return the value, a {@code MissingNode} if there is none; clients before 3.x have
	 * none in the root namespace, and elsewhere the query they join with
	 */
	JsonNode auth();

}
