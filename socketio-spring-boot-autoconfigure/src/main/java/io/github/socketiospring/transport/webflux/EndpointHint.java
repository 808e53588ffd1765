package io.github.socketiospring.transport.webflux;

import java.util.Collection;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells who is no Socket.IO client what this endpoint speaks: plain WebSockets, and
 * people who open the path in a browser. Everybody else gets the reference server's own
 * words.
 *
 * @param text what they are told
 */
record EndpointHint(String text) {

	static EndpointHint of(Collection<String> transports) {
		return new EndpointHint("This is a Socket.IO endpoint (transports: " + String.join(", ", transports)
				+ "). Use a Socket.IO client to connect, such as socket.io-client; a plain WebSocket or a browser's "
				+ "address bar does not speak its protocol.");
	}

	/**
	 * Finds what to say to who has sent a request that is refused.
	 * @param exchange the request
	 * @param refusal why it is refused
	 * @param upgrade whether the request is a WebSocket handshake
	 * @return a sentence or two, or {@code null} if nothing is to be added
	 */
	@Nullable String find(ServerWebExchange exchange, RequestRefusedException refusal, boolean upgrade) {
		if (refusal.error() != RequestError.UNKNOWN_TRANSPORT) {
			return null;
		}
		MultiValueMap<String, String> query = Query.of(exchange);
		boolean client = query.containsKey("EIO") || query.containsKey("transport");
		return (!client && (upgrade || isPerson(exchange.getRequest()))) ? this.text : null;
	}

	/** Scripts and health checks take anything. */
	private static boolean isPerson(ServerHttpRequest request) {
		String accepted = request.getHeaders().getFirst(HttpHeaders.ACCEPT);
		return accepted != null && accepted.contains("text/html");
	}

}
