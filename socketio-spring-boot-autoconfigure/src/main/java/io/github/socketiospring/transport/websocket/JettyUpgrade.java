package io.github.socketiospring.transport.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.adapter.ContextWebSocketHandler;
import org.springframework.web.reactive.socket.adapter.JettyWebSocketHandlerAdapter;
import org.springframework.web.reactive.socket.adapter.JettyWebSocketSession;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

/**
 * Upgrades requests on Jetty. Spring's own strategy changes the limits of all WebSockets
 * of an application, and lets Jetty agree to compression: clients 1.x and 2.x inflate
 * what they receive later than they see that the connection was closed, and lose the
 * server's last words.
 */
final class JettyUpgrade implements RequestUpgradeStrategy {

	private final int maxMessageSize;

	JettyUpgrade(int maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	@Override
	public Mono<Void> upgrade(ServerWebExchange exchange, WebSocketHandler handler, @Nullable String subProtocol,
			Supplier<HandshakeInfo> handshake) {
		HandshakeInfo info = handshake.get();
		DataBufferFactory buffers = exchange.getResponse().bufferFactory();
		// The headers that were set must be there before Jetty answers.
		return exchange.getResponse().setComplete().then(Mono.deferContextual((context) -> {
			JettyWebSocketHandlerAdapter adapter = new JettyWebSocketHandlerAdapter(
					ContextWebSocketHandler.decorate(handler, context),
					(session) -> new JettyWebSocketSession(limited(session), info, buffers));
			return Mono.fromCallable(() -> upgrade(exchange, adapter, subProtocol)).then();
		}));
	}

	private static boolean upgrade(ServerWebExchange exchange, JettyWebSocketHandlerAdapter adapter,
			@Nullable String subProtocol) throws IOException {
		HttpServletRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
		HttpServletResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
		JettyWebSocketServerContainer container = JettyWebSocketServerContainer
			.getContainer(request.getServletContext());
		Assert.state(container != null, "Jetty has no WebSockets: add jetty-ee11-websocket-jetty-server");
		return container.upgrade((upgradeRequest, upgradeResponse) -> {
			if (subProtocol != null) {
				upgradeResponse.setAcceptedSubProtocol(subProtocol);
			}
			upgradeResponse.setExtensions(List.of());
			return adapter;
		}, request, response);
	}

	/** Heartbeats find out who is idle, at intervals that Jetty knows nothing of. */
	private Session limited(Session session) {
		session.setIdleTimeout(Duration.ZERO);
		session.setMaxTextMessageSize(this.maxMessageSize);
		session.setMaxBinaryMessageSize(this.maxMessageSize);
		session.setMaxFrameSize(this.maxMessageSize);
		return session;
	}

}
