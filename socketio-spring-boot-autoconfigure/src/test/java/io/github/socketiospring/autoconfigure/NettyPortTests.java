package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyPort}.
 */
class NettyPortTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final NettyPort port = new NettyPort(this.environment);

	@Test
	void theApplicationsIsConfiguredAsTheApplicationIs() {
		assertThat(this.port.basePath()).isEmpty();
		assertThat(this.port.idleTimeout()).isNull();
		assertThat(this.port.tlsProperty()).isNull();
		configureTheApplications();
		assertThat(this.port.basePath()).isEqualTo("/shop");
		assertThat(this.port.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
		assertThat(this.port.tlsProperty()).isEqualTo("server.ssl");
		this.environment.setProperty("server.ssl.enabled", "false");
		assertThat(this.port.tlsProperty()).isNull();
	}

	/** Whoever relies on a time-out that is not there has none. */
	@Test
	void thatIsOfNoMeaningForAPortOfItsOwn() {
		this.environment.setProperty("socketio.server.port", "0");
		configureTheApplications();
		assertThat(this.port.basePath()).isEmpty();
		assertThat(this.port.idleTimeout()).isNull();
		assertThat(this.port.tlsProperty()).isNull();
		this.environment.setProperty("socketio.server.ssl.bundle", "web");
		assertThat(this.port.tlsProperty()).isEqualTo("socketio.server.ssl.bundle");
	}

	private void configureTheApplications() {
		this.environment.withProperty("spring.webflux.base-path", "/shop")
			.withProperty("server.netty.idle-timeout", "10m")
			.setProperty("server.ssl.bundle", "web");
	}

}
