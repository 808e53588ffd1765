package io.github.socketiospring.e2e;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.function.ThrowingConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the README's quick start says. Its code stands in fenced blocks below
 * {@code <!-- quick-start:server -->} and {@code <!-- quick-start:client -->}.
 */
class ReadmeQuickStartTests {

	private static final Path README = Path.of("..", "README.md");

	/** What an IDE adds. */
	private static final String PREAMBLE = """
			package quickstart;
			import io.github.socketiospring.*;
			import io.github.socketiospring.annotation.*;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			""";

	@Test
	void works(@TempDir Path directory) throws Exception {
		String readme = Files.readString(README);
		String server = block(readme, "server", "java");
		String client = block(readme, "client", "js");
		assertThat(server.lines().count() + client.lines().count()).isLessThan(30);

		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, before)) {
			Class<?> application = classLoader.loadClass(compile(server, directory));
			Thread.currentThread().setContextClassLoader(classLoader);
			ThrowingConsumer<String[]> main = (arguments) -> application.getMethod("main", String[].class)
				.invoke(null, (Object) arguments);
			try (ConfigurableApplicationContext context = SpringApplication.from(main)
				// A configuration that does not exist, because the quick start has none.
				.run("--server.port=0", "--server.address=127.0.0.1", "--spring.config.name=quick-start")
				.getApplicationContext()) {
				String port = context.getEnvironment().getRequiredProperty("local.server.port");
				String output = runTwice(client.replace("localhost:8080", "127.0.0.1:" + port));
				assertThat(output.lines()).containsExactlyInAnyOrder("delivered", "delivered", "Ada: Hello");
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static String block(String readme, String name, String language) {
		Pattern block = Pattern.compile("<!-- quick-start:" + name + " -->\\s*```" + language + "\\n(.*?)```",
				Pattern.DOTALL);
		return find(block, readme, "the quick start's " + name);
	}

	private static String compile(String source, Path directory) throws IOException {
		String name = find(Pattern.compile("public class (\\w+)"), source, "the public class");
		Path file = directory.resolve(name + ".java");
		Files.writeString(file, PREAMBLE + source);
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-parameters", "-d", directory.toString(), "-classpath",
					System.getProperty("java.class.path"), file.toString());
		assertThat(result).as("result of compiling the quick start").isZero();
		return "quickstart." + name;
	}

	private static String runTwice(String client) throws IOException, InterruptedException {
		// Beside the installed packages, or Node does not find them.
		Path script = Files.createTempFile(NodeScript.DIRECTORY, "quick-start", ".mjs");
		try {
			Files.writeString(script, client);
			return NodeScript.run("twice.mjs", script.getFileName().toString(), "3");
		}
		finally {
			Files.delete(script);
		}
	}

	private static String find(Pattern pattern, String text, String what) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(what).isTrue();
		return matcher.group(1);
	}

}
