package io.github.socketiospring.e2e.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.e2e.server.TestServer;
import io.github.socketiospring.testkit.KubernetesManifests;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.RedisServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server in the environment that {@code docs/kubernetes.md} gives to its pod, with
 * Redis as closed as {@code docs/cluster.md} says.
 */
class KubernetesTests {

	private static final Pattern ACL = Pattern.compile("^ACL SETUSER (.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

	private final KubernetesManifests manifests = KubernetesManifests.read();

	@Test
	void probesAskForWhatHelps() {
		try (RedisServer redis = RedisServer.start()) {
			redis.call(acl().toArray());
			try (ConfigurableApplicationContext context = start(redis)) {
				int port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
				SocketIOServer io = context.getBean(SocketIOServer.class);
				assertThat(io.serverCount().block(TIME_LIMIT)).isEqualTo(1);
				io.emit("hello");
				await().until(() -> Long.valueOf(1).equals(redis.call("XLEN", "socket.io")));
				assertThat((List<?>) redis.call("SMEMBERS", "socket.io-servers")).hasSize(1);
				assertThat(status(port, "/actuator/health")).isEqualTo(200);
				assertProbes(port);
				redis.stop();
				await().until(() -> status(port, "/actuator/health") == 503);
				assertProbes(port);
			}
		}
	}

	private void assertProbes(int port) {
		for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
			String path = (String) KubernetesManifests.at(this.manifests.container(), probe, "httpGet").get("path");
			assertThat(status(port, path)).as(path).isEqualTo(200);
		}
	}

	private static int status(int port, String path) {
		try (RawHttp http = new RawHttp(port)) {
			http.request("GET", path, null);
			return http.response().status();
		}
	}

	private ConfigurableApplicationContext start(RedisServer redis) {
		Map<String, Object> variables = new HashMap<>(this.manifests.environment());
		variables.put("SOCKETIO_ADAPTER_INTERNALADDRESS", "127.0.0.1");
		variables.put("SPRING_DATA_REDIS_HOST", "127.0.0.1");
		variables.put("SPRING_DATA_REDIS_PORT", String.valueOf(redis.port()));
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
		return new SpringApplicationBuilder(TestServer.class).web(WebApplicationType.REACTIVE)
			.environment(environment)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.config.name=test-server",
					"spring.main.register-shutdown-hook=false")
			.run();
	}

	/** The command of the document, in words. */
	private static List<Object> acl() {
		Matcher matcher = ACL.matcher(KubernetesManifests.document("cluster.md"));
		assertThat(matcher.find()).isTrue();
		List<Object> words = new ArrayList<>(List.of("ACL", "SETUSER"));
		for (String word : matcher.group(1).trim().split("\\s+")) {
			words.add(word.replace("\"", ""));
		}
		return words;
	}

}
