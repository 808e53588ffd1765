package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The demo's executable jar, processed ahead of time, if this build goes as far as
 * packages.
 */
class ProcessedDemoTests {

	private static final Path TARGET = Path.of("..", "demo-app", "target");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@Test
	void servesItsPage() throws Exception {
		List<String> jars = executableJars();
		assumeThat(jars).isNotEmpty();
		assertThat(jars).hasSize(1);
		try (ApplicationProcess demo = ApplicationProcess
			.start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Dspring.aot.enabled=true", "-jar", jars.get(0), "--server.port=0", "--server.address=127.0.0.1",
					"--spring.datasource.url=jdbc:h2:mem:processed"))) {
			demo.awaitLine("Starting AOT-processed DemoApplication");
			Page tab = browser.openTab();
			tab.navigate(demo.awaitAddress());
			assertThat(tab.getByTestId("transport")).hasText("websocket");
			tab.getByTestId("echo-text").fill("ahead of time");
			tab.getByTestId("echo-send").click();
			assertThat(tab.getByText("#1 ahead of time")).isVisible();
			// The page tries to come back when its server ends.
			tab.close();
		}
	}

	private static List<String> executableJars() throws IOException {
		try (Stream<Path> files = Files.list(TARGET)) {
			return files.map(Path::toString).filter((file) -> file.endsWith("-exec.jar")).toList();
		}
	}

}
