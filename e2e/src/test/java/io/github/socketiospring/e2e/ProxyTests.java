package io.github.socketiospring.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.e2e.server.TestServer;
import io.github.socketiospring.testkit.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration in {@code docs/deployment.md}, word for word but for names, ports and
 * TLS: two servers behind each proxy, and clients from many addresses who claim to have
 * others.
 */
class ProxyTests {

	private static final int CLIENTS = 24;

	private static final Pattern APPLICATION = Pattern.compile("\\bapp([12]):8080\\b");

	@TempDir
	private static Path directory;

	private static String document = "";

	private static List<Server> servers = List.of();

	/**
	 * A server behind the proxies.
	 *
	 * @param context its application
	 * @param clients the addresses of the clients it has had
	 */
	private record Server(ConfigurableApplicationContext context, Set<String> clients) {

		static Server start(Map<String, Object> properties) {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(TestServer.class)
				.web(WebApplicationType.REACTIVE)
				.properties(properties)
				.properties("server.port=0", "server.address=127.0.0.1", "spring.config.name=test-server",
						"spring.main.register-shutdown-hook=false")
				.run();
			Set<String> clients = ConcurrentHashMap.newKeySet();
			context.getBean(SocketIOServer.class).of("/").onConnection((socket) -> {
				InetSocketAddress address = socket.handshake().remoteAddress();
				clients.add((address != null) ? address.getHostString() : "unknown");
			});
			return new Server(context, clients);
		}

		String address() {
			return "127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port");
		}

	}

	@BeforeAll
	static void start() throws IOException {
		document = Files.readString(Path.of("..", "docs", "deployment.md"));
		Map<String, Object> properties = yaml(block("yaml", "## In the application"));
		assertThat(properties).containsEntry("server.forward-headers-strategy", "framework");
		servers = List.of(Server.start(properties), Server.start(properties));
	}

	@AfterAll
	static void stop() {
		servers.forEach((server) -> server.context().close());
	}

	@BeforeEach
	void forget() {
		servers.forEach((server) -> server.clients().clear());
	}

	private static Map<String, Object> yaml(String text) throws IOException {
		Map<String, Object> properties = new ConcurrentHashMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("deployment",
				new ByteArrayResource(text.getBytes()))) {
			((Map<?, ?>) source.getSource()).forEach((key, value) -> properties.put(key.toString(), value.toString()));
		}
		return properties;
	}

	/** The first block of a language that follows a heading. */
	private static String block(String language, String heading) {
		int start = document.indexOf("```" + language + "\n", document.indexOf(heading));
		assertThat(start).as("block of %s below %s", language, heading).isPositive();
		return document.substring(document.indexOf('\n', start) + 1, document.indexOf("```", start + 3));
	}

	private static String replaced(String configuration, String listen, String replacement) {
		String local = configuration.replaceFirst(listen, replacement);
		assertThat(local).isNotEqualTo(configuration);
		Matcher applications = APPLICATION.matcher(local);
		assertThat(applications.results()).hasSize(2);
		return applications.replaceAll((found) -> servers.get(Integer.parseInt(found.group(1)) - 1).address());
	}

	@Test
	void nginx() throws Exception {
		int port = Ports.free();
		String site = replaced(block("nginx", "## nginx"), "listen 443 ssl;", "listen 127.0.0.1:" + port + ";");
		try (LoadBalancer balancer = LoadBalancer.nginx(directory, site, port)) {
			clientsKeepTheirServers(port);
		}
	}

	@Test
	void haproxy() throws Exception {
		int port = Ports.free();
		String configuration = replaced(block("haproxy", "## HAProxy"), "bind :443 .*", "bind 127.0.0.1:" + port);
		try (LoadBalancer balancer = LoadBalancer.haproxy(directory, configuration, port)) {
			clientsKeepTheirServers(port);
		}
	}

	private static void clientsKeepTheirServers(int port) throws Exception {
		String result = NodeScript.run("proxied.mjs", "http://127.0.0.1:" + port, String.valueOf(CLIENTS));
		assertThat(result).endsWith("all steps passed\n");
		Set<String> first = servers.get(0).clients();
		Set<String> second = servers.get(1).clients();
		assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
		assertThat(second).isNotEmpty();
		assertThat(first.size() + second.size()).as("%s and %s", first, second).isEqualTo(CLIENTS);
	}

}
