package io.github.socketiospring.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.actuate.SocketIOEndpoint;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.contract.SocketIOContractEndpoint;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.transport.webflux.ClientFile;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that are processed ahead of time.
 */
class AheadOfTimeTests {

	private static final String PASSWORD = new BCryptPasswordEncoder(4).encode("secret");

	@Test
	void theBrowserClientIsKept() {
		RuntimeHints hints = new RuntimeHints();
		List<RuntimeHintsRegistrar> registrars = AotServices.factories().load(RuntimeHintsRegistrar.class).asList();
		assertThat(registrars).hasAtLeastOneElementOfType(SocketIORuntimeHints.class);

		new SocketIORuntimeHints().registerHints(hints, null);

		String location = ClientFile.class.getPackageName().replace('.', '/') + "/client/";
		assertThat(ClientFile.loadAll(null).keySet()).isNotEmpty()
			.allSatisfy((name) -> assertThat(RuntimeHintsPredicates.resource().forResource(location + name))
				.accepts(hints));
		assertThat(RuntimeHintsPredicates.resource().forResource(location + "client.properties")).accepts(hints);
	}

	@Test
	void howToReachRedisIsKept() throws NoSuchFieldException {
		RuntimeHints hints = new RuntimeHints();
		new SocketIORuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(LettuceConnectionFactory.class.getDeclaredField("configuration"))).accepts(hints);

		RuntimeHints without = new RuntimeHints();
		new SocketIORuntimeHints().registerHints(without, new FilteredClassLoader(LettuceConnectionFactory.class));
		assertThat(without.reflection().typeHints()).isEmpty();
	}

	@Test
	@CompileWithForkedClassLoader
	void reactiveApplicationsServeClients() {
		serve(new AnnotationConfigReactiveWebServerApplicationContext(), new ReactiveWebServerApplicationContext(),
				TestServer.WITHOUT_SECURITY);
	}

	@Test
	@CompileWithForkedClassLoader
	void applicationsOnTomcatServeClients() {
		// A JVM has one factory, and Tomcat of another class loader may have set it.
		TomcatURLStreamHandlerFactory.disable();
		serve(new AnnotationConfigServletWebServerApplicationContext(), new ServletWebServerApplicationContext(),
				ServletContainer.TOMCAT.unsecured());
	}

	@Test
	@CompileWithForkedClassLoader
	void applicationsOnJettyServeClients() {
		serve(new AnnotationConfigServletWebServerApplicationContext(), new ServletWebServerApplicationContext(),
				ServletContainer.JETTY.unsecured());
	}

	@Test
	@CompileWithForkedClassLoader
	void applicationsWithoutWebServerServeClientsOnAPortOfTheirOwn() {
		serve(new AnnotationConfigApplicationContext(), new GenericApplicationContext(), "socketio.server.port=0",
				"socketio.server.address=127.0.0.1");
	}

	@SuppressWarnings("unchecked")
	private static <T extends GenericApplicationContext & AnnotationConfigRegistry> void serve(T processed,
			GenericApplicationContext started, String... properties) {
		TestGenerationContext generation = new TestGenerationContext(Application.class);
		try (processed) {
			processed.register(Application.class);
			properties(processed, properties);
			new ApplicationContextAotGenerator().processAheadOfTime(processed, generation);
			generation.writeGeneratedContent();
		}
		for (Class<?> type : List.of(SocketIOProperties.class, SocketIOProperties.Limits.class, Message.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(generation.getRuntimeHints());
		}

		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (started) {
				properties(started, properties);
				ApplicationContextInitializer<GenericApplicationContext> initializer = compiled
					.getInstance(ApplicationContextInitializer.class);
				initializer.initialize(started);
				started.refresh();

				assertThat(started.getBean(SocketIOServer.class).namespaces()).extracting(Namespace::name)
					.containsExactlyInAnyOrder("/", "/chat", "/admin");
				assertThat(started.getBean(SocketIOEndpoint.class)).isNotNull();
				assertThat(started.getBean(SocketIOContractEndpoint.class)).isNotNull();
				callsAreAnswered(started);
			}
		});
	}

	private static void callsAreAnswered(ConfigurableApplicationContext context) {
		Object port = (context instanceof WebServerApplicationContext web) ? web.getWebServer().getPort()
				: context.getEnvironment().getRequiredProperty("local.socketio.port");
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("port", Map.of("local.server.port", port)));
		SocketIoClient client = new SocketIoClient(
				new UpgradeWire(io.github.socketiospring.testkit.TestServer.around(context)));
		client.open();
		client.join("/chat");
		assertThat(client.call("/chat", "say", Map.of("text", "x"))).isEqualTo(List.of(Map.of("text", "x")));
		client.close();
	}

	private static void properties(ConfigurableApplicationContext context, String... more) {
		TestPropertyValues
			.of("server.port=0", "server.address=127.0.0.1", "spring.reactor.netty.shutdown-quiet-period=0s",
					"management.endpoints.web.exposure.include=*", "socketio.admin.enabled=true",
					"socketio.admin.username=admin", "socketio.admin.password=" + PASSWORD)
			.and(more)
			.applyTo(context);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Chat.class)
	static class Application {

	}

	@SocketIONamespace("/chat")
	static class Chat {

		@OnEvent("say")
		Message say(Message message) {
			return message;
		}

	}

	record Message(String text) {

	}

}
