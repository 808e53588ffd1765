package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.testkit.InMemoryServerDirectory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests are handed on by what only Reactor Netty has.
 */
class ForwardingLifecycleTests {

	private final InMemoryServerDirectory directory = new InMemoryServerDirectory();

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner(
			AnnotationConfigReactiveWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class,
				SocketIOAutoConfiguration.class))
		.withBean(ServerDirectory.class, () -> this.directory)
		.withBean(ReactiveWebServerFactory.class, () -> (handler) -> new OtherWebServer());

	@Test
	void anotherWebServerIsRefusedWithAdvice() {
		this.runner.withPropertyValues("socketio.adapter.sticky-sessions=false")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("socketio.adapter.sticky-sessions");
					assertThat(ex.getValue()).isEqualTo(false);
					assertThat(ex.getReason()).contains("this one is OtherWebServer",
							"Remove the other server's starter and put spring-boot-starter-reactor-netty in its place",
							"make the load balancer sticky");
				}));
		assertThat(this.directory.servers().collectList().block()).isEmpty();
	}

	@Test
	void withStickySessionsAnyWebServerWillDo() {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
	}

	/**
	 * A server that is none of Boot's.
	 */
	private static final class OtherWebServer implements WebServer {

		@Override
		public void start() {
			// There is nothing to start.
		}

		@Override
		public void stop() {
			// There is nothing to stop.
		}

		@Override
		public int getPort() {
			return 8080;
		}

	}

}
