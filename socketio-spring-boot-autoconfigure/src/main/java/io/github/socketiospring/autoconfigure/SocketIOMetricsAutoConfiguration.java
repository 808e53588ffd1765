package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Counts with Micrometer where the application does.
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class,
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

}
