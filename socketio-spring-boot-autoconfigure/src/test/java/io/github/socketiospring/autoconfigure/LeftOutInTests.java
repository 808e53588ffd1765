package io.github.socketiospring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what is on the class path for a few tests only: the servlet containers are
 * there for servlet applications, and Boot would take Jetty for those of WebFlux, too;
 * the tracer is there for those that set {@code tests.tracing}.
 */
final class LeftOutInTests implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final String BOOT = "org.springframework.boot.";

	private static final List<String> CONTAINERS = List.of(
			BOOT + "jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration",
			BOOT + "jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
			BOOT + "tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration",
			BOOT + "tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration");

	private static final List<String> TRACING = List.of(
			BOOT + "micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
			BOOT + "micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
			BOOT + "micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
			BOOT + "opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration");

	private boolean tracing;

	@Override
	public void setEnvironment(Environment environment) {
		this.tracing = environment.getProperty("tests.tracing", Boolean.class, false);
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[classes.length];
		for (int i = 0; i < classes.length; i++) {
			matches[i] = classes[i] == null || !isLeftOut(classes[i]);
		}
		return matches;
	}

	private boolean isLeftOut(String name) {
		return CONTAINERS.contains(name) || (!this.tracing && TRACING.contains(name));
	}

}
