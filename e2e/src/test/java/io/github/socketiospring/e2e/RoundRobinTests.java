package io.github.socketiospring.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.e2e.server.TestServer;
import io.github.socketiospring.testkit.Ports;
import io.github.socketiospring.testkit.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three servers behind load balancers that send each request to another of them: no
 * client notices. Clients 0.9 are those of {@code proxied.mjs}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundRobinTests {

	private static final int SERVERS = 3;

	/**
	 * Takes a round trip to one server for a sign that all others have done their part.
	 */
	private static final String OF_ONE_SERVER = "meets others in rooms";

	private static final List<String> TRANSPORTS = List.of("polling", "websocket", "upgrade");

	private RedisServer redis;

	private List<Server> servers = List.of();

	/** Both at once: they are used in turns. */
	private List<LoadBalancer> running = List.of();

	private int nginxPort;

	private int haproxyPort;

	/**
	 * The load balancers.
	 */
	private enum Balancer {

		NGINX, HAPROXY

	}

	/**
	 * A server behind the load balancers.
	 *
	 * @param context its application
	 * @param handedOn how many requests another server has handed on to it
	 */
	private record Server(ConfigurableApplicationContext context, AtomicInteger handedOn) {

		static Server start(RedisServer redis) {
			AtomicInteger handedOn = new AtomicInteger();
			WebFilter counting = (exchange, chain) -> {
				if (exchange.getRequest().getHeaders().containsHeader("Socketio-Forwarded")) {
					handedOn.incrementAndGet();
				}
				return chain.filter(exchange);
			};
			return new Server(new SpringApplicationBuilder(TestServer.class).web(WebApplicationType.REACTIVE)
				.initializers((context) -> ((GenericApplicationContext) context).registerBean("counting",
						WebFilter.class, () -> counting))
				.properties("server.port=0", "server.address=127.0.0.1", "spring.config.name=test-server",
						"spring.main.register-shutdown-hook=false", "socketio.ping-interval=500ms",
						"socketio.ping-timeout=5s", "socketio.handlers.answer-errors=true",
						"server.forward-headers-strategy=framework", "spring.data.redis.url=" + redis.url(),
						"socketio.adapter.type=redis", "socketio.adapter.sticky-sessions=false",
						"socketio.adapter.internal-address=127.0.0.1")
				.run(), handedOn);
		}

		String address() {
			return "127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port");
		}

	}

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		this.redis = RedisServer.start();
		this.servers = IntStream.range(0, SERVERS).mapToObj((i) -> Server.start(this.redis)).toList();
		this.nginxPort = Ports.free();
		LoadBalancer nginx = LoadBalancer.nginx(Files.createDirectory(directory.resolve("nginx")), nginxSite(),
				this.nginxPort);
		this.haproxyPort = Ports.free();
		this.running = List.of(nginx, LoadBalancer.haproxy(Files.createDirectory(directory.resolve("haproxy")),
				haproxyConfiguration(), this.haproxyPort));
	}

	@AfterAll
	void stop() {
		this.running.forEach(LoadBalancer::close);
		this.servers.forEach((server) -> server.context().close());
		if (this.redis != null) {
			this.redis.close();
		}
	}

	private String each(String line) {
		return IntStream.range(0, SERVERS)
			.mapToObj((i) -> line.formatted(i, this.servers.get(i).address()))
			.reduce("", String::concat);
	}

	/** Round robin is what nginx does if nothing else is said. */
	private String nginxSite() {
		return """
				map $http_upgrade $connection_upgrade {
				  default upgrade;
				  "" "";
				}
				upstream app {
				%s  keepalive 32;
				}
				server {
				  listen 127.0.0.1:%d;
				  client_body_buffer_size 2m;
				  client_max_body_size 2m;
				  location /socket.io/ {
				    proxy_pass http://app;
				    proxy_http_version 1.1;
				    proxy_set_header Upgrade $http_upgrade;
				    proxy_set_header Connection $connection_upgrade;
				    proxy_set_header Host $http_host;
				    proxy_set_header X-Forwarded-For $remote_addr;
				    proxy_read_timeout 60s;
				    proxy_buffering off;
				  }
				}
				""".formatted(each("  # %d\n  server %s;\n"), this.nginxPort);
	}

	private String haproxyConfiguration() {
		return """
				defaults
				  mode http
				  timeout connect 5s
				  timeout client 60s
				  timeout server 60s
				  timeout tunnel 1h
				frontend web
				  bind 127.0.0.1:%d
				  option forwardfor
				  default_backend app
				backend app
				  balance roundrobin
				%s""".formatted(this.haproxyPort, each("  server app%d %s\n"));
	}

	private String url(Balancer balancer) {
		return "http://127.0.0.1:" + ((balancer == Balancer.NGINX) ? this.nginxPort : this.haproxyPort);
	}

	private Stream<Arguments> clients() {
		return Stream.of("socket.io-client", "socket.io-client-3", "socket.io-client-2", "socket.io-client-1")
			.flatMap((client) -> TRANSPORTS.stream()
				.flatMap((transport) -> Stream.of(Balancer.values())
					.map((balancer) -> Arguments.of(client, transport, balancer))));
	}

	@ParameterizedTest(name = "{0} over {1} behind {2}")
	@MethodSource("clients")
	void passesTheScenario(String client, String transport, Balancer balancer) throws Exception {
		boolean old = client.endsWith("-1") || client.endsWith("-2");
		String script = old ? "old-scenario.mjs" : "scenario.mjs";
		String output = NodeScript.run(NodeScript.DIRECTORY,
				List.of("env", "SKIP=" + OF_ONE_SERVER, "node", script, client, transport, url(balancer)));
		assertThat(output).endsWith("all steps passed\n");
		if (!transport.equals("websocket")) {
			assertHandedOn();
		}
	}

	@ParameterizedTest
	@EnumSource
	void passesFromManyAddresses(Balancer balancer) throws Exception {
		assertThat(NodeScript.run("proxied.mjs", url(balancer), "6")).endsWith("all steps passed\n");
		assertHandedOn();
	}

	private void assertHandedOn() {
		assertThat(this.servers.stream().mapToInt((server) -> server.handedOn().getAndSet(0)).sum()).isPositive();
	}

}
