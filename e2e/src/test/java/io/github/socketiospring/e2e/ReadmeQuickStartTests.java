package io.github.socketiospring.e2e;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.function.ThrowingConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the README's quick start says. Its code stands in fenced blocks below
 * {@code <!-- quick-start:server -->} and {@code <!-- quick-start:client -->}; what the
 * client prints stands in a comment behind each {@code console.log(…)}.
 */
class ReadmeQuickStartTests {

	private static final Path README = Path.of("..", "README.md");

	private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

	private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

	private static final Pattern PRINTED = Pattern.compile("console\\.log\\(.*// (.+)");

	private static String readme;

	@BeforeAll
	static void readReadme() throws IOException {
		readme = Files.readString(README);
	}

	@Test
	void works(@TempDir Path directory) throws Exception {
		String server = block("server", "java");
		String client = block("client", "js");
		assertThat(server.lines().count() + client.lines().count()).isLessThan(30);
		List<String> printed = PRINTED.matcher(client).results().map((result) -> result.group(1)).toList();
		assertThat(printed).isNotEmpty();

		String mainClass = compile(server, directory);
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, before)) {
			Thread.currentThread().setContextClassLoader(classLoader);
			Class<?> application = classLoader.loadClass(mainClass);
			ThrowingConsumer<String[]> main = (arguments) -> application.getMethod("main", String[].class)
				.invoke(null, (Object) arguments);
			try (ConfigurableApplicationContext context = SpringApplication.from(main)
				// A configuration that does not exist, because the quick start has none.
				.run("--server.port=0", "--server.address=127.0.0.1", "--spring.config.name=quick-start")
				.getApplicationContext()) {
				String port = context.getEnvironment().getRequiredProperty("local.server.port");
				assertThat(run(client.replace("localhost:8080", "127.0.0.1:" + port)).lines())
					.containsExactlyElementsOf(printed);
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static String block(String name, String language) {
		Pattern block = Pattern.compile("<!-- quick-start:" + name + " -->\\s*```" + language + "\\n(.*?)```",
				Pattern.DOTALL);
		return find(block, readme, "the quick start's " + name);
	}

	private static String compile(String source, Path directory) throws IOException {
		String name = find(CLASS, source, "the public class");
		Path file = directory.resolve(name + ".java");
		Files.writeString(file, source);
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-parameters", "-d", directory.toString(), "-classpath",
					System.getProperty("java.class.path"), file.toString());
		assertThat(result).as("result of compiling the quick start").isZero();
		return find(PACKAGE, source, "the package") + "." + name;
	}

	private static String run(String client) throws IOException, InterruptedException {
		// Beside the installed packages, or Node does not find them.
		Path script = Files.createTempFile(NodeScript.DIRECTORY, "quick-start", ".mjs");
		try {
			Files.writeString(script, client);
			return NodeScript.run(script.getFileName().toString());
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
