package io.github.socketiospring.autoconfigure;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack an optional library, on a class path without it.
 */
class MissingLibraryTests {

	private static final List<String> LIBRARIES = List.of("context-propagation-", "micrometer-core-",
			"spring-boot-jackson-", "spring-security-", "kotlin", "kotlin-reflect-", "kotlinx-",
			"jakarta.validation-api-", "hibernate-validator-", "spring-boot-validation-", "lettuce-core-",
			"spring-data-redis-", "spring-boot-data-redis-", "postgresql-", "spring-boot-health-",
			"spring-boot-actuator-", "spring-boot-actuator-autoconfigure-");

	/** Each loads all classes anew, which keeps a processor busy for seconds. */
	private static final ExecutorService THREADS = Executors
		.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

	private static final Map<String, Future<?>> RUNS = new HashMap<>();

	@BeforeAll
	static void serve() {
		LIBRARIES.forEach((library) -> RUNS.put(library, THREADS.submit(() -> serveWithout(library))));
	}

	@AfterAll
	static void stop() {
		THREADS.shutdownNow();
	}

	@ParameterizedTest
	@FieldSource("LIBRARIES")
	void handlersWorkWithout(String library) throws Exception {
		RUNS.get(library).get();
	}

	private static @Nullable Void serveWithout(String library) throws Exception {
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(library),
				ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			loader.loadClass(Application.class.getName()).getMethod("serve").invoke(null);
		}
		return null;
	}

	private static URL[] classPathWithout(String library) throws Exception {
		List<URL> urls = new ArrayList<>();
		List<String> left = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			if (path.getFileName().toString().startsWith(library)) {
				left.add(entry);
			}
			else {
				urls.add(path.toUri().toURL());
			}
		}
		assertThat(left).isNotEmpty();
		return urls.toArray(URL[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	public static class Application {

		public static void serve() {
			try (TestServer server = TestServer.startSecured(Application.class, "spring.security.user.password=secret");
					TestServer.WebSocketClient client = server.connect(TestServer.basic("user", "secret"))) {
				client.send("420[\"echo\",\"x\"]");
				assertThat(client.next()).isEqualTo("430[\"x\"]");
			}
		}

	}

	@SocketIONamespace
	static class Echo {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

}
