package io.github.socketiospring.adapter;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * The handshake of a socket on another server, for adapters that build
 * {@link SocketDetails}.
 *
 * @param uri the address of the connection's first HTTP request
 * @param headers the headers of that request
 * @param query the query parameters of that request
 * @param remoteAddress the client's address, or {@code null} if unknown
 * @param secure whether the client connected over TLS
 * @param crossDomain whether the request had an {@code Origin} other than its own host
 * @param time when the connection was opened
 * @param revision the generation of the client
 * @param auth what the client sent as {@code auth} when it joined; a {@code MissingNode}
 * if nothing
 */
public record HandshakeDetails(URI uri, HttpHeaders headers, MultiValueMap<String, String> query,
		@Nullable InetSocketAddress remoteAddress, boolean secure, boolean crossDomain, Instant time, Revision revision,
		JsonNode auth) implements Handshake {

}
