package io.github.socketiospring;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * What is known about a client from the moment it connected. Immutable.
 *
 * @param uri the address of the connection's first HTTP request
 * @param headers the headers of that request, read-only
 * @param query its query parameters, decoded and read-only
 * @param remoteAddress the client's address as the web server sees it, or {@code null} if
 * unknown; {@code server.forward-headers-strategy} makes it the address behind a proxy
 * @param secure whether the client came by TLS
 * @param crossDomain whether the request had an {@code Origin} other than its own host
 * @param time when the connection was opened
 * @param revision the generation of the client
 * @param auth what the client gave as {@code auth} when it joined this namespace; a
 * {@code MissingNode} if nothing
 */
public record Handshake(URI uri, HttpHeaders headers, MultiValueMap<String, String> query,
		@Nullable InetSocketAddress remoteAddress, boolean secure, boolean crossDomain, Instant time, Revision revision,
		JsonNode auth) {

}
