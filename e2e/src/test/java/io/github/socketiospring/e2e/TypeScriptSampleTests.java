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

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code samples/typescript}, as the build has made it, in two tabs of a browser. That a
 * page which disagrees with the handlers does not compile is proved by the build.
 */
class TypeScriptSampleTests {

	private static final Path SAMPLE = Path.of("..", "samples", "typescript");

	private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@Test
	void notesAreAddedAndMovedForAll() throws Exception {
		Process process = start();
		try {
			BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
			String url = "http://127.0.0.1:" + awaitPort(output);
			Page ada = open(url);
			Page bob = open(url);
			assertThat(ada.getByTestId("people")).hasText("2 people");
			ada.getByTestId("author").fill("Ada");
			ada.getByTestId("text").fill("Write <b>tests</b>");
			ada.getByTestId("add").click();
			assertThat(note(ada, "TODO")).containsText("Write <b>tests</b>");
			assertThat(note(bob, "TODO")).containsText("Ada");
			note(bob, "TODO").getByText("DONE").click();
			assertThat(note(ada, "DONE")).containsText("Write <b>tests</b>");
			assertThat(note(ada, "TODO")).hasCount(0);
			Page late = open(url);
			assertThat(note(late, "DONE")).hasCount(1);
			// They would miss their server.
			List.of(ada, bob, late).forEach(Page::close);
		}
		finally {
			process.destroy();
			assertThat(process.onExit().join().isAlive()).isFalse();
		}
	}

	private static Process start() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = SAMPLE.resolve("target").resolve("classes") + File.pathSeparator
				+ Files.readString(SAMPLE.resolve("target").resolve("classpath")).strip();
		return new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", classPath,
				"io.github.socketiospring.samples.typescript.BoardApplication", "--server.port=0",
				"--server.address=127.0.0.1")
			.redirectErrorStream(true)
			.start();
	}

	private static String awaitPort(BufferedReader output) throws IOException {
		StringBuilder log = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				return started.group(1);
			}
			log.append(line).append('\n');
		}
		throw new AssertionError("the sample has not started:\n" + log);
	}

	private static Page open(String url) {
		Page tab = browser.openTab();
		tab.navigate(url);
		assertThat(tab.getByTestId("status")).hasText("Connected");
		return tab;
	}

	private static Locator note(Page tab, String column) {
		return tab.getByTestId(column).getByTestId("note");
	}

}
