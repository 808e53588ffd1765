package io.github.socketiospring.servlet;

import java.io.IOException;
import java.util.Collections;
import java.util.function.Supplier;

import io.github.socketiospring.transport.webflux.EnginePaths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.server.reactive.ServletHttpHandlerAdapter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Serves all requests below the engine's path, behind the servlet filters. Asynchronous:
 * no thread of the container waits for a poll to be answered or for a body to come, and
 * the container's time-out for asynchronous requests does not apply. To be mapped once,
 * to {@code <path>/*}.
 */
public final class SocketIOServlet extends ServletHttpHandlerAdapter {

	private static final String WEBSOCKETS = "ServerContainer";

	private final SingletonSupplier<EnginePaths> mapping;

	private final boolean addTrailingSlash;

	private final boolean webSockets;

	private SocketIOServlet(SingletonSupplier<EnginePaths> mapping, boolean addTrailingSlash, boolean webSockets) {
		super(new ServletExchanges(mapping::obtain));
		this.mapping = mapping;
		this.addTrailingSlash = addTrailingSlash;
		this.webSockets = webSockets;
	}

	/**
	 * Creates a servlet.
	 * @param mapping finds the handlers, by paths that begin behind the servlet's own;
	 * asked for when the servlet is initialized
	 * @param addTrailingSlash whether requests must have the slash behind the path
	 * @param webSockets whether the container must have WebSockets
	 * @return the servlet
	 */
	public static SocketIOServlet of(Supplier<EnginePaths> mapping, boolean addTrailingSlash, boolean webSockets) {
		return new SocketIOServlet(SingletonSupplier.of(mapping), addTrailingSlash, webSockets);
	}

	/**
	 * Initializes the servlet.
	 * @param config the servlet's configuration
	 * @throws MissingWebSocketsException if the container has no WebSockets, and must
	 * have them
	 */
	@Override
	public void init(ServletConfig config) {
		super.init(config);
		this.mapping.obtain();
		if (this.webSockets && !hasWebSockets(config.getServletContext())) {
			throw new MissingWebSocketsException(config.getServletContext().getServerInfo());
		}
	}

	/** The standard's and Jetty's own are in attributes that end alike. */
	private static boolean hasWebSockets(ServletContext context) {
		return Collections.list(context.getAttributeNames()).stream().anyMatch((name) -> name.endsWith(WEBSOCKETS));
	}

	@Override
	public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
		// The container dispatches a request again only when its answer has failed.
		if (request.getDispatcherType() != DispatcherType.ASYNC) {
			if (!isServed((HttpServletRequest) request)) {
				((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
				return;
			}
			if (!request.isAsyncSupported()) {
				throw new ServletException("A servlet filter before Socket.IO does not support asynchronous requests. "
						+ "Register it with asyncSupported = true (@WebFilter) or by a FilterRegistrationBean, or do not "
						+ "map it to " + getServletPath() + "/*");
			}
			// That filter would keep the answer back until a dispatch that never comes.
			ShallowEtagHeaderFilter.disableContentCaching(request);
		}
		super.service(request, response);
	}

	/**
	 * Containers decode and normalize paths before they look for a servlet. The engine
	 * takes its path only as it is, on all web stacks.
	 */
	private boolean isServed(HttpServletRequest request) {
		String path = request.getRequestURI();
		String own = request.getContextPath() + getServletPath();
		if (!path.startsWith(own)) {
			return false;
		}
		return (path.length() == own.length()) ? !this.addTrailingSlash : path.charAt(own.length()) == '/';
	}

}
