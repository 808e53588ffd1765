package io.github.socketiospring.e2e;

import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The page of {@code samples/servlet}: Spring MVC on Tomcat, form log-in, CSRF protection
 * left on.
 */
class ServletSampleTests {

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	private static ApplicationProcess sample;

	private static String address;

	@BeforeAll
	static void start() throws Exception {
		sample = ApplicationProcess.startSample("servlet", "ServletApplication");
		address = sample.awaitAddress();
	}

	@AfterAll
	static void stop() {
		sample.close();
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
