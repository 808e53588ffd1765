package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOEmitter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why there is no emitter to inject where no adapter is chosen. Comes before
 * Boot's own analysis, which knows only that a bean is missing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingEmitterFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	MissingEmitterFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		if (cause.getBeanType() != SocketIOEmitter.class || cause instanceof NoUniqueBeanDefinitionException
				|| !isAlone()) {
			return null;
		}
		String who = (description != null) ? description : "A component";
		return new FailureAnalysis(
				who + " requires a bean of type '" + SocketIOEmitter.class.getName()
						+ "', and there is none: socketio.adapter.type is not set, so that no servers can be reached.",
				"Set socketio.adapter.type, and with redis types socketio.adapter.prefix, to what the servers have. "
						+ "An application that serves clients itself emits through SocketIOServer, with any type.",
				cause);
	}

	private boolean isAlone() {
		return Binder.get(this.environment)
			.bind("socketio.adapter.type", SocketIOAdapterProperties.Type.class)
			.orElse(SocketIOAdapterProperties.Type.MEMORY) == SocketIOAdapterProperties.Type.MEMORY;
	}

}
