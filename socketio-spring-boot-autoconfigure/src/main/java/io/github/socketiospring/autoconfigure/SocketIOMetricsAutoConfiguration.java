package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

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
public final class SocketIOMetricsAutoConfiguration {

	SocketIOMetricsAutoConfiguration() {
	}

	/** Lazy: there is nothing to count where no policy is served. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(FlashPolicyObserver.class)
	PolicyMetrics socketIOPolicyMetrics(MeterRegistry registry) {
		return new PolicyMetrics(registry);
	}

	@Bean
	@ConditionalOnBean(AdapterCounters.class)
	AdapterMetrics socketIOAdapterMetrics(AdapterCounters adapters) {
		return new AdapterMetrics(adapters);
	}

}
