package io.github.socketiospring.transport.websocket;

import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;

import org.springframework.web.reactive.socket.server.upgrade.StandardWebSocketUpgradeStrategy;

/**
 * Upgrades requests in servlet containers with the standard's WebSockets, such as Tomcat.
 * They close connections whose messages are larger than 8 KB; Spring's own strategy could
 * change that only for all WebSockets of an application. And they agree to compression,
 * which old clients cannot deal with: see {@link JettyUpgrade}.
 */
final class StandardUpgrade extends StandardWebSocketUpgradeStrategy {

	private final int maxMessageSize;

	StandardUpgrade(int maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	@Override
	protected void upgradeHttpToWebSocket(HttpServletRequest request, HttpServletResponse response,
			ServerEndpointConfig config, Map<String, String> pathParameters) throws Exception {
		ServerEndpointConfig limited = ServerEndpointConfig.Builder.create(LimitedEndpoint.class, config.getPath())
			.subprotocols(config.getSubprotocols())
			.configurator(new ServerEndpointConfig.Configurator() {

				@Override
				public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
					return List.of();
				}

				@Override
				public <T> T getEndpointInstance(Class<T> type) throws InstantiationException {
					Endpoint endpoint = config.getConfigurator().getEndpointInstance(Endpoint.class);
					return type.cast(new LimitedEndpoint(endpoint, StandardUpgrade.this.maxMessageSize));
				}

			})
			.build();
		super.upgradeHttpToWebSocket(request, response, limited, pathParameters);
	}

	/**
	 * Sets the limits of its session. Tomcat makes the buffers when the first message of
	 * a kind comes.
	 */
	private static final class LimitedEndpoint extends Endpoint {

		private final Endpoint endpoint;

		private final int maxMessageSize;

		LimitedEndpoint(Endpoint endpoint, int maxMessageSize) {
			this.endpoint = endpoint;
			this.maxMessageSize = maxMessageSize;
		}

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			session.setMaxTextMessageBufferSize(this.maxMessageSize);
			session.setMaxBinaryMessageBufferSize(this.maxMessageSize);
			this.endpoint.onOpen(session, config);
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			this.endpoint.onClose(session, reason);
		}

		@Override
		public void onError(Session session, Throwable error) {
			this.endpoint.onError(session, error);
		}

	}

}
