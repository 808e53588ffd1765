package io.github.socketiospring.benchmarks.metered;

import java.io.IOException;

import io.github.socketiospring.benchmarks.server.StarterServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter and its meters.
 */
@Configuration(proxyBeanMethods = false)
public class MeteredServer {

	/**
	 * Runs the application.
	 * @param args Spring Boot's arguments
	 * @throws IOException if the standard input fails
	 */
	public static void main(String[] args) throws IOException {
		StarterServer.run(args, MeteredServer.class);
	}

	@Bean
	PrometheusMeterRegistry meterRegistry() {
		return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
	}

}
