package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.testkit.KubernetesManifests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static io.github.socketiospring.testkit.KubernetesManifests.at;
import static io.github.socketiospring.testkit.KubernetesManifests.list;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Kubernetes objects of {@code docs/kubernetes.md} fit each other, and the properties
 * that there are. That a server runs with them is seen in {@code e2e}.
 */
class KubernetesManifestsTests {

	private static final Map<String, String> VERSIONS = Map.of("ConfigMap", "v1", "Secret", "v1", "Service", "v1",
			"Deployment", "apps/v1", "Ingress", "networking.k8s.io/v1", "NetworkPolicy", "networking.k8s.io/v1",
			"HorizontalPodAutoscaler", "autoscaling/v2");

	private static final String INGRESS = "nginx.ingress.kubernetes.io/";

	private final KubernetesManifests manifests = KubernetesManifests.read();

	private final Map<String, Object> pod = at(this.manifests.first("Deployment"), "spec", "template");

	private final Map<String, Object> container = this.manifests.container();

	private final Map<String, Object> labels = at(this.pod, "metadata", "labels");

	@Test
	void allAreObjects() {
		assertThat(this.manifests.objects()).extracting((object) -> object.get("kind")).containsAll(VERSIONS.keySet());
		assertThat(this.manifests.objects()).allSatisfy((object) -> {
			assertThat(object).containsEntry("apiVersion", VERSIONS.get(object.get("kind")));
			assertThat(at(object, "metadata").get("name")).asString().matches("[a-z][a-z0-9-]{0,62}");
		});
	}

	@Test
	void selectorsFindThePods() {
		assertThat(at(this.manifests.first("Deployment"), "spec", "selector", "matchLabels")).isEqualTo(this.labels);
		assertThat(at(this.manifests.first("Service"), "spec", "selector")).isEqualTo(this.labels);
		Map<String, Object> policy = at(this.manifests.first("NetworkPolicy"), "spec");
		assertThat(at(policy, "podSelector", "matchLabels")).isEqualTo(this.labels);
		// Those that hand requests on are the pods themselves.
		assertThat(list(list(policy, "ingress").get(0), "from"))
			.contains(Map.of("podSelector", Map.of("matchLabels", this.labels)));
		Map<String, Object> redis = at(this.manifests.ofKind("NetworkPolicy").get(1), "spec");
		assertThat(list(list(redis, "ingress").get(0), "from"))
			.containsExactly(Map.of("podSelector", Map.of("matchLabels", this.labels)));
	}

