package io.github.socketiospring.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.e2e.conformance.ConformanceServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server the public suites are run against, so that it is ready when they are.
 */
class ConformanceServerTests {

	private static final int SECONDS = 8;

	@Test
	void servesWhatTheSuitesExpect() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ConformanceServer.class)
			.properties(ConformanceServer.PROPERTIES)
			.properties("server.port=0")
			.run();
				Connection engine = new Connection(context, "/engine.io/");
				Connection root = new Connection(context, "/socket.io/")) {
			assertThat(engine.next()).startsWith("0{").contains("\"pingInterval\":300,\"pingTimeout\":200");
			engine.send("4hello");
			assertThat(engine.next()).isEqualTo("4hello");

			assertThat(root.next()).startsWith("0{").contains("\"pingInterval\":300,\"pingTimeout\":200");
			root.send("40{\"token\":\"123\"}");
			assertThat(root.next()).startsWith("40{\"sid\":");
			assertThat(root.next()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
			root.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
			assertThat(root.next()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
			root.send("42456[\"message-with-ack\",null]");
			assertThat(root.next()).isEqualTo("43456[null]");
			root.send("40/custom,");
			assertThat(root.next()).startsWith("40/custom,{\"sid\":");
			assertThat(root.next()).isEqualTo("42/custom,[\"auth\",{}]");
		}
	}

	private static final class Connection implements WebSocket.Listener, AutoCloseable {

		private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		private final WebSocket socket;

		Connection(ConfigurableApplicationContext context, String path) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			this.socket = HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + port + path + "?EIO=4&transport=websocket"), this)
				.join();
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			if (data.toString().equals("2")) {
				webSocket.sendText("3", true);
			}
			else {
				this.received.add(data.toString());
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public void close() {
			this.socket.abort();
		}

		void send(String text) {
			this.socket.sendText(text, true).join();
		}

		String next() throws InterruptedException {
			String next = this.received.poll(SECONDS, TimeUnit.SECONDS);
			assertThat(next).as("a message within %d seconds", SECONDS).isNotNull();
			return next;
		}

	}

}
