package io.github.socketiospring.e2e;

import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * {@code samples/typescript}, as the build has made it, in two tabs of a browser. That a
 * page which disagrees with the handlers does not compile is proved by the build.
 */
class TypeScriptSampleTests {

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@Test
	void notesAreAddedAndMovedForAll() throws Exception {
		try (ApplicationProcess sample = ApplicationProcess.startSample("typescript", "BoardApplication")) {
			String url = sample.awaitAddress();
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
