package io.github.socketiospring.e2e;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.RedisServer;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The official admin page, from npm, in a browser.
 */
class AdminPageTests {

	/** Of "secret". */
	private static final String ENCODED = "$2a$04$mRnQqtvPLdY5wD.Lcsy4tORISNHzQIzdeCyP86FnZO2.884bfXi3C";

	private static final String PID = Long.toString(ProcessHandle.current().pid());

	private static final Path PAGE = NodeScript.DIRECTORY.resolve("node_modules/@socket.io/admin-ui/ui/dist");

	/** Fonts and icons. */
	private static final Pattern ELSEWHERE = Pattern.compile("https://.*");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	private static TestServer server(String id, String... properties) {
		return TestServer.builder()
			.properties("server.address=127.0.0.1", "socketio.admin.enabled=true", "socketio.admin.username=root",
					"socketio.admin.password=" + ENCODED, "socketio.admin.server-id=" + id,
					"socketio.admin.mode=development", "socketio.admin.ui.location=" + PAGE.toAbsolutePath().toUri())
			.properties(properties)
			.customizer((io) -> io.of("/").onConnection((socket) -> socket.on("say", (arguments, ack) -> {
				socket.emit("said", arguments.toArray());
				ack.send();
			})))
			.start();
	}

	private static SocketIoClient connect(TestServer server) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join("/");
		return client;
	}

	private static Socket onlySocket(TestServer server) {
		return await().until(() -> server.io().sockets().stream().findFirst().orElse(null), (socket) -> socket != null);
	}

	private static String url(TestServer server) {
		return "http://127.0.0.1:" + server.ownPort();
	}

	private static Page open(TestServer server) {
		Page page = browser.openTab();
		page.route(ELSEWHERE,
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("text/css").setBody("")));
		page.navigate(url(server) + "/socket.io-admin");
		return page;
	}

	private static void logIn(Page page, TestServer server, String password) {
		page.getByLabel("Server URL").fill(url(server));
		page.getByLabel("Username").fill("root");
		page.getByLabel("Password").fill(password);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connect")).click();
	}

	private static void show(Page page, String path) {
		page.evaluate("(path) => location.hash = path", path);
	}

	private static Locator row(Page page, String text) {
		return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
	}

	@Test
	void administersAServer() {
		try (TestServer server = server("first", "socketio.admin.read-only=false");
				SocketIoClient client = connect(server)) {
			String id = onlySocket(server).id();
			Page page = open(server);
			logIn(page, server, "wrong");
			assertThat(page.getByText("Invalid credentials")).isVisible();
			logIn(page, server, "secret");
			assertThat(page.getByText("Invalid credentials")).isHidden();
			assertThat(page.getByText("Bytes received and sent")).isVisible();
			show(page, "#/servers/");
			assertThat(row(page, PID)).containsText("Healthy");

			show(page, "#/sockets/");
			assertThat(row(page, id)).containsText("127.0.0.1");
			row(page, id).click();
			page.getByLabel("Join a room").fill("attic");
			page.keyboard().press("Tab");
			page.locator("main form button[type=submit]").click();
			await().until(() -> onlySocket(server).rooms().contains("attic"));
			assertThat(row(page, "attic")).isVisible();
			row(page, "attic").getByRole(AriaRole.BUTTON).click();
			await().until(() -> !onlySocket(server).rooms().contains("attic"));
			assertThat(page.getByText("Deleted")).isVisible();

			client.call("/", "say", "<img src=x onerror=alert(1)>");
			show(page, "#/events/");
			assertThat(row(page, "Event received")).containsText("say");
			assertThat(row(page, "Event sent")).containsText("said");
			row(page, "Event received").getByRole(AriaRole.BUTTON).click();
			assertThat(page.getByText("<img src=x onerror=alert(1)>")).isVisible();
			assertThat(row(page, "Room joined")).containsText("attic");

			page.reload();
			show(page, "#/sockets/");
			assertThat(row(page, id)).isVisible();
			row(page, id).getByRole(AriaRole.BUTTON).click();
			client.awaitLeft("/");
			show(page, "#/sockets/");
			assertThat(row(page, id)).hasCount(0);
		}
	}

	@Test
	void onlyLooksByDefault() {
		try (TestServer server = server("first"); SocketIoClient client = connect(server)) {
			String id = onlySocket(server).id();
			Page page = open(server);
			logIn(page, server, "secret");
			show(page, "#/sockets/");
			assertThat(row(page, id)).isVisible();
			assertThat(row(page, id).getByRole(AriaRole.BUTTON)).hasCount(0);
			assertThat(client.waiting()).isZero();
		}
	}

	@Test
	void servesNothingButThePage() {
		try (TestServer server = server("first")) {
			Page page = open(server);
			assertThat(page.getByLabel("Server URL")).isVisible();
			assertThat(page.url()).isEqualTo(url(server) + "/socket.io-admin/#/");
			Stream.of("../package.json", "..%2f..%2fpackage.json", "%2e%2e/%2e%2e/package.json")
				.forEach((path) -> assertThat(page.request().get(url(server) + "/socket.io-admin/" + path).status())
					.isIn(400, 404));
			assertThat(page.request().get(url(server) + "/socket.io-admin/").headers())
				.containsEntry("x-content-type-options", "nosniff")
				.hasEntrySatisfying("content-security-policy",
						(policy) -> assertThat(policy).contains("script-src 'self';", "frame-ancestors 'none'"));
		}
	}

	@Test
	void showsAllServersOfACluster() {
		try (RedisServer redis = RedisServer.start()) {
			String[] cluster = { "socketio.adapter.type=redis", "spring.data.redis.url=" + redis.url(),
					"socketio.admin.read-only=false" };
			try (TestServer first = server("first", cluster);
					TestServer second = server("second", cluster);
					SocketIoClient client = connect(second)) {
				String id = onlySocket(second).id();
				Page page = open(first);
				logIn(page, first, "secret");
				show(page, "#/sockets/");
				assertThat(row(page, id)).containsText("127.0.0.1");
				show(page, "#/servers/");
				assertThat(row(page, PID)).hasCount(2);
				show(page, "#/sockets/");
				row(page, id).getByRole(AriaRole.BUTTON).click();
				client.awaitLeft("/");
				show(page, "#/sockets/");
				assertThat(row(page, id)).hasCount(0);

				// Who has logged in at one has done so at all.
				String session = (String) page.evaluate("localStorage.getItem('session_id')");
				SocketIoClient again = new SocketIoClient(new WebSocketWire(second));
				again.open();
				assertThat(again.join("/admin", "{\"sessionId\":\"" + session + "\"}")).contains("sid");
				again.close();
			}
		}
	}

}
