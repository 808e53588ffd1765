package io.github.socketiospring.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives each test tabs of one browser window, which must not report any error.
 */
public final class BrowserExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	/** Enough for a client to give up a connection and make another. */
	private static final int TIME_LIMIT = 60_000;

	/**
	 * What the browser says of an answer with that status; Tomcat has no words for it.
	 */
	static final Pattern BAD_REQUEST = Pattern
		.compile("Failed to load resource: the server responded with a status of 400 \\((Bad Request)?\\)");

	private final List<String> errors = new ArrayList<>();

	private @Nullable Pattern expectedErrors;

	private @Nullable Playwright playwright;

	private @Nullable Browser browser;

	private @Nullable BrowserContext window;

	@Override
	public void beforeAll(ExtensionContext context) throws Exception {
		PlaywrightAssertions.setDefaultAssertionTimeout(TIME_LIMIT);
		BrowserInstaller installer = new BrowserInstaller();
		this.playwright = installer.createPlaywright();
		this.browser = installer.launch(this.playwright);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		assertThat(this.browser).isNotNull();
		this.errors.clear();
		this.expectedErrors = null;
		// Certificates of tests are signed by nobody.
		this.window = this.browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
		this.window.setDefaultTimeout(TIME_LIMIT);
		this.window.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.errors.add(message.text());
			}
		});
		this.window.onWebError((error) -> this.errors.add(error.error()));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.window != null) {
			this.window.close();
		}
		assertThat(this.errors).as("errors in the browser").allMatch(this::isExpected);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.playwright != null) {
			this.playwright.close();
		}
	}

	private boolean isExpected(String error) {
		return this.expectedErrors != null && this.expectedErrors.matcher(error).matches();
	}

	/** This test may have such errors. */
	void expectError(String error) {
		expectErrors(Pattern.compile(error, Pattern.LITERAL));
	}

	/** This test may have errors that match as a whole. */
	public void expectErrors(Pattern errors) {
		this.expectedErrors = errors;
	}

	/** Opens an empty tab in the window of this test. */
	public Page openTab() {
		assertThat(this.window).isNotNull();
		return this.window.newPage();
	}

}
