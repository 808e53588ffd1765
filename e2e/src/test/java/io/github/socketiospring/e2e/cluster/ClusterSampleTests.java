package io.github.socketiospring.e2e.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.socketiospring.e2e.ApplicationProcess;
import io.github.socketiospring.e2e.BrowserExtension;
import io.github.socketiospring.testkit.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Does what {@code samples/cluster/README.md} says, in two tabs of a browser.
 */
class ClusterSampleTests {

	private static final Pattern A_SERVER = Pattern.compile("alder|birch|cedar");

	private static final Pattern POSITIVE = Pattern.compile("[1-9]\\d*");

	/** What Chromium says when its server goes away. */
	private static final Pattern LOST = Pattern.compile("(?s)WebSocket connection to .*|Failed to load resource: .*");

	private static final int ATTEMPTS = 30;

	private static final AtomicInteger counter = new AtomicInteger();

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	@BeforeAll
	static void install() throws Exception {
		for (String program : List.of("redis-server", "nginx", "haproxy")) {
			assumeTrue(Programs.findOrInstall(List.of(program), program).isPresent(),
					() -> "no " + program + " here, and it may not be installed");
		}
	}

	@Test
	void messagesCrossAndNothingIsMissedWhenAServerStops() throws Exception {
		List<ProcessHandle> children;
		try (ApplicationProcess sample = run("--port", String.valueOf(freePort()))) {
			String address = awaitAddress(sample);
			children = sample.children();
			// Redis, three servers, nginx and its worker.
			assertThat(children).hasSizeGreaterThanOrEqualTo(6);
			browser.expectErrors(LOST);
			Page ann = open(address);
			// One request is one connection, which nobody hands on: he keeps it.
			Page bob = openElsewhere(address + "?transport=websocket", server(ann));
			Page cem = open(address + "?transport=polling");
			assertThat(ann.getByTestId("transport")).hasText("websocket");
			assertThat(cem.getByTestId("transport")).hasText("polling");
			assertCross(ann, bob);
			assertCross(cem, bob);
			cem.close();
			assertThat(ann.getByTestId("lane")).hasCount(3);

			String stopped = server(ann);
			String id = ann.getByTestId("socket-id").textContent();
			ann.getByTestId("stop").click();
			assertThat(ann.getByTestId("status")).not().hasText("Connected");
			say(bob, "Where are you, Ann?");
			assertThat(ann.getByTestId("status")).hasText("Connected");
			assertThat(ann.getByTestId("server")).not().hasText(stopped);
			assertThat(ann.getByTestId("socket-id")).hasText(id);
			assertThat(ann.getByTestId("notice").last()).containsText("as the same socket");
			assertThat(message(ann, "Where are you, Ann?")).containsText("while you were away");
			assertThat(ann.getByTestId("late")).hasText(POSITIVE);
			assertCross(ann, bob);

			sample.awaitLine("^" + stopped + " has ended");
			sample.awaitLine(isBack(stopped));
			assertThat(lane(ann, stopped)).hasAttribute("data-state", "live");
			assertThat(ann.getByTestId("lost")).hasText("0");
			assertThat(bob.getByTestId("lost")).hasText("0");
		}
		assertThat(children).noneMatch(ProcessHandle::isAlive);
	}

	@Test
	void othersGoOnBehindHAProxyWhenAServerIsKilled() throws Exception {
		try (ApplicationProcess sample = run("--balancer", "haproxy", "--port", String.valueOf(freePort()))) {
			String address = awaitAddress(sample);
			browser.expectErrors(LOST);
			Page ann = open(address);
			Page bob = openElsewhere(address + "?transport=websocket", server(ann));
			assertCross(ann, bob);

			String killed = server(ann);
			String annsId = ann.getByTestId("socket-id").textContent();
			String bobsId = bob.getByTestId("socket-id").textContent();
			assertThat(processOf(sample, killed).destroyForcibly()).isTrue();
			sample.awaitLine("^" + killed + " has ended");
			assertThat(ann.getByTestId("socket-id")).not().hasText(annsId);
			assertThat(ann.getByTestId("status")).hasText("Connected");
			assertThat(ann.getByTestId("server")).not().hasText(killed);
			assertCross(ann, bob);

			sample.awaitLine(isBack(killed));
			assertThat(lane(bob, killed)).hasAttribute("data-state", "live");
			assertThat(bob.getByTestId("socket-id")).hasText(bobsId);
		}
	}

