package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why there is no server to inject. Comes before Boot's own analysis, which
 * knows only that a bean is missing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingServerFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	private final Environment environment;

	MissingServerFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		if (cause.getBeanType() != SocketIOServer.class || cause instanceof NoUniqueBeanDefinitionException) {
			return null;
		}
		String who = (description != null) ? description : "A component";
		return new FailureAnalysis(who + " requires a bean of type '" + SocketIOServer.class.getName()
				+ "', and there is none: " + reason() + ".", action(), cause);
	}

	private String reason() {
		if (isDisabled()) {
			return "socketio.enabled is false";
		}
		return isServlet() ? "this is a servlet application without what socketio-spring-boot-starter brings"
				: "Socket.IO needs a web application, and this is none";
	}

	private String action() {
		if (isDisabled()) {
			return "Set socketio.enabled=true, or inject ObjectProvider<SocketIOServer> where the server may be missing.";
		}
		String action = isServlet() ? "Add socketio-spring-boot-starter, and exclude none of what it brings."
				: "Add socketio-spring-boot-starter, which brings WebFlux, and do not set "
						+ "spring.main.web-application-type=none; or give Socket.IO a port of its own, which needs no "
						+ "web application: socketio.server.port=8080.";
		return action + " Where the server may be missing, inject ObjectProvider<SocketIOServer>.";
	}

	private boolean isDisabled() {
		return !this.environment.getProperty("socketio.enabled", Boolean.class, true);
	}

	/** By name: the servlet API need not be there. */
	private boolean isServlet() {
		return this.beanFactory.containsBean("servletContext");
	}

}
