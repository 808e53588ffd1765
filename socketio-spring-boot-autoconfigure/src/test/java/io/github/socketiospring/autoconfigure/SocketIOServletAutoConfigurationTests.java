package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.actuate.SocketIOHealthIndicator;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.servlet.SocketIOServlet;
import io.github.socketiospring.transport.flash.FlashPolicyServer;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOServletAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketIOServletAutoConfigurationTests {

	private final WebApplicationContextRunner runner = withAutoConfigurations(new WebApplicationContextRunner());

	@Test
	void servesBelowThePath() {
		this.runner.withPropertyValues("socketio.path=/live/").run((context) -> {
			assertThat(context).hasSingleBean(SocketIOServer.class).hasSingleBean(SocketIOHealthIndicator.class);
			ServletRegistrationBean<?> servlet = context.getBean(ServletRegistrationBean.class);
			assertThat(servlet.getServlet()).isInstanceOf(SocketIOServlet.class);
			assertThat(servlet.getUrlMappings()).containsExactly("/live/*");
			assertThat(servlet.isAsyncSupported()).isTrue();
		});
	}

	@Test
	void theServletMayBeTheApplicationsOwn() {
		this.runner.withUserConfiguration(OwnServlet.class).run((context) -> {
			ServletRegistrationBean<?> servlet = context.getBean(ServletRegistrationBean.class);
			assertThat(servlet.getUrlMappings()).containsExactly("/elsewhere/*");
		});
	}

	@Test
	void whatOnlyReactorNettyHasIsNotThere() {
		this.runner.withPropertyValues("socketio.policy-server.enabled=true", "socketio.policy-server.port=0")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(FlashPolicyServer.class);
				assertThat(context.getBeanDefinitionNames()).doesNotContain("socketIOHttpConnections",
						"socketIOHixieUpgrade", "socketIOPathFilter");
			});
	}

	@ParameterizedTest
	@CsvSource({ "socketio.adapter.sticky-sessions=false, Make the load balancer sticky",
			"socketio.policy-server.inline=true, socketio.policy-server.enabled=true" })
	void whatOthersWouldRelyOnIsRefused(String property, String advice) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getReason()).contains(advice, "servlet", "socketio.server.port")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "socketio.per-message-deflate.enabled=true", "socketio.http-timeouts.idle=5s" })
	void whatHasNoEffectIsSaid(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains(property.replaceFirst("(\\.idle)?=.*", "") + " has no effect in a servlet application");
	}

	@Test
	void nothingIsSaidOfDefaults(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("has no effect");
	}

	@Test
	void handlersMayWantTheSession() {
		this.runner.withUserConfiguration(WithSession.class).run((context) -> assertThat(context).hasNotFailed());
	}

	/** Who only emits has a library more, and no server. */
	@Test
	void isNotThereWithoutWhatTheStarterBrings() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.webflux"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void doesWithoutSpringMvcAndSpringSecurity() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet", "org.springframework.security"))
			.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class));
	}

	@Test
	void isNotThereWhereSocketIOIsDisabled() {
		this.runner.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOServer.class)
				.doesNotHaveBean(ServletRegistrationBean.class));
	}

	@Test
	void isNotThereInReactiveApplications() {
		withAutoConfigurations(new ReactiveWebApplicationContextRunner())
			.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class)
				.doesNotHaveBean(ServletRegistrationBean.class));
	}

	@Test
	void isNotThereInApplicationsWithoutAWebServer() {
		withAutoConfigurations(new ApplicationContextRunner())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R withAutoConfigurations(R runner) {
		return runner.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class,
				SocketIOServletAutoConfiguration.class, SocketIOHealthAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServlet {

		@Bean
		ServletRegistrationBean<SocketIOServlet> socketIOServlet() {
			return new ServletRegistrationBean<>(SocketIOServlet.of(() -> {
				throw new IllegalStateException();
			}, true, false), "/elsewhere/*");
		}

	}

	@SocketIONamespace
	static class WithSession {

		@OnEvent("say")
		void say(HttpSession session) {
		}

	}

}
