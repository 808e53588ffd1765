package io.github.socketiospring.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.legacy.LegacySessions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * An ordinary Boot application with the auto-configuration, on a random port.
 */
public final class TestServer implements AutoCloseable {

	/** Two, so that requests of one session meet on different ones. */
	private static final int LOOPS = 2;

	static {
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
		Awaitility.setDefaultTimeout(Duration.ofSeconds(20));
	}

	private final ConfigurableApplicationContext context;

	private final @Nullable VirtualClock clock;

	/** Take the requests of sessions that are here. */
	private final List<TestServer> others;

	private final AtomicInteger turn = new AtomicInteger();

	private TestServer(ConfigurableApplicationContext context, @Nullable VirtualClock clock, List<TestServer> others) {
		this.context = context;
		this.clock = clock;
		this.others = others;
	}

	/**
	 * Starts a server.
	 * @param customizer adds namespaces, handlers and listeners
	 * @param properties such as {@code socketio.ping-interval=1s}
	 */
	public static TestServer start(SocketIOServerCustomizer customizer, String... properties) {
		return new Builder().customizer(customizer).properties(properties).start();
	}

	/** A server that somebody else has started, and will stop. */
	public static TestServer around(ConfigurableApplicationContext context) {
		return new TestServer(context, null, List.of());
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The same server behind others: clients open their sessions here, and what they
	 * request then goes to the others, in turns. Those are closed with this one.
	 */
	public TestServer behind(TestServer... servers) {
		return new TestServer(this.context, this.clock, List.of(servers));
	}

	/** The port for requests of sessions. */
	public int port() {
		int next = this.turn.getAndIncrement();
		return this.others.isEmpty() ? ownPort() : this.others.get(next % this.others.size()).port();
	}

	/**
	 * The port for requests that open sessions: the application's, or the one that
	 * clients have for themselves.
	 */
	public int ownPort() {
		Environment environment = this.context.getEnvironment();
		String port = environment.getProperty("local.socketio.port");
		return Integer.parseInt((port != null) ? port : environment.getRequiredProperty("local.server.port"));
	}

	public URI uri(String scheme, String pathAndQuery) {
		boolean session = pathAndQuery.contains("sid=") || pathAndQuery.matches("/socket\\.io/1/[^?].*");
		return URI.create(scheme + "://localhost:" + (session ? port() : ownPort()) + pathAndQuery);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public SocketIOServer io() {
		return this.context.getBean(SocketIOServer.class);
	}

	public EngineServer engine() {
		return this.context.getBean(EngineServer.class);
	}

	public LegacySessions legacySessions() {
		return this.context.getBean(LegacySessions.class);
	}

	public VirtualClock clock() {
		if (this.clock == null) {
			throw new IllegalStateException("this server has no virtual time");
		}
		return this.clock;
	}

	/** Lets virtual time pass; real time passes by itself. */
	public void letPass(Duration duration) {
		if (this.clock != null) {
			this.clock.advance(duration);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.others.forEach(TestServer::close);
	}

	/**
	 * What a server is made of.
	 */
	public static final class Builder {

		private final SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.main.log-startup-info=false",
					"spring.main.register-shutdown-hook=false");

		private @Nullable VirtualClock clock;

		public Builder customizer(SocketIOServerCustomizer customizer) {
			return bean(SocketIOServerCustomizer.class, customizer);
		}

		public Builder properties(String... properties) {
			this.application.properties(properties);
			return this;
		}

		public <T> Builder bean(Class<T> type, T bean) {
			this.application.initializers((context) -> ((GenericApplicationContext) context)
				.registerBean(type.getSimpleName() + System.identityHashCode(bean), type, () -> bean));
			return this;
		}

		/** Adds beans that need others. */
		public Builder configuration(Class<?> configuration) {
			this.application.sources(configuration);
			return this;
		}

		/** All timers of the server wait for {@link VirtualClock#advance}. */
		public Builder virtualTime() {
			VirtualClock virtual = new VirtualClock();
			this.clock = virtual;
			return bean(TimerWheel.class, new TimerWheel(virtual));
		}

		public TestServer start() {
			// By default all servers of a process share threads, and the first that stops
			// stops them.
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setLoopResourcesSupplier(() -> LoopResources.create("test-loop", 1, LOOPS, true));
			resources.setShutdownQuietPeriod(Duration.ZERO);
			bean(ReactorResourceFactory.class, resources);
			return new TestServer(this.application.run(), this.clock, List.of());
		}

	}

	/**
	 * The application; security is on the test class path for others.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive."
					+ "ReactiveManagementWebSecurityAutoConfiguration" })
	static class Application {

	}

}
