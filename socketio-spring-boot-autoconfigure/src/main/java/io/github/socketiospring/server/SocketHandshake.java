package io.github.socketiospring.server;

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
 * The handshake of one socket, read from its client's request: nothing is copied.
 *
 * @param client the client
 * @param auth what it gave when it joined the namespace
 */
record SocketHandshake(Client client, JsonNode auth) implements Handshake {

	@Override
	public URI uri() {
		return this.client.request().uri();
	}

	@Override
	public HttpHeaders headers() {
		return this.client.request().headers();
	}

	@Override
	public MultiValueMap<String, String> query() {
		return this.client.request().query();
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return this.client.request().remoteAddress();
	}

	@Override
	public boolean secure() {
		return this.client.request().secure();
	}

	@Override
	public boolean crossDomain() {
		return this.client.request().crossOrigin();
	}

	@Override
	public Instant time() {
		return this.client.openedAt();
	}

	@Override
	public Revision revision() {
		return this.client.revision();
	}

	@Override
	public String toString() {
		return "Handshake[" + this.client.request() + ", " + revision() + "]";
	}

}
