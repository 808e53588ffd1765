package io.github.socketiospring.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.socketiospring.e2e.server.TestServer;
import io.github.socketiospring.testkit.RedisServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same application without Boot's Reactor Netty: the class path has another reactive
 * server, so the application runs in a process of its own.
 */
class OtherServersTests {

	/** With Spring MVC it would be a servlet application. */
	private static final List<String> SERVERS = List.of("spring-boot-reactor-netty", "spring-boot-tomcat",
			"spring-boot-jetty", "spring-boot-webmvc");

	private static final String HANDSHAKE = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
			+ "Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

	/** Masked, as those of clients are. */
	private static final byte[] CLOSE_FRAME = { (byte) 0x88, (byte) 0x80, 1, 2, 3, 4 };

	@ParameterizedTest
	@ValueSource(strings = { "tomcat", "jetty" })
	void clientsAreServed(String name) throws Exception {
		try (ApplicationProcess server = start("spring-boot-" + name)) {
			MatchResult started = server.awaitStart();
			assertThat(started.group(1)).isEqualToIgnoringCase(name);
			String url = "http://127.0.0.1:" + started.group(2);
			leaveAtOnce(Integer.parseInt(started.group(2)));
			for (String transport : List.of("polling", "websocket", "upgrade")) {
				assertThat(NodeScript.run("basic.mjs", transport, url)).endsWith("all steps passed\n");
			}
			server.end();
			server.awaitEnd();
			assertThat(server.output()).doesNotContain("Exception");
		}
	}

	/** What they cannot do, they say before anybody relies on it. */
	@ParameterizedTest
	@ValueSource(strings = { "tomcat", "jetty" })
	void requestsAreHandedOnByReactorNettyOnly(String name) throws Exception {
		try (RedisServer redis = RedisServer.start();
				ApplicationProcess server = start("spring-boot-" + name, "--spring.data.redis.url=" + redis.url(),
						"--socketio.adapter.type=redis", "--socketio.adapter.sticky-sessions=false")) {
			assertThat(server.awaitEnd()).isEqualTo(1);
			assertThat(server.output()).contains("APPLICATION FAILED TO START", "socketio.adapter.sticky-sessions",
					"Requests can be handed on only where the web server is Reactor Netty",
					"Remove the other server's starter and put spring-boot-starter-reactor-netty in its place");
		}
	}

	private static ApplicationProcess start(String server, String... properties) throws IOException {
		String jars = Stream.of(Files.readString(Path.of("target", "test-classpath")).trim().split(File.pathSeparator))
			.filter((jar) -> !isOtherServer(jar, server))
			.collect(Collectors.joining(File.pathSeparator));
		String classPath = String.join(File.pathSeparator, "target/test-classes", "target/classes", jars);
		return ApplicationProcess.startJava(classPath, TestServer.class.getName(), Stream
			.concat(Stream.of("--spring.config.name=test-server", "--socketio.ping-interval=500ms",
					"--socketio.ping-timeout=5s"), Stream.of(properties))
			.toArray(String[]::new));
	}

	private static boolean isOtherServer(String jar, String server) {
		String file = Path.of(jar).getFileName().toString();
		return SERVERS.stream().anyMatch((other) -> !other.equals(server) && file.matches(other + "-\\d.*"));
	}

	/** Clients that leave as soon as they have a WebSocket, with and without a word. */
	private static void leaveAtOnce(int port) throws IOException {
		for (int i = 0; i < 10; i++) {
			try (Socket socket = new Socket("127.0.0.1", port)) {
				socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
				BufferedReader answer = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
				assertThat(answer.readLine()).contains("101");
				if (i % 2 == 0) {
					socket.getOutputStream().write(CLOSE_FRAME);
				}
			}
		}
	}

}