	@Test
	void saysWhatToDoIfThePortIsTaken() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
				ApplicationProcess sample = run("--port", String.valueOf(taken.getLocalPort()))) {
			sample.awaitLine("^Port " + taken.getLocalPort() + " is taken\\.");
			assertThat(sample.awaitEnd()).isEqualTo(1);
		}
	}

	/** Runs the command {@code samples/cluster/run} with what the build has made. */
	private static ApplicationProcess run(String... options) throws IOException {
		return ApplicationProcess.start(Stream
			.concat(Stream.of(Path.of("..", "samples", "cluster", "run").toString(), "--no-build"), Stream.of(options))
			.toList());
	}

	/** Below all that tests and systems give away by chance. */
	private static int freePort() throws IOException {
		for (int port = 9_080; port < 9_480; port += 10) {
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// The next one.
			}
		}
		throw new IOException("no free port");
	}

	private static String awaitAddress(ApplicationProcess sample) throws InterruptedException {
		return sample.awaitLine("^Open this page.*(http://.*)").group(1);
	}

	private static String isBack(String server) {
		return "^" + server + " .*127\\.0\\.0\\.1:";
	}

	/** The process of a server whose start was seen. */
	private static ProcessHandle processOf(ApplicationProcess sample, String server) {
		long id = Pattern.compile("^" + server + " .*  process (\\d+)$", Pattern.MULTILINE)
			.matcher(sample.output())
			.results()
			.mapToLong((line) -> Long.parseLong(line.group(1)))
			.reduce((before, last) -> last)
			.orElseThrow();
		return ProcessHandle.of(id).orElseThrow();
	}

	private static Page open(String address) {
		Page tab = browser.openTab();
		tab.navigate(address);
		assertThat(tab.getByTestId("server")).hasText(A_SERVER);
		assertThat(tab.getByTestId("status")).hasText("Connected");
		return tab;
	}

	/** The load balancer chooses. */
	private static Page openElsewhere(String address, String other) {
		for (int i = 0; i < ATTEMPTS; i++) {
			Page tab = open(address);
			if (!server(tab).equals(other)) {
				return tab;
			}
			tab.close();
		}
		throw new AssertionError("always on " + other);
	}

	private static String server(Page tab) {
		return Optional.ofNullable(tab.getByTestId("server").textContent()).orElseThrow();
	}

	/** Each reads what the other writes, and which server it has come through. */
	private static void assertCross(Page ann, Page bob) {
		for (List<Page> pair : List.of(List.of(ann, bob), List.of(bob, ann))) {
			String text = "number " + counter.incrementAndGet() + " <b>😀</b>";
			say(pair.get(0), text);
			for (Page tab : pair) {
				assertThat(message(tab, text)).hasCount(1);
				assertThat(message(tab, text).getByTestId("message-text")).hasText(text);
				assertThat(message(tab, text).getByTestId("message-server")).hasText(server(pair.get(0)));
			}
		}
	}

	private static void say(Page tab, String text) {
		tab.getByTestId("say-text").fill(text);
		tab.getByTestId("say-send").click();
	}

	private static Locator message(Page tab, String text) {
		return tab.getByTestId("message").filter(new Locator.FilterOptions().setHasText(text));
	}

	private static Locator lane(Page tab, String server) {
		return tab.getByTestId("lane").filter(new Locator.FilterOptions().setHasText(server));
	}

}
