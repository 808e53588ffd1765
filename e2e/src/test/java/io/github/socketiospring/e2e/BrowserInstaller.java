package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;

/**
 * Finds a browser: the system's Chromium or Chrome, else Debian's package where it may be
 * installed, else what Playwright downloads.
 */
final class BrowserInstaller {

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
			"google-chrome-stable");

	private static final int INSTALLATION_MINUTES = 5;

	private final Optional<Path> browser;

	BrowserInstaller() throws IOException, InterruptedException {
		Optional<Path> found = find(NAMES);
		if (found.isEmpty() && mayInstall()) {
			run("apt-get", "update");
			run("apt-get", "install", "--yes", "--no-install-recommends", "chromium");
			found = find(NAMES);
		}
		this.browser = found;
	}

	Playwright createPlaywright() {
		Playwright.CreateOptions options = new Playwright.CreateOptions();
		if (this.browser.isPresent()) {
			options.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
		}
		return Playwright.create(options);
	}

	Browser launch(Playwright playwright) {
		LaunchOptions options = new LaunchOptions().setHeadless(true).setArgs(ARGUMENTS);
		this.browser.ifPresent(options::setExecutablePath);
		return playwright.chromium().launch(options);
	}

	private static boolean mayInstall() {
		return "root".equals(System.getProperty("user.name")) && find(List.of("apt-get")).isPresent();
	}

	private static Optional<Path> find(List<String> names) {
		List<Path> directories = Stream.of(System.getenv("PATH").split(":")).map(Path::of).toList();
		return names.stream()
			.flatMap((name) -> directories.stream().map((directory) -> directory.resolve(name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static void run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		try {
			if (!process.waitFor(INSTALLATION_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
				throw new IllegalStateException("Failed: " + String.join(" ", command));
			}
		}
		finally {
			process.destroy();
		}
	}

}
