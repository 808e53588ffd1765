package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.metrics.AdapterMeters;
import io.github.socketiospring.metrics.EngineMeters;
import io.github.socketiospring.metrics.PolicyMeters;
import io.github.socketiospring.metrics.ServerMeters;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * Registers the meters of the Socket.IO server with the application's Micrometer
 * registry.
 */
@AutoConfiguration(
		after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class,
				SocketIOPostgresAutoConfiguration.class, SocketIORedisAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ SocketIOProperties.class, MeterRegistry.class })
@ConditionalOnBooleanProperty(name = "socketio.metrics.enabled", matchIfMissing = true)
public final class SocketIOMetricsAutoConfiguration {

	SocketIOMetricsAutoConfiguration() {
	}

	/** The first, because it tells the transports of a session's traffic apart. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean
	EngineMeters socketIOEngineMeters(MeterRegistry registry, ObjectProvider<EngineServer> engine) {
		SingletonSupplier<EngineServer> own = SingletonSupplier.of(engine::getObject);
		return new EngineMeters(registry, () -> own.obtain().sessions());
	}

	/** The innermost, so that it measures the handler and nothing else. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean
	ServerMeters socketIOServerMeters(MeterRegistry registry, TimerWheel timers, SocketIOProperties properties) {
		return new ServerMeters(registry,
				PropertyChecks.atLeast(1, "metrics.max-event-names", properties.metrics().maxEventNames()),
				timers::coarseNanos);
	}

	/** Lazy: there is nothing to count where no policy is served. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(FlashPolicyObserver.class)
	PolicyMeters socketIOPolicyMeters(MeterRegistry registry) {
		return new PolicyMeters(registry);
	}

	@Bean
	@ConditionalOnBean(AdapterCounters.class)
	AdapterMeters socketIOAdapterMeters(AdapterCounters adapters) {
		return new AdapterMeters(adapters);
	}

}
