package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every generation of the JavaScript client since 1.0 in a real browser. What they try is
 * in {@code src/test/node/browser-scenario.js}.
 */
@ServerTest
class OldBrowserClientTests {

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	private static final Map<String, String> BUNDLES = Map.of("1.0", "socket.io-client-1.0/socket.io.js", "1.7",
			"socket.io-client-1/dist/socket.io.js", "2", "socket.io-client-2/dist/socket.io.js", "3",
			"socket.io-client-3/dist/socket.io.js", "4", "socket.io-client/dist/socket.io.js");

	/** Which clients encode text twice over which transports. */
	private static final Map<String, List<String>> TWICE = Map.of("1.0", List.of("websocket", "upgrade", "jsonp"),
			"1.7", List.of("polling", "jsonp"));

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0} over {1}")
	@CsvSource({ "1.0, polling", "1.0, websocket", "1.0, upgrade", "1.0, jsonp", "1.7, polling", "1.7, websocket",
			"1.7, upgrade", "1.7, jsonp", "2, polling", "2, websocket", "2, upgrade", "2, jsonp", "3, polling",
			"3, websocket", "3, upgrade", "3, jsonp", "4, polling", "4, websocket", "4, upgrade" })
	void passesTheScenario(String client, String transport) throws IOException {
		// Who polls says goodbye even to a server that has just done so.
		browser.expectErrors(BrowserExtension.BAD_REQUEST);
		Page page = browser.openTab();
		page.route("**/socket.io/socket.io.js",
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("text/javascript; charset=utf-8")
					.setPath(NodeScript.DIRECTORY.resolve("node_modules").resolve(BUNDLES.get(client)))));
		page.navigate("http://127.0.0.1:" + this.port + "/client.html");
		Map<String, Object> task = new HashMap<>();
		task.put("transport", transport);
		// Clients 1.x encode text twice but in binary payloads, 1.7 not on a WebSocket
		// either, and cannot be told from those that do not.
		task.put("asciiOnly", TWICE.getOrDefault(client, List.of()).contains(transport));
		// It closes what failed to close, without end.
		task.put("cannotClose", client.equals("1.0") && transport.equals("jsonp"));
		String scenario = Files.readString(NodeScript.DIRECTORY.resolve("browser-scenario.js"));
		assertThat(page.evaluate(scenario, task)).isEqualTo("all steps passed");
	}

}
