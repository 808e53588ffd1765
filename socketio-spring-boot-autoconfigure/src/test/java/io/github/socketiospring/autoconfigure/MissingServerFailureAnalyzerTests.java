package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.SocketIOServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingServerFailureAnalyzer}; that Boot finds it is a test of
 * {@link StartupFailureTests}.
 */
class MissingServerFailureAnalyzerTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final MockEnvironment environment = new MockEnvironment();

	private FailureAnalysis analyze(Throwable failure) {
		return new MissingServerFailureAnalyzer(this.beanFactory, this.environment).analyze(failure);
	}

	@Test
	void servletApplications() {
		this.beanFactory.registerSingleton("servletContext", new Object());
		new WebApplicationContextRunner().withUserConfiguration(Service.class).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Service")
				.contains(
						"requires a bean of type '" + SocketIOServer.class.getName() + "', and there is none: this is "
								+ "a servlet application without what socketio-spring-boot-starter brings.");
			assertThat(analysis.getAction()).contains("Add socketio-spring-boot-starter")
				.contains("ObjectProvider<SocketIOServer>");
		});
	}

	@Test
	void applicationsWithoutAWebServer() {
		FailureAnalysis analysis = analyze(new NoSuchBeanDefinitionException(SocketIOServer.class));
		assertThat(analysis.getDescription()).contains("Socket.IO needs a web application, and this is none");
		assertThat(analysis.getAction()).contains("spring.main.web-application-type=none", "socketio.server.port=");
	}

	@Test
	void switchedOff() {
		this.environment.setProperty("socketio.enabled", "false");
		FailureAnalysis analysis = analyze(new NoSuchBeanDefinitionException(SocketIOServer.class));
		assertThat(analysis.getDescription()).contains("socketio.enabled is false");
		assertThat(analysis.getAction()).contains("socketio.enabled=true");
	}

	@Test
	void otherBeansAreLeftToBoot() {
		assertThat(analyze(new NoSuchBeanDefinitionException(Runnable.class))).isNull();
	}

	static class Service {

		Service(SocketIOServer server) {
		}

	}

}
