package io.github.socketiospring.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of {@code samples/servlet}: Spring MVC on Tomcat, form log-in, CSRF protection
 * left on.
 */
class ServletSampleTests {

	private static final Path SAMPLE = Path.of("..", "samples", "servlet", "target");

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	private static Process process;

	private static String address;

	@BeforeAll
	static void start() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = SAMPLE.resolve("classes") + File.pathSeparator
				+ Files.readString(SAMPLE.resolve("classpath")).trim();
		process = new ProcessBuilder(
				List.of(java, "-cp", classPath, "io.github.socketiospring.samples.servlet.ServletApplication",
						"--server.port=0", "--server.address=127.0.0.1"))
			.redirectErrorStream(true)
			.start();
		BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
		StringBuilder log = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			log.append(line).append('\n');
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				address = "http://127.0.0.1:" + started.group(1) + "/";
				// A pipe that nobody reads would stop the server.
				new Thread(() -> output.lines().forEach((rest) -> {
				})).start();
				return;
			}
		}
		throw new AssertionError("the sample has ended:\n" + log);
	}

	@AfterAll
	static void stop() {
		process.toHandle().destroy();
		assertThat(process.onExit().join().isAlive()).isFalse();
	}

	@Test
	void whoIsLoggedInUsesTheBoardUntilTheLogOut() {
		Page ada = logIn("ada");
		assertThat(ada.getByTestId("status")).hasText("Connected as ada");
		ada.getByTestId("text").fill("Hello <b>😀</b>");
		ada.getByTestId("pin").click();
		assertThat(ada.getByTestId("notice").first()).hasText("adaHello <b>😀</b>");

		ada.getByTestId("text").fill("By HTTP");
		ada.getByTestId("post").click();
		assertThat(ada.getByTestId("answer")).hasText("pinned by HTTP");
		assertThat(ada.getByTestId("notice").first()).hasText("adaBy HTTP");

		ada.getByTestId("clear").click();
		assertThat(ada.getByTestId("answer")).hasText("Only the janitor may do that");
		assertThat(ada.getByTestId("notice")).hasCount(2);

		// Its client tries to come back, and is nobody any more.
		browser.expectErrors(Pattern.compile("(?s).*"));
		ada.getByTestId("logout").click();
		assertThat(ada.getByTestId("status")).not().hasText("Connected as ada");

		Page grace = logIn("grace");
		assertThat(grace.getByTestId("status")).hasText("Connected as grace");
		assertThat(grace.getByTestId("notice")).hasCount(2);
		grace.getByTestId("clear").click();
		assertThat(grace.getByTestId("answer")).hasText("The board is clear");
		assertThat(grace.getByTestId("notice")).hasCount(0);
	}

	private static Page logIn(String user) {
		Page page = browser.openTab();
		page.navigate(address);
		page.locator("input[name=username]").fill(user);
		page.locator("input[name=password]").fill(user);
		page.locator("button[type=submit]").click();
		page.waitForLoadState(LoadState.DOMCONTENTLOADED);
		return page;
	}

}
