package io.github.socketiospring.transport.websocket;

import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.engine.FramedConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Takes one upgraded connection over for the engine, as a channel where the server is
 * Reactor Netty and as Spring's session anywhere else.
 */
final class EngineWebSocketHandler implements WebSocketHandler {

	/** The header in which clients offer subprotocols. */
	static final String PROTOCOLS = "Sec-WebSocket-Protocol";

	/** How the {@code User-Agent} of every browser begins. */
	private static final String BROWSERS = "Mozilla/";

	private final WebSocketOptions options;

	private final boolean textOnly;

	private final Consumer<FramedConnection> connected;

	private final List<String> subProtocols;

	private final boolean browser;

	/**
	 * Creates a handler.
	 * @param options bounds on WebSockets
	 * @param request the handshake
	 * @param textOnly whether the client takes binary data as base64 only
	 * @param connected is told when the connection can be used
	 */
	EngineWebSocketHandler(WebSocketOptions options, HttpHeaders request, boolean textOnly,
			Consumer<FramedConnection> connected) {
		this.options = options;
		this.browser = isBrowser(request);
		this.subProtocols = firstOffered(request.getFirst(PROTOCOLS));
		this.textOnly = textOnly;
		this.connected = connected;
	}

	/**
	 * An {@code Origin} alone proves nothing: scripts send one to pass the check of it.
	 */
	private static boolean isBrowser(HttpHeaders request) {
		String userAgent = request.getFirst(HttpHeaders.USER_AGENT);
		return request.getOrigin() != null && userAgent != null && userAgent.startsWith(BROWSERS);
	}

	private static List<String> firstOffered(@Nullable String offered) {
		if (offered == null) {
			return List.of();
		}
		int comma = offered.indexOf(',');
		return List.of(((comma < 0) ? offered : offered.substring(0, comma)).trim());
	}

	WebSocketOptions options() {
		return this.options;
	}

	/** Whether the client takes binary data as base64 only. */
	boolean textOnly() {
		return this.textOnly;
	}

	/** Whether the client is a page in a browser. */
	boolean isBrowser() {
		return this.browser;
	}

	void connected(FramedConnection connection) {
		this.connected.accept(connection);
	}

	/**
	 * Names the first subprotocol that the client offers, as the reference does: the
	 * protocol's own clients need none, but a browser gives up if it offers some and the
	 * server chooses none.
	 */
	@Override
	public List<String> getSubProtocols() {
		return this.subProtocols;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return new SessionWebSocketConnection(session, this.options, this.textOnly).run(this.connected, this.browser);
	}

}
