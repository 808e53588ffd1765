package io.github.socketiospring.transport.websocket;

import jakarta.servlet.ServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

/**
 * Finds Spring's WebSocket service for a server that is not Reactor Netty. Spring's own
 * choice goes by what is on the class path, where Reactor Netty always is. Safe for use
 * by any thread.
 */
final class OtherServers {

	private static final String SERVLET_REQUEST = "jakarta.servlet.http.HttpServletRequest";

	private static final String JETTY = "org.eclipse.jetty.";

	private final WebSocketOptions options;

	private volatile @Nullable WebSocketService servletContainer;

	private volatile @Nullable WebSocketService jetty;

	private volatile @Nullable WebSocketService unknown;

	OtherServers(WebSocketOptions options) {
		this.options = options;
	}

	/**
	 * Returns the service that can upgrade a request.
	 * @param request the request
	 * @return a service with Jetty's own WebSockets or a servlet container's standard
	 * ones, or Spring's choice for any other server
	 */
	WebSocketService serviceFor(ServerHttpRequest request) {
		Object nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		if (!isServlet(nativeRequest)) {
			return unknown();
		}
		return Servlet.unwrap(nativeRequest).getClass().getName().startsWith(JETTY) ? jetty() : servletContainer();
	}

	/** By name: the servlet API need not be there. */
	private static boolean isServlet(Object request) {
		for (Class<?> type : ClassUtils.getAllInterfacesForClass(request.getClass())) {
			if (type.getName().equals(SERVLET_REQUEST)) {
				return true;
			}
		}
		return false;
	}

	/** Each of these is created when it is needed, and harmless to create twice. */
	private WebSocketService servletContainer() {
		WebSocketService service = this.servletContainer;
		if (service == null) {
			service = new HandshakeWebSocketService(new StandardUpgrade(this.options.maxMessageSize()));
			this.servletContainer = service;
		}
		return service;
	}

	private WebSocketService jetty() {
		WebSocketService service = this.jetty;
		if (service == null) {
			service = new HandshakeWebSocketService(new JettyUpgrade(this.options.maxMessageSize()));
			this.jetty = service;
		}
		return service;
	}

	private WebSocketService unknown() {
		WebSocketService service = this.unknown;
		if (service == null) {
			service = new HandshakeWebSocketService();
			this.unknown = service;
		}
		return service;
	}

	/**
	 * Not loaded where the servlet API is not there.
	 */
	private static final class Servlet {

		/** Returns the container's own request, below what servlet filters wrap it in. */
		static Object unwrap(Object request) {
			Object candidate = request;
			while (candidate instanceof ServletRequestWrapper wrapper) {
				candidate = wrapper.getRequest();
			}
			return candidate;
		}

	}

}
