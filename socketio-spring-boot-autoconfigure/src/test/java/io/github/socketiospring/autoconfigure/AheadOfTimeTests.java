package io.github.socketiospring.autoconfigure;

import java.util.List;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.transport.webflux.ClientFile;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that are processed ahead of time.
 */
class AheadOfTimeTests {

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
	@SuppressWarnings("unchecked")
	void applicationsServeClientsAfterProcessing() {
		TestGenerationContext generation = new TestGenerationContext(Application.class);
		try (var context = new AnnotationConfigReactiveWebServerApplicationContext()) {
			context.register(Application.class);
			properties(context);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
		}
		assertThat(RuntimeHintsPredicates.reflection().onType(SocketIOProperties.class))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection().onType(SocketIOProperties.Limits.class))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection().onType(Message.class)).accepts(generation.getRuntimeHints());

		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (var context = new ReactiveWebServerApplicationContext()) {
				properties(context);
				ApplicationContextInitializer<GenericApplicationContext> initializer = compiled
					.getInstance(ApplicationContextInitializer.class);
				initializer.initialize(context);
				context.refresh();

				assertThat(context.getBean(SocketIOServer.class).namespaces()).extracting(Namespace::name)
					.containsExactlyInAnyOrder("/", "/chat");
				assertThat(context.getBean(SocketIOLifecycle.class).isRunning()).isTrue();
			}
		});
	}

	private static void properties(ConfigurableApplicationContext context) {
		TestPropertyValues
			.of("server.port=0", "server.address=127.0.0.1", "spring.reactor.netty.shutdown-quiet-period=0s",
					TestServer.WITHOUT_SECURITY)
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
