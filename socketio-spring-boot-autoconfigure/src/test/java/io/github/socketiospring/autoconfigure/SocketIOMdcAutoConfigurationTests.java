package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.observation.MdcWatcher;
import io.github.socketiospring.observation.ObservationWatcher;
import io.github.socketiospring.server.event.EventSettings;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOMdcAutoConfiguration}.
 */
class SocketIOMdcAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIOMdcAutoConfiguration.class,
				SocketIOObservationAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner on = this.runner.withPropertyValues("socketio.handlers.mdc=true");

	@Test
	void isOffByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOMdcAutoConfiguration.class);
			assertThat(context.getBean(EventSettings.class).watchers()).isEmpty();
		});
	}

	@Test
	void standsOutsideOfAllOthers() {
		this.on.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("socketio.observations.enabled=true")
			.run((context) -> assertThat(context.getBean(EventSettings.class).watchers())
				.containsExactly(context.getBean(MdcWatcher.class), context.getBean(ObservationWatcher.class)));
	}

	@Test
	void backsOff() {
		MdcWatcher own = new MdcWatcher();
		this.on.withBean(MdcWatcher.class, () -> own)
			.run((context) -> assertThat(context.getBean(MdcWatcher.class)).isSameAs(own));
	}

	@Test
	void needsNoContextPropagation() {
		this.on.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MdcWatcher.class)
				.doesNotHaveBean("socketIOMdcPropagation"));
	}

	@Test
	void backsOffWithoutAServer() {
		this.on.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOMdcAutoConfiguration.class));
	}

}
