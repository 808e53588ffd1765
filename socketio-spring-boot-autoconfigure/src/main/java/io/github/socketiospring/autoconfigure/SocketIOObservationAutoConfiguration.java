package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.observation.ObservationWatcher;
import io.github.socketiospring.observation.SocketIOAckObservationConvention;
import io.github.socketiospring.observation.SocketIOEventObservationConvention;
import io.github.socketiospring.transport.webflux.RequestContext;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Observes handlers and acknowledgements with the application's Micrometer registry, if
 * it has a tracer or asks for it.
 * <p>
 * Before Boot's tracer that traces nothing, which is not worth it.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure."
						+ "OpenTelemetryTracingAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ SocketIOProperties.class, ObservationRegistry.class })
@ConditionalOnBooleanProperty(name = SocketIOObservationAutoConfiguration.ENABLED, matchIfMissing = true)
@Conditional(SocketIOObservationAutoConfiguration.TracerOrProperty.class)
public final class SocketIOObservationAutoConfiguration {

	static final String ENABLED = "socketio.observations.enabled";

	SocketIOObservationAutoConfiguration() {
	}

	/** Outside of what measures, so that a measurement can name the trace. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 10)
	@ConditionalOnMissingBean
	ObservationWatcher socketIOObservationWatcher(ObservationRegistry registry,
			ObjectProvider<SocketIOEventObservationConvention> events,
			ObjectProvider<SocketIOAckObservationConvention> acks) {
		return new ObservationWatcher(registry, events.getIfAvailable(), acks.getIfAvailable());
	}

	/**
	 * What a handler does belongs to the observation of its event, and not to that of the
	 * request which opened the connection, which has ended long before.
	 */
	@Bean
	RequestContext socketIORequestContextWithoutObservation() {
		return (exchange, context) -> Mono.just(context.hasKey(ObservationThreadLocalAccessor.KEY)
				? Context.of(context).delete(ObservationThreadLocalAccessor.KEY) : context);
	}

	/**
	 * Without a tracer, timers are all that comes of it, and there are cheaper ones.
	 */
	static class TracerOrProperty extends AnyNestedCondition {

		TracerOrProperty() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
		static class HasTracer {

		}

		@ConditionalOnBooleanProperty(name = ENABLED)
		static class IsAsked {

		}

	}

}
