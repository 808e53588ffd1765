package io.github.socketiospring.samples.cluster;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code compose.yaml} names is what there is. Nothing is started.
 */
@SuppressWarnings("unchecked")
class ComposeTests {

	private static final List<String> SERVERS = List.of("alder", "birch", "cedar");

	private final Map<String, Map<String, Object>> services = services();

	private static Map<String, Map<String, Object>> services() {
		try (Reader file = Files.newBufferedReader(Path.of("compose.yaml"))) {
			Map<String, Object> compose = new Yaml().load(file);
			return (Map<String, Map<String, Object>>) compose.get("services");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void servesOnTheLoopbackAddressOnly() {
		assertThat(this.services).containsOnlyKeys("redis", "alder", "birch", "cedar", "balancer");
		assertThat(this.services.get("balancer")).containsEntry("ports", List.of("127.0.0.1:8080:8080"));
		assertThat(this.services.values()).filteredOn((service) -> service.containsKey("ports")).hasSize(1);
	}

	@Test
	void serversAreThoseOfTheLoadBalancers() throws IOException {
		assertThat(this.services.get("balancer")).containsEntry("depends_on", SERVERS);
		for (String file : List.of("nginx.conf", "haproxy.cfg")) {
			String configuration = Files.readString(Path.of("src/main/resources/balancer", file));
			assertThat(SERVERS).as(file).allMatch((server) -> configuration.contains(server + ":8080"));
		}
		assertThat((List<String>) this.services.get("balancer").get("volumes"))
			.containsExactly("./src/main/resources/balancer/nginx.conf:/etc/nginx/conf.d/default.conf:ro");
	}

	@Test
	void serversRunTheJarOfTheBuild() throws IOException {
		String build = Files.readString(Path.of("pom.xml"));
		assertThat(build).contains("<finalName>sample-cluster</finalName>");
		for (String server : SERVERS) {
			Map<String, Object> service = this.services.get(server);
			assertThat(service).containsEntry("command", List.of("java", "-jar", "/sample-cluster.jar"))
				.containsEntry("volumes", List.of("./target/sample-cluster.jar:/sample-cluster.jar:ro"));
		}
	}

	@Test
	void serversFindTheirNameAndRedis() {
		for (String server : SERVERS) {
			assertThat(this.services.get(server)).containsEntry("depends_on", List.of("redis"))
				.containsEntry("environment", Map.of("SAMPLE_SERVER", server, "SPRING_DATA_REDIS_HOST", "redis"));
		}
	}

}
