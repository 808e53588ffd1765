package io.github.socketiospring.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.socketiospring.demo.DemoApplication;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.Ports;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every client there is, over every transport it has, at the same time in one room of one
 * server: what one says, all others hear and acknowledge.
 */
@Tag("every-server")
@Tag("own-port")
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "server.address=localhost")
class EveryoneAtOnceTests {

	private static final List<String> FRAMES = List.of("0.9", "1", "2", "3", "4");

	private static final List<String> OLDEST_TRANSPORTS = List.of("websocket", "xhr-polling", "jsonp-polling");

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@Autowired
	private ConfigurableApplicationContext context;

	@LocalServerPort
	private int applicationPort;

	@Value("${local.socketio.port:${local.server.port}}")
	private int port;

	/** The last is closed first: a page would miss its server. */
	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	@AfterEach
	void close() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	@Test
	void everybodyHearsEverybody(@TempDir Path directory) throws Exception {
		// A client that polls and changes its transport may do so with a request under
		// way.
		browser.expectErrors(BrowserExtension.BAD_REQUEST);
		TestServer server = TestServer.around(this.context);
		List<EveryoneProcess> programs = List.of(node(), java(""), java(OldJavaClientTests.LIBRARIES));
		String origin = (this.port == this.applicationPort) ? address() : startProxy(directory);
		List<Page> tabs = OLDEST_TRANSPORTS.stream().map((transport) -> openTab(origin, transport)).toList();
		List<RawMember> members = new ArrayList<>();
		for (LegacyTransport transport : legacyTransports()) {
			members.add(open(new RawMember(transport.name(), new LegacySocketIoClient(server, transport))));
		}

		int inPrograms = 0;
		for (EveryoneProcess program : programs) {
			inPrograms += program.awaitReady();
		}
		int total = tabs.size() * FRAMES.size() + inPrograms + members.size();
		assertThat(inPrograms).isEqualTo(5 * 3 + 2 * 3);
		for (EveryoneProcess program : programs) {
			program.speak(total);
		}
		for (RawMember member : members) {
			assertThat(member.say("hello")).as(member.toString()).isEqualTo(total - 1);
		}
		for (Page tab : tabs) {
			FRAMES.forEach((client) -> speak(frame(tab, client), total - 1));
		}
	}

	/** Servlet containers do not know the WebSockets of the Flash player. */
	private List<LegacyTransport> legacyTransports() {
		boolean servlet = this.context instanceof WebApplicationContext && this.port == this.applicationPort;
		return Stream.of(LegacyTransport.values())
			.filter((transport) -> transport != LegacyTransport.HIXIE_FLASHSOCKET || !servlet)
			.toList();
	}

	private <T extends AutoCloseable> T open(T client) {
		this.opened.push(client);
		return client;
	}

	// Programs

	private EveryoneProcess node() throws Exception {
		return open(new EveryoneProcess(NodeScript.DIRECTORY, List.of("node", "everyone.mjs", address())));
	}

	private EveryoneProcess java(String libraries) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = Stream.of(libraries, System.getProperty("java.class.path"))
			.filter((part) -> !part.isEmpty())
			.reduce((first, second) -> first + File.pathSeparator + second)
			.orElseThrow();
		return open(new EveryoneProcess(Path.of(""), List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath,
				EveryoneJavaClient.class.getName(), address())));
	}

	private String address() {
		return "http://localhost:" + this.port;
	}

	// The browser

	/** Stands before both ports, so that pages and their clients have one origin. */
	private String startProxy(Path directory) throws Exception {
		int proxyPort = Ports.free();
		open(LoadBalancer.nginx(directory, """
				map $http_upgrade $connection_upgrade {
				  default upgrade;
				  "" "";
				}
				server {
				  listen 127.0.0.1:%d;
				  location / {
				    proxy_pass http://127.0.0.1:%d;
				  }
				  location /socket.io/ {
				    proxy_pass http://127.0.0.1:%d;
				    proxy_http_version 1.1;
				    proxy_set_header Host $http_host;
				    proxy_set_header Upgrade $http_upgrade;
				    proxy_set_header Connection $connection_upgrade;
				    proxy_buffering off;
				  }
				}
				""".formatted(proxyPort, this.applicationPort, this.port), proxyPort));
		return "http://127.0.0.1:" + proxyPort;
	}

	private Page openTab(String origin, String transport) {
		Page tab = open(browser.openTab());
		tab.navigate(origin + "/every-client.html");
		frame(tab, "0.9").getByTestId("transport-" + transport).check();
		for (String client : FRAMES) {
			assertThat(frame(tab, client).getByTestId("status")).hasText("Connected");
			assertThat(frame(tab, client).getByTestId("socket-id")).not().hasText("–");
		}
		assertThat(frame(tab, "0.9").getByTestId("transport")).hasText(transport);
		return tab;
	}

	private static FrameLocator frame(Page tab, String client) {
		return tab.frameLocator("[data-testid='client-" + client + "']");
	}

	private static void speak(FrameLocator frame, int others) {
		frame.getByTestId("say-text").fill("hello");
		frame.getByTestId("say-send").click();
		Locator ticks = frame.getByTestId("message").last().getByTestId("ticks");
		assertThat(ticks).hasAttribute("title", "Delivered to " + others + " other clients");
	}

}
