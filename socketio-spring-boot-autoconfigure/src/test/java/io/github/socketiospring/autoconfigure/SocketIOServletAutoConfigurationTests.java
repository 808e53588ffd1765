package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOServletAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketIOServletAutoConfigurationTests {

	@Test
	void warnsOnceInServletApplications(CapturedOutput output) {
		withAutoConfigurations(new WebApplicationContextRunner())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));

		assertThat(output.getAll().lines().filter((line) -> line.contains("Socket.IO"))).singleElement()
			.asString()
			.contains("WARN")
			.contains("needs a WebFlux application")
			.contains("spring.main.web-application-type=reactive")
			.contains("socketio.enabled=false");
	}

	@Test
	void isSilentWhereSocketIOIsDisabled(CapturedOutput output) {
		withAutoConfigurations(new WebApplicationContextRunner()).withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).doesNotContain("Socket.IO");
	}

	@Test
	void isSilentInReactiveApplications(CapturedOutput output) {
		withAutoConfigurations(new ReactiveWebApplicationContextRunner())
			.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class));

		assertThat(output).doesNotContain("needs a WebFlux application");
	}

	@Test
	void isSilentInApplicationsWithoutAWebServer(CapturedOutput output) {
		withAutoConfigurations(new ApplicationContextRunner())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));

		assertThat(output).doesNotContain("Socket.IO");
	}

	private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R withAutoConfigurations(R runner) {
		return runner.withConfiguration(
				AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class));
	}

}
