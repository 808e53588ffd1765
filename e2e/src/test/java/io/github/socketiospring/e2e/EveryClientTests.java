package io.github.socketiospring.e2e;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.github.socketiospring.demo.DemoApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The demo's page with every client: each of them, over each of its transports, talks to
 * all others.
 */
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "server.address=127.0.0.1")
class EveryClientTests {

	private static final List<Client> CLIENTS = List.of(
			new Client("0.9", "0.9", "V1", false, "websocket", "xhr-polling", "jsonp-polling"),
			new Client("1", "1.x", "EIO3", true, "polling", "websocket", "upgrade"),
			new Client("2", "2.x", "EIO3", true, "polling", "jsonp", "websocket", "upgrade"),
			new Client("3", "3.x", "EIO4", true, "polling", "jsonp", "websocket", "upgrade"),
			new Client("4", "4.x", "EIO4", true, "polling", "websocket", "upgrade"));

	private static final Pattern A_SOCKET_ID = Pattern.compile("[\\w/#-]{20,}");

	private static final Pattern EIGHT_BYTES = Pattern.compile("8 bytes(, as base64)?([0-9a-f]{2} ){7}[0-9a-f]{2}");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@LocalServerPort
	private int port;

	@Test
	void offersTheTransportsOfEachClient() {
		Page tab = browser.openTab();
		tab.navigate("http://127.0.0.1:" + this.port + "/chat.html");
		tab.getByTestId("nav-every-client").click();
		for (Client client : CLIENTS) {
			FrameLocator frame = frame(tab, client);
			assertThat(frame.getByTestId("badge")).hasText(client.label());
			assertThat(frame.getByTestId("choices").locator("label")).hasText(client.transports());
			assertThat(frame.getByTestId("send-bytes")).isVisible(new IsVisibleOptions().setVisible(client.binary()));
		}
	}

	@ParameterizedTest(name = "{0} over {1}")
	@MethodSource("clientsAndTransports")
	void exchangesTextAndBytes(Client client, String transport) {
		Page tab = open();
		FrameLocator frame = frame(tab, client);
		frame.getByTestId("transport-" + transport).check();
		assertConnected(frame, client);
		assertThat(frame.getByTestId("transport")).hasText(transport.equals("upgrade") ? "websocket" : transport);

		String text = "<b>" + transport + (client.isGarbledBy(transport) ? "</b>" : "</b> ü 😀");
		say(frame, text);
		for (Client other : othersThan(client)) {
			assertLastMessage(frame(tab, other), client, text);
		}

		for (Client other : othersThan(client)) {
			String reply = "ü 😀 from " + other.label();
			say(frame(tab, other), reply);
			assertLastMessage(frame, other, reply);
		}

		for (Client sender : CLIENTS) {
			if (sender.binary()) {
				frame(tab, sender).getByTestId("send-bytes").click();
				assertDelivered(frame(tab, sender));
				assertBytesFrom(tab, sender);
			}
		}
		// Clients that say goodbye: nobody waits for their acknowledgements.
		tab.navigate("about:blank");
	}

	private static Stream<Arguments> clientsAndTransports() {
		return CLIENTS.stream()
			.flatMap((client) -> Stream.of(client.transports()).map((transport) -> Arguments.of(client, transport)));
	}

	private Page open() {
		Page tab = browser.openTab();
		tab.navigate("http://127.0.0.1:" + this.port + "/every-client.html");
		for (Client client : CLIENTS) {
			assertConnected(frame(tab, client), client);
		}
		return tab;
	}

	private static void assertConnected(FrameLocator frame, Client client) {
		assertThat(frame.getByTestId("status")).hasText("Connected");
		// The server says it when the client is in the room.
		assertThat(frame.getByTestId("socket-id")).hasText(A_SOCKET_ID);
		assertThat(frame.getByTestId("revision")).hasText(client.revision());
	}

	private static void say(FrameLocator frame, String text) {
		frame.getByTestId("say-text").fill(text);
		frame.getByTestId("say-send").click();
		assertThat(frame.getByTestId("message-text").last()).hasText(text);
		assertDelivered(frame);
	}

	private static void assertDelivered(FrameLocator frame) {
		Locator ticks = frame.getByTestId("message").last().getByTestId("ticks");
		assertThat(ticks).hasAttribute("data-state", "delivered");
		assertThat(ticks).hasAttribute("title", "Delivered to " + (CLIENTS.size() - 1) + " other clients");
	}

	private static void assertLastMessage(FrameLocator frame, Client from, String text) {
		Locator message = frame.getByTestId("message").last();
		assertThat(message.getByTestId("message-text")).hasText(text);
		assertThat(message.getByTestId("message-from")).hasText(from.label());
		assertThat(message.getByTestId("message-revision")).hasText(from.revision());
	}

	private static void assertBytesFrom(Page tab, Client sender) {
		assertThat(frame(tab, sender).getByTestId("message-text").last()).hasText(EIGHT_BYTES);
		String bytes = frame(tab, sender).getByTestId("message-bytes").last().textContent();
		for (Client other : othersThan(sender)) {
			Locator message = frame(tab, other).getByTestId("message").last();
			assertThat(message.getByTestId("message-bytes")).hasText(bytes);
			assertThat(message.getByTestId("message-text")).hasText(EIGHT_BYTES);
			assertThat(message.getByTestId("message-from")).hasText(sender.label());
			assertThat(message.locator("text=as base64")).hasCount(other.binary() ? 0 : 1);
		}
	}

	private static List<Client> othersThan(Client client) {
		return CLIENTS.stream().filter((other) -> !other.equals(client)).toList();
	}

	private static FrameLocator frame(Page tab, Client client) {
		return tab.frameLocator("[data-testid='client-" + client.id() + "']");
	}

	/**
	 * One of the page's frames.
	 *
	 * @param id what the page calls it
	 * @param label how it is shown
	 * @param revision what it is to the server
	 * @param binary whether it can send bytes
	 * @param transports what it lets one choose
	 */
	private record Client(String id, String label, String revision, boolean binary, String... transports) {

		/**
		 * Tells whether the client's text must be ASCII: 1.x encodes it twice when it
		 * polls.
		 */
		private boolean isGarbledBy(String transport) {
			return this.id.equals("1") && transport.equals("polling");
		}

		@Override
		public String toString() {
			return this.label;
		}

	}

}