	@Test
	void portsAreThoseOfTheContainer() {
		Map<String, Object> port = list(this.container, "ports").get(0);
		assertThat(port).containsEntry("containerPort", 8080);
		Map<String, Object> service = this.manifests.first("Service");
		Map<String, Object> servicePort = list(at(service, "spec"), "ports").get(0);
		assertThat(servicePort).containsEntry("targetPort", port.get("name"));
		Map<String, Object> path = list(at(list(at(this.manifests.first("Ingress"), "spec"), "rules").get(0), "http"),
				"paths")
			.get(0);
		assertThat(path).containsEntry("path", "/").containsEntry("pathType", "Prefix");
		assertThat(at(path, "backend", "service")).containsEntry("name", at(service, "metadata").get("name"))
			.containsEntry("port", Map.of("name", servicePort.get("name")));
		Map<String, Object> policy = list(at(this.manifests.first("NetworkPolicy"), "spec"), "ingress").get(0);
		assertThat(list(policy, "ports")).containsExactly(Map.of("port", port.get("name")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "startupProbe", "readinessProbe", "livenessProbe" })
	void probesAskTheContainersPort(String probe) {
		assertThat(at(this.container, probe, "httpGet"))
			.containsEntry("port", list(this.container, "ports").get(0).get("name"))
			.hasEntrySatisfying("path", (path) -> assertThat(path)
				.isEqualTo("/actuator/health/" + (probe.equals("readinessProbe") ? "readiness" : "liveness")));
	}

	@Test
	void theEnvironmentIsThatOfTheObjects() {
		assertThat(list(this.container, "envFrom")).containsExactly(
				Map.of("configMapRef", Map.of("name", at(this.manifests.first("ConfigMap"), "metadata").get("name"))),
				Map.of("secretRef", Map.of("name", at(this.manifests.first("Secret"), "metadata").get("name"))));
		assertThat(list(this.container, "env")).containsExactly(Map.of("name", "SOCKETIO_ADAPTER_INTERNALADDRESS",
				"valueFrom", Map.of("fieldRef", Map.of("fieldPath", "status.podIP"))));
	}

	@Test
	void variablesAreProperties() throws IOException {
		Set<String> known = new HashSet<>();
		for (URL file : Collections
			.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream input = file.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(input).path("properties")) {
					known.add(variable(property.get("name").asString()));
				}
			}
		}
		assertThat(variables().keySet()).isSubsetOf(known);
		this.manifests.ofKind("ConfigMap").forEach((map) -> assertThat(at(map, "data").keySet()).isSubsetOf(known));
	}

	private static String variable(String property) {
		return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	private Map<String, Object> variables() {
		Map<String, Object> variables = new HashMap<>(this.manifests.environment());
		list(this.container, "env").forEach((each) -> variables.put(String.valueOf(each.get("name")), "10.1.2.3"));
		return variables;
	}

	@Test
	void variablesHaveValuesThatFit() {
		Binder binder = binder(variables());
		SocketIOAdapterProperties adapter = binder.bindOrCreate("socketio.adapter", SocketIOAdapterProperties.class);
		assertThat(adapter.type()).isEqualTo(SocketIOAdapterProperties.Type.REDIS_STREAMS);
		assertThat(adapter.stickySessions()).isFalse();
		assertThat(adapter.internalAddress()).isEqualTo("10.1.2.3");
		assertThat(properties(binder).connectionStateRecovery().enabled()).isTrue();
		assertThat(binder.bind("server.forward-headers-strategy", String.class).get()).isEqualTo("framework");
	}

	private static SocketIOProperties properties(Binder binder) {
		return binder.bindOrCreate("socketio", SocketIOProperties.class);
	}

	private static Binder binder(Map<String, Object> variables) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return new Binder(ConfigurationPropertySources.from(sources));
	}

	@Test
	void podsHaveTheTimeToEnd() {
		Map<String, Object> spec = at(this.pod, "spec");
		Binder binder = binder(variables());
		Duration phase = binder.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class).get();
		Duration pause = Duration.ofSeconds((int) at(this.container, "lifecycle", "preStop", "sleep").get("seconds"));
		// Clients are let go in one phase, and the web server ends in the other.
		SocketIOProperties properties = properties(binder);
		assertThat(properties.shutdown().drain()).isPositive();
		assertThat(properties.shutdown().drain().plus(properties.handlers().shutdownTimeout()))
			.isLessThanOrEqualTo(phase);
		Duration needed = pause.plus(phase.multipliedBy(2));
		assertThat(Duration.ofSeconds((int) spec.get("terminationGracePeriodSeconds"))).isGreaterThanOrEqualTo(needed);
	}

	@Test
	void pollsAreNotCut() {
		SocketIOProperties properties = properties(binder(variables()));
		Duration longest = properties.pingInterval().plus(properties.pingTimeout());
		Map<String, Object> annotations = at(this.manifests.first("Ingress"), "metadata", "annotations");
		assertThat(annotations).containsOnlyKeys(INGRESS + "proxy-read-timeout", INGRESS + "proxy-send-timeout");
		assertThat(annotations.values()).allSatisfy(
				(seconds) -> assertThat(Duration.ofSeconds(Integer.parseInt((String) seconds))).isGreaterThan(longest));
	}

	@Test
	void stickySessionsChangeTheIngressAndTheProperty() {
		Map<String, Object> ingress = this.manifests.ofKind("Ingress").get(1);
		assertThat(at(ingress, "metadata").get("name"))
			.isEqualTo(at(this.manifests.first("Ingress"), "metadata").get("name"));
		assertThat(at(ingress, "metadata", "annotations")).containsEntry(INGRESS + "affinity", "cookie");
		Map<String, Object> map = this.manifests.ofKind("ConfigMap").get(1);
		assertThat(at(map, "metadata").get("name"))
			.isEqualTo(at(this.manifests.first("ConfigMap"), "metadata").get("name"));
		assertThat(at(map, "data")).containsExactly(Map.entry("SOCKETIO_ADAPTER_STICKYSESSIONS", "true"));
	}

	@Test
	void theAutoscalerAloneSaysHowManyPodsThereAre() {
		Map<String, Object> deployment = this.manifests.first("Deployment");
		Map<String, Object> scaler = at(this.manifests.first("HorizontalPodAutoscaler"), "spec");
		assertThat(at(scaler, "scaleTargetRef")).isEqualTo(Map.of("apiVersion", deployment.get("apiVersion"), "kind",
				"Deployment", "name", at(deployment, "metadata").get("name")));
		assertThat(at(deployment, "spec")).doesNotContainKey("replicas");
		assertThat(List.of((int) scaler.get("minReplicas"), (int) scaler.get("maxReplicas"))).isSorted();
		// A share of what is requested.
		assertThat(at(list(scaler, "metrics").get(0), "resource")).containsEntry("name", "cpu");
		assertThat(at(this.container, "resources", "requests")).containsKey("cpu");
	}

}
