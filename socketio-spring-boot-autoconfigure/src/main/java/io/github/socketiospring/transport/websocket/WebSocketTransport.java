package io.github.socketiospring.transport.websocket;

import java.util.function.Consumer;

import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.transport.webflux.NettyExchange;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

/**
 * Turns requests that passed the engine's checks into WebSockets. It has a WebSocket
 * service of its own, since the application's shared one limits frames to 64 KiB. Safe
 * for use by any thread.
 */
public final class WebSocketTransport {

	private final WebSocketOptions options;

	/** {@code null} where tests want sessions on Reactor Netty, too. */
	private final @Nullable ChannelUpgrade channels;

	/** For Reactor Netty where there is no channel to take over, such as with HTTP/2. */
	private final WebSocketService nettySessions;

	/** For other servers. */
	private final OtherServers others;

	/**
	 * Creates a transport.
	 * @param options bounds on WebSockets
	 */
	public WebSocketTransport(WebSocketOptions options) {
		this(options, new ChannelUpgrade(options));
	}

	WebSocketTransport(WebSocketOptions options, @Nullable ChannelUpgrade channels) {
		this.options = options;
		this.channels = channels;
		this.others = new OtherServers(options);
		this.nettySessions = new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
				() -> WebsocketServerSpec.builder().maxFramePayloadLength(options.maxMessageSize())));
	}

	/**
	 * Tells whether a request that asks for an upgrade can be given one.
	 * @param request the request
	 * @return {@code true} if it is a handshake of RFC 6455
	 */
	public boolean isHandshake(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return request.getMethod() == HttpMethod.GET && WebSocketKey.isValid(headers.getFirst("Sec-WebSocket-Key"))
				&& "13".equals(headers.getFirst("Sec-WebSocket-Version")) && asksForUpgrade(headers);
	}

	/** Most clients name nothing else there. */
	private static boolean asksForUpgrade(HttpHeaders headers) {
		return "upgrade".equalsIgnoreCase(headers.getFirst(HttpHeaders.CONNECTION))
				|| headers.getConnection().stream().anyMatch("upgrade"::equalsIgnoreCase);
	}

	/**
	 * Upgrades a request.
	 * @param exchange the request and its response
	 * @param textOnly whether the client takes binary data as base64 only
	 * @param connected is told, on the connection's event loop, when it can be used
	 * @return completes when the connection has ended
	 */
	public Mono<Void> upgrade(ServerWebExchange exchange, boolean textOnly, Consumer<FramedConnection> connected) {
		EngineWebSocketHandler handler = new EngineWebSocketHandler(this.options, exchange.getRequest().getHeaders(),
				textOnly, connected);
		HttpServerResponse nettyResponse = NettyExchange.below(exchange.getResponse());
		if (nettyResponse == null) {
			return this.others.serviceFor(exchange.getRequest())
				.handleRequest(withTrimmedProtocol(exchange, handler), handler);
		}
		if (this.channels == null || nettyResponse.version().majorVersion() > 1) {
			return this.nettySessions.handleRequest(withTrimmedProtocol(exchange, handler), handler);
		}
		return this.channels.upgrade(exchange, nettyResponse, handler);
	}

	/** Spring compares what stands between the commas, blanks included. */
	private static ServerWebExchange withTrimmedProtocol(ServerWebExchange exchange, EngineWebSocketHandler handler) {
		String offered = exchange.getRequest().getHeaders().getFirst(EngineWebSocketHandler.PROTOCOLS);
		if (offered == null) {
			return exchange;
		}
		String first = handler.getSubProtocols().get(0);
		if (offered.equals(first) || offered.startsWith(first + ",")) {
			return exchange;
		}
		return exchange.mutate().request((request) -> request.header(EngineWebSocketHandler.PROTOCOLS, first)).build();
	}

}
