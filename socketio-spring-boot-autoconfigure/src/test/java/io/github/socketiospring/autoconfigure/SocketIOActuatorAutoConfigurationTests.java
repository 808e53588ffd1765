package io.github.socketiospring.autoconfigure;

import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.socketiospring.actuate.RoomsPage;
import io.github.socketiospring.actuate.ServerReport;
import io.github.socketiospring.actuate.SocketIOEndpoint;
import io.github.socketiospring.actuate.SocketIOHealthIndicator;
import io.github.socketiospring.actuate.SocketIOInfoContributor;
import io.github.socketiospring.actuate.SocketReport;
import io.github.socketiospring.actuate.SocketsPage;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.Inspection;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOEndpointAutoConfiguration} and
 * {@link SocketIOInfoAutoConfiguration}, and for who gets in.
 */
@Timeout(120)
class SocketIOActuatorAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=socketio";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIOHealthAutoConfiguration.class,
				SocketIOEndpointAutoConfiguration.class, SocketIOInfoAutoConfiguration.class,
				InfoContributorAutoConfiguration.class));

	// Beans

	@Test
	void thereIsNoEndpointUnlessItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SocketIOEndpoint.class));
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEndpoint.class));
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=socketio")
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEndpoint.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.socketio.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOEndpoint.class));
	}

	@Test
	void beansOfTheApplicationComeFirst() {
		this.runner.withPropertyValues(EXPOSED)
			.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOEndpoint.class)
				.hasBean("ownEndpoint")
				.doesNotHaveBean(SocketIOInfoContributor.class));
	}

	@Test
	void nothingIsThereWithoutTheActuator() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(Endpoint.class, InfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DefaultSocketIOServer.class)
				.doesNotHaveBean("socketIOEndpoint")
				.doesNotHaveBean("socketIOInfoContributor"));
	}

	@Test
	void nothingIsThereWithoutAServer() {
		this.runner.withPropertyValues(EXPOSED, "socketio.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOEndpoint.class)
				.doesNotHaveBean(SocketIOInfoContributor.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class,
					SocketIOEndpointAutoConfiguration.class, SocketIOInfoAutoConfiguration.class))
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOEndpoint.class));
	}

	@Test
	void informationNamesClientsAndPath() {
		this.runner
			.withPropertyValues("spring.webflux.base-path=/app", "socketio.path=/io",
					"socketio.legacy.transports=websocket")
			.run((context) -> {
				Info.Builder builder = new Info.Builder();
				context.getBean(SocketIOInfoContributor.class).contribute(builder);
				assertThat(builder.build().getDetails()).containsOnlyKeys("socketio")
					.extractingByKey("socketio")
					.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
					.containsEntry("path", "/app/io")
					.containsEntry("serverId", new Inspection(context.getBean(DefaultSocketIOServer.class)).serverId())
					.containsEntry("transports", Map.of("EIO4", List.of("polling", "websocket"), "EIO3",
							List.of("polling", "websocket"), "V1", List.of("websocket")));
			});
		this.runner
			.withPropertyValues("socketio.legacy.enabled=false", "socketio.eio3.enabled=false",
					"management.info.socketio.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOInfoContributor.class));
	}

	// Health

	@Test
	void healthSaysWhetherClientsAreAccepted() {
		this.runner.run((context) -> {
			SocketIOHealthIndicator indicator = context.getBean(SocketIOHealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			assertThat(indicator.health().getDetails()).containsExactly(Map.entry("accepting", true),
					Map.entry("adapter", "in memory"));
			context.getBean(EngineServer.class).stop();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(indicator.health().getDetails()).containsEntry("accepting", false);
		});
	}

	@Test
	void healthGivesEachReasonOnce() {
		AdapterHealth away = new AdapterHealth(false, "no connection to Redis since 12:00");
		Map<String, AdapterHealth> health = new HashMap<>();
		for (int i = 10; i < 40; i++) {
			health.put("/" + i, away);
		}
		health.put("/up", new AdapterHealth(true, "Redis"));
		health.put("/stream", new AdapterHealth(false, "the stream cannot be read"));
		Health down = new SocketIOHealthIndicator(() -> true, () -> health).health();
		assertThat(down.getStatus()).isEqualTo(Status.DOWN);
		assertThat(down.getDetails()).containsEntry("namespacesDown", 31)
			.containsEntry("reasons",
					Map.of("no connection to Redis since 12:00",
							List.of("/10", "/11", "/12", "/13", "/14", "/15", "/16", "/17", "/18", "/19"),
							"the stream cannot be read", List.of("/stream")));
	}

	// Native images

	@Test
	void resultsCanBeWrittenInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, SocketIOEndpoint.class);
		for (Class<?> type : List.of(ServerReport.class, ServerReport.NamespaceCount.class,
				ServerReport.FamilyCount.class, SocketsPage.class, SocketsPage.SocketLine.class, RoomsPage.class,
				RoomsPage.RoomCount.class, SocketReport.class, SocketReport.Connection.class,
				SocketReport.Outgoing.class, SocketReport.Incoming.class, SocketReport.Carried.class)) {
			assertThat(
					RuntimeHintsPredicates.reflection().onMethodInvocation(type.getRecordComponents()[0].getAccessor()))
				.as(type.getName())
				.accepts(hints);
		}
	}

	// Who gets in

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nobodyGetsInWithoutCredentials(boolean ownPort) {
		try (TestServer server = TestServer.startSecured(Application.class,
				"management.endpoints.web.exposure.include=*", "spring.security.user.name=ops",
				"spring.security.user.password=secret", ownPort ? "management.server.port=0" : "",
				ownPort ? "management.server.address=127.0.0.1" : "")) {
			int port = ownPort
					? server.context().getEnvironment().getRequiredProperty("local.management.port", int.class)
					: server.port();
			for (String path : List.of("/actuator/socketio", "/actuator/socketio/sockets", "/actuator/socketio/rooms",
					"/actuator/socketio/sockets/x", "/actuator/info")) {
				String url = "http://127.0.0.1:" + port + path;
				assertThat(server.getAt(url).statusCode()).isEqualTo(401);
				assertThat(server.getAt(url).body()).isEmpty();
				assertThat(server.getAt(url, TestServer.basic("ops", "wrong")).statusCode()).isEqualTo(401);
				assertThat(server.getAt(url, TestServer.basic("ops", "secret")).statusCode())
					.isEqualTo(path.endsWith("/x") ? 404 : 200);
			}
			if (ownPort) {
				assertThat(server.get("/actuator/socketio", TestServer.basic("ops", "secret")).statusCode())
					.isEqualTo(404);
			}
		}
	}

	@Test
	void nothingIsDoneUnlessThatIsAllowed() {
		try (TestServer server = TestServer.start(Application.class, EXPOSED)) {
			for (String method : List.of("DELETE", "POST")) {
				for (String path : List.of("/sockets/x", "/sockets?namespace=/")) {
					assertThat(server
						.send("/actuator/socketio" + path,
								(request) -> request.header("Content-Type", "application/json")
									.method(method, BodyPublishers.ofString("{}")))
						.statusCode()).as(method + path).isEqualTo(405);
				}
			}
			assertThat(server.get("/actuator/info").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void worksOverJmx() throws Exception {
		try (TestServer server = TestServer.start(Application.class, "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=socketio", "spring.jmx.unique-names=true")) {
			assertThat(server.get("/actuator/socketio").statusCode()).isEqualTo(404);
			MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
			ObjectName name = beans
				.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Socketio,*"), null)
				.iterator()
				.next();
			assertThat(beans.getMBeanInfo(name).getOperations()).extracting((operation) -> operation.getName())
				.containsExactlyInAnyOrder("server", "page", "socket");
			Object report = beans.invoke(name, "server", new Object[] { null, null },
					new String[] { Integer.class.getName(), Integer.class.getName() });
			assertThat(report).asString().contains("accepting=true");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		SocketIOEndpoint ownEndpoint(DefaultSocketIOServer server, EngineServer engine) {
			return new SocketIOEndpoint(new Inspection(server), engine);
		}

		@Bean
		InfoContributor socketIOInfoContributor() {
			return (builder) -> builder.withDetail("own", true);
		}

	}

}
