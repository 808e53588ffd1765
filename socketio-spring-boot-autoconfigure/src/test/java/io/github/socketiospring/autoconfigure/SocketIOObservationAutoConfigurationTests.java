package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.observation.ObservationWatcher;
import io.github.socketiospring.server.event.EventSettings;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOObservationAutoConfiguration}.
 */
class SocketIOObservationAutoConfigurationTests {

	private static final String ON = "socketio.observations.enabled=true";

	private static final String OFF = "socketio.observations.enabled=false";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIOObservationAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner withRegistry = this.runner.withBean(ObservationRegistry.class,
			ObservationRegistry::create);

	private final ReactiveWebApplicationContextRunner withBoot = this.runner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, NoopTracerAutoConfiguration.class));

	@Test
	void isOnIfThereIsATracer() {
		this.withRegistry.withBean(Tracer.class, () -> Tracer.NOOP).run((context) -> {
			assertThat(context).hasSingleBean(ObservationWatcher.class);
			assertThat(context.getBean(EventSettings.class).watchers())
				.containsExactly(context.getBean(ObservationWatcher.class));
		});
	}

	@Test
	void isOnWithBootsTracer() {
		this.withBoot
			.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class,
					OpenTelemetryTracingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Tracer.class)
				.hasSingleBean(ObservationWatcher.class));
	}

	@Test
	void isOffWithBootsTracerThatTracesNothing() {
		this.withBoot.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(Tracer.class)
			.doesNotHaveBean(ObservationWatcher.class));
	}

	@Test
	void isOffWithoutATracer() {
		this.withRegistry.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOObservationAutoConfiguration.class);
			assertThat(context.getBean(EventSettings.class).watchers()).isEmpty();
		});
	}

	@Test
	void thePropertyDecides() {
		this.withRegistry.withPropertyValues(ON)
			.run((context) -> assertThat(context).hasSingleBean(ObservationWatcher.class));
		this.withRegistry.withBean(Tracer.class, () -> Tracer.NOOP)
			.withPropertyValues(OFF)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOObservationAutoConfiguration.class));
	}

	@Test
	void backsOff() {
		ObservationWatcher own = new ObservationWatcher(ObservationRegistry.NOOP, null, null);
		this.withRegistry.withPropertyValues(ON)
			.withBean(ObservationWatcher.class, () -> own)
			.run((context) -> assertThat(context.getBean(ObservationWatcher.class)).isSameAs(own));
	}

	@Test
	void needsNoLibraryForTracing() {
		this.withRegistry.withPropertyValues(ON)
			.withClassLoader(new FilteredClassLoader("io.micrometer.tracing", "io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ObservationWatcher.class));
	}

	@Test
	void backsOffWithoutARegistryAndWithoutAServer() {
		this.runner.withPropertyValues(ON)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOObservationAutoConfiguration.class));
		this.withRegistry.withPropertyValues(ON, "socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOObservationAutoConfiguration.class));
	}

}
