package io.github.socketiospring.e2e;

import java.util.List;

import com.microsoft.playwright.Page;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.e2e.server.TestServer;
import io.github.socketiospring.testkit.FaultyProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The JavaScript client loses TCP and comes back, in Node.js and in a real browser. What
 * it tries in Node.js is in {@code src/test/node/recovery.mjs}.
 */
class RecoveryClientTests {

	@RegisterExtension
	static final BrowserExtension browser = new BrowserExtension();

	private static final String CONNECT = """
			() => new Promise((resolve) => {
			  window.told = [];
			  window.connects = 0;
			  const socket = window.socket = io("/recovery", { transports: ["websocket"], reconnectionDelay: 20 });
			  socket.on("told", (text) => window.told.push(text));
			  socket.on("disconnect", () => window.connects = -window.connects);
			  socket.on("connect", () => {
			    window.connects = 1 - window.connects;
			    resolve(socket.id);
			  });
			  socket.emit("enter", "room");
			})
			""";

	private @Nullable ConfigurableApplicationContext context;

	private ConfigurableApplicationContext start(String duration) {
		ConfigurableApplicationContext started = new SpringApplicationBuilder(TestServer.class)
			.web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.config.name=test-server",
					"spring.main.register-shutdown-hook=false", "socketio.connection-state-recovery.enabled=true",
					// Between two polls the server learns of a loss by the heartbeat
					// only.
					"socketio.ping-interval=300ms", "socketio.ping-timeout=1s",
					"socketio.connection-state-recovery.max-disconnection-duration=" + duration)
			.run();
		this.context = started;
		return started;
	}

	private static int port(ConfigurableApplicationContext context) {
		return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	/**
	 * The browser reports each attempt to connect while there is nothing to connect to.
	 */
	private static Page openTab(FaultyProxy proxy) {
		browser.expectError("WebSocket connection to 'ws://127.0.0.1:" + proxy.port()
				+ "/socket.io/?EIO=4&transport=websocket' failed: Error in connection establishment: "
				+ "net::ERR_CONNECTION_REFUSED");
		Page page = browser.openTab();
		page.navigate("http://127.0.0.1:" + proxy.port() + "/client.html");
		return page;
	}

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "upgrade" })
	void nodeComesBackInTime(String transport) throws Exception {
		String output = NodeScript.run("recovery.mjs", transport, "http://127.0.0.1:" + port(start("2m")), "in-time");
		assertThat(output).endsWith("all steps passed\n");
	}

	@ParameterizedTest(name = "over {0}")
	@ValueSource(strings = { "polling", "websocket", "upgrade" })
	void nodeComesBackTooLate(String transport) throws Exception {
		String output = NodeScript.run("recovery.mjs", transport, "http://127.0.0.1:" + port(start("1ms")), "too-late");
		assertThat(output).endsWith("all steps passed\n");
	}

	@Test
	void browserComesBackInTime() throws Exception {
		ConfigurableApplicationContext application = start("2m");
		Namespace namespace = application.getBean(SocketIOServer.class).of("/recovery");
		try (FaultyProxy proxy = new FaultyProxy(port(application))) {
			Page page = openTab(proxy);
			String id = (String) page.evaluate(CONNECT);
			await().until(() -> !namespace.to("room").sockets().isEmpty());
			namespace.emit("told", "before");
			page.waitForFunction("() => window.told.length === 1");

			proxy.stall();
			proxy.cut();
			page.waitForFunction("() => window.connects < 0");
			await().until(() -> namespace.socket(id) == null);
			namespace.emit("told", "to all");
			namespace.to("elsewhere").emit("told", "not for it");
			namespace.to("room").emit("told", "to the room");
			proxy.pass();
			page.waitForFunction("() => window.connects > 1");

			assertThat(page.evaluate("() => window.socket.recovered")).isEqualTo(true);
			assertThat(page.evaluate("() => window.socket.id")).isEqualTo(id);
			Socket socket = namespace.socket(id);
			assertThat(socket).isNotNull();
			assertThat(socket.recovered()).isTrue();
			assertThat(socket.data()).containsEntry("entered", "room");
			namespace.emit("told", "after");
			page.waitForFunction("() => window.told.includes('after')");
			assertThat(page.evaluate("() => window.told"))
				.isEqualTo(List.of("before", "to all", "to the room", "after"));
		}
	}

	@Test
	void browserComesBackTooLate() throws Exception {
		ConfigurableApplicationContext application = start("1ms");
		Namespace namespace = application.getBean(SocketIOServer.class).of("/recovery");
		try (FaultyProxy proxy = new FaultyProxy(port(application))) {
			Page page = openTab(proxy);
			String id = (String) page.evaluate(CONNECT);
			namespace.emit("told", "before");
			page.waitForFunction("() => window.told.length === 1");
			proxy.stall();
			proxy.cut();
			page.waitForFunction("() => window.connects < 0");
			await().until(() -> namespace.socket(id) == null);
			namespace.emit("told", "missed");
			proxy.pass();
			page.waitForFunction("() => window.connects > 1");
			assertThat(page.evaluate("() => window.socket.recovered")).isEqualTo(false);
			assertThat(page.evaluate("() => window.socket.id")).isNotEqualTo(id);
			namespace.emit("told", "after");
			page.waitForFunction("() => window.told.includes('after')");
			assertThat(page.evaluate("() => window.told")).isEqualTo(List.of("before", "after"));
		}
	}

}
