package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.github.socketiospring.testkit.Programs;

/**
 * Finds a browser: the system's Chromium or Chrome, else Debian's package where it may be
 * installed, else what Playwright downloads.
 */
final class BrowserInstaller {

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
			"google-chrome-stable");

	private final Optional<Path> browser;

	BrowserInstaller() throws IOException, InterruptedException {
		this.browser = Programs.findOrInstall(NAMES, "chromium");
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

}
