package io.github.socketiospring.e2e;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.socketiospring.demo.DemoApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The demo's pages, most of them in two tabs of a browser.
 */
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "spring.datasource.url=jdbc:h2:mem:demo-pages" })
class DemoPagesTests {

	private static final Pattern A_NUMBER = Pattern.compile("[0-9.]+");

	/** What Chromium says of requests that CORS does not let pass. */
	private static final Pattern REFUSED = Pattern
		.compile("(?s)Access to XMLHttpRequest at .* has been blocked by CORS policy.*|.*net::ERR_FAILED");

	/** Of a line. */
	private static final Pattern TWO_POINTS = Pattern.compile("\\S+ \\S+.*");

	private static final Pattern A_SOCKET_ID = Pattern.compile("[\\w-]{20}");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "/{0} ends with {1}")
	@CsvSource({ "'', websocket", "?transport=polling, polling", "?transport=websocket, websocket" })
	void showsTheTransport(String query, String transport) {
		Page tab = open("/" + query);
		assertThat(tab.getByTestId("transport")).hasText(transport);
		assertThat(tab.getByTestId("socket-id")).hasText(A_SOCKET_ID);
		assertThat(tab.getByTestId("latency")).hasText(A_NUMBER);
		assertThat(tab.getByTestId("counter")).hasText(A_NUMBER);
	}

	@Test
	void echoesToTheSameTabOnly() {
		Page first = open("/");
		Page second = open("/");
		String markup = "<img src=x onerror=alert(1)> 😀";
		first.getByTestId("echo-text").fill(markup);
		first.getByTestId("echo-send").click();
		assertThat(entry(first, "#1 " + markup)).containsText("to you");
		broadcast(first, "fence");
		assertThat(entry(second, "fence")).isVisible();
		assertThat(entry(second, "onerror")).hasCount(0);
	}

	@Test
	void broadcastsToAllTabs() {
		Page first = open("/");
		Page second = open("/?transport=polling");
		broadcast(first, "hello from one");
		assertThat(entry(second, "hello from one")).containsText("to everyone");
		assertThat(entry(first, "hello from one")).isVisible();
		broadcast(second, "hello from two");
		assertThat(entry(first, "hello from two")).isVisible();
	}

	@Test
	void sendsToRoomsAndToSingleTabs() {
		Page first = open("/");
		Page second = open("/");
		second.getByTestId("room-name").fill("attic");
		second.getByTestId("room-join").click();
		assertThat(second.getByTestId("rooms")).hasText("attic");
		sendToRoom(first, "attic", "to the attic");
		assertThat(entry(second, "to the attic")).containsText("to room attic");
		assertThat(entry(first, "to the attic")).hasCount(0);

		sendToRoom(second, first.getByTestId("socket-id").textContent(), "only you");
		assertThat(entry(first, "only you")).isVisible();
		assertThat(entry(second, "only you")).hasCount(0);

		first.getByTestId("room-name").fill("attic");
		first.getByTestId("room-join").click();
		assertThat(first.getByTestId("rooms")).hasText("attic");
		second.getByTestId("room-close").click();
		assertThat(first.getByTestId("no-rooms")).isVisible();
		assertThat(second.getByTestId("no-rooms")).isVisible();
	}

	@Test
	void disconnectsAndConnectsAgain() {
		Page tab = open("/");
		String id = tab.getByTestId("socket-id").textContent();
		tab.getByTestId("connection-toggle").click();
		assertThat(tab.getByTestId("status")).hasText("Disconnected");
		assertThat(entry(tab, "io server disconnect")).isVisible();
		tab.getByTestId("connection-toggle").click();
		assertThat(tab.getByTestId("status")).hasText("Connected");
		assertThat(tab.getByTestId("socket-id")).hasText(A_SOCKET_ID);
		assertThat(tab.getByTestId("socket-id")).not().hasText(id);
	}

	@Test
	void chatsBetweenTwoTabs() {
		Page ann = enter("Ann", "lobby");
		Page bob = enter("Bob", "lobby");
		assertThat(ann.getByTestId("notice").last()).hasText("Bob came in");
		assertThat(ann.getByTestId("member")).hasCount(2);
		assertThat(bob.getByTestId("member")).hasCount(2);

		bob.getByTestId("say-text").pressSequentially("Hi");
		assertThat(ann.getByTestId("typing")).containsText("Bob is typing");
		bob.getByTestId("say-text").fill("Hi Ann <b>😀</b>");
		bob.getByTestId("say-send").click();
		assertThat(ann.getByTestId("message-text")).hasText("Hi Ann <b>😀</b>");
		assertThat(ann.getByTestId("message-from")).hasText("Bob");
		assertThat(bob.getByTestId("ticks")).hasAttribute("data-state", "delivered");
		assertThat(ann.getByTestId("typing")).not().containsText("Bob");

		bob.getByTestId("leave").click();
		assertThat(ann.getByTestId("notice").last()).hasText("Bob has left");
		assertThat(ann.getByTestId("member")).hasCount(1);
		assertThat(bob.getByTestId("door")).isVisible();
	}

	@Test
	void noticesATabThatIsClosed() {
		Page ann = enter("Ann", "den");
		Page bob = enter("Bob", "den");
		assertThat(ann.getByTestId("member")).hasCount(2);
		bob.close();
		assertThat(ann.getByTestId("notice").last()).hasText("Bob has left");
		assertThat(ann.getByTestId("member")).hasCount(1);
	}

	@Test
	void keepsRoomsApartAndNicknamesUnique() {
		Page ann = enter("Ann", "one");
		Page bob = enter("Bob", "two");
		Page other = open("/chat.html");
		other.getByTestId("nickname").fill("Ann");
		other.getByTestId("room").fill("one");
		other.getByTestId("enter").click();
		assertThat(other.getByTestId("enter-error")).not().isEmpty();
		say(bob, "for room two");
		say(ann, "for room one");
		assertThat(bob.getByTestId("message-text")).hasText("for room two");
		assertThat(ann.getByTestId("message-text")).hasText("for room one");
	}

	@Test
	void showsTheLoadToEverybody() {
		Page first = open("/cpu.html");
		assertThat(first.getByTestId("processors")).hasText(A_NUMBER);
		assertThat(first.getByTestId("system")).hasText(A_NUMBER);
		assertThat(first.getByTestId("application")).hasText(A_NUMBER);
		assertThat(first.getByTestId("viewers")).hasText("1");
		assertThat(first.getByTestId("system-line")).hasAttribute("points", TWO_POINTS);
		Page second = open("/cpu.html");
		assertThat(second.getByTestId("system-line")).hasAttribute("points", TWO_POINTS);
		assertThat(first.getByTestId("viewers")).hasText("2");
		second.close();
		assertThat(first.getByTestId("viewers")).hasText("1");
	}

	@Test
	void connectsToAnotherOriginInOneDirectionOnly() {
		browser.expectErrors(REFUSED);
		Page tab = browser.openTab();
		tab.navigate("http://127.0.0.1:" + this.port + "/cross-origin.html");
		assertThat(tab.getByTestId("status")).hasText("Connected");
		assertThat(tab.getByTestId("to")).hasText("http://localhost:" + this.port);
		assertThat(tab.getByTestId("seen")).hasText("Origin: http://127.0.0.1:" + this.port + ", Host: localhost");
		assertThat(tab.getByTestId("verdict")).containsText("Allowed.");
		tab.getByTestId("other").click();
		assertThat(tab.getByTestId("from")).hasText("http://localhost:" + this.port);
		assertThat(tab.getByTestId("status")).hasText("Refused");
		assertThat(tab.getByTestId("verdict")).containsText("xhr poll error");
		tab.getByTestId("again").click();
		assertThat(tab.getByTestId("status")).hasText("Refused");
		assertThat(tab.getByTestId("seen")).hasText("nothing");
	}

	@Test
	void remembersMessages() {
		Page ann = open("/persistent-chat.html");
		remember(ann, "Ann", "first <b>😀</b>");
		for (int i = 2; i <= 25; i++) {
			remember(ann, "Ann", "number " + i);
		}
		Page bob = open("/persistent-chat.html?transport=polling");
		assertThat(bob.getByTestId("message-text")).hasCount(20);
		assertThat(bob.getByTestId("message-text").first()).hasText("number 6");
		bob.getByTestId("older").click();
		assertThat(bob.getByTestId("message-text")).hasCount(25);
		assertThat(bob.getByTestId("message-text").first()).hasText("first <b>😀</b>");
		assertThat(bob.getByTestId("older")).isHidden();
		remember(bob, "Bob", "number 26");
		assertThat(ann.getByTestId("message-text").last()).hasText("number 26");
		assertThat(ann.getByTestId("message-from").last()).hasText("Bob");
		remember(ann, "", "nobody");
		assertThat(ann.getByTestId("say-error")).hasText("The nickname must not be empty.");
		ann.reload();
		assertThat(ann.getByTestId("message-text").last()).hasText("number 26");
	}

	private static void remember(Page tab, String nickname, String text) {
		tab.getByTestId("nickname").fill(nickname);
		tab.getByTestId("say-text").fill(text);
		tab.getByTestId("say-send").click();
		if (!nickname.isEmpty()) {
			assertThat(tab.getByTestId("message-text").last()).hasText(text);
		}
	}

	private Page open(String path) {
		Page tab = browser.openTab();
		tab.navigate("http://127.0.0.1:" + this.port + path);
		assertThat(tab.getByTestId("status")).hasText("Connected");
		return tab;
	}

	private Page enter(String nickname, String room) {
		Page tab = open("/chat.html");
		tab.getByTestId("nickname").fill(nickname);
		tab.getByTestId("room").fill(room);
		tab.getByTestId("enter").click();
		assertThat(tab.getByTestId("room-title")).hasText(room);
		assertThat(tab.getByTestId("members")).containsText(nickname + " (you)");
		return tab;
	}

	private static void broadcast(Page tab, String text) {
		tab.getByTestId("broadcast-text").fill(text);
		tab.getByTestId("broadcast-send").click();
	}

	private static void sendToRoom(Page tab, String room, String text) {
		tab.getByTestId("room-message-room").fill(room);
		tab.getByTestId("room-message-text").fill(text);
		tab.getByTestId("room-message-send").click();
		// The page empties the field when the server has acknowledged.
		assertThat(tab.getByTestId("room-message-text")).isEmpty();
	}

	private static void say(Page tab, String text) {
		tab.getByTestId("say-text").fill(text);
		tab.getByTestId("say-send").click();
		assertThat(tab.getByTestId("ticks")).hasAttribute("data-state", "sent");
	}

	private static Locator entry(Page tab, String text) {
		return tab.getByTestId("log-entry").filter(new Locator.FilterOptions().setHasText(text));
	}

}
