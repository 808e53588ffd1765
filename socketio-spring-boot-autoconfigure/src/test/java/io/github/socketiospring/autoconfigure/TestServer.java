package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import org.awaitility.Awaitility;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.ConfigurableWebServerApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * An application on a port of its own, and raw clients of it.
 */
final class TestServer implements AutoCloseable {

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	/** Security is on the test class path, but most applications here have none. */
	static final String WITHOUT_SECURITY = "spring.autoconfigure.exclude=" + SECURITY
			+ "web.reactive.ReactiveWebSecurityAutoConfiguration," + SECURITY
			+ "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration," + SECURITY
			+ "ReactiveUserDetailsServiceAutoConfiguration";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final String QUERY = "?EIO=4&transport=";

	private final ConfigurableWebServerApplicationContext context;

	private final String path;

	private TestServer(ConfigurableWebServerApplicationContext context, String path) {
		this.context = context;
		this.path = path;
	}

	static TestServer start(Class<?> application, String... properties) {
		return startSecured(application, concat(properties, WITHOUT_SECURITY));
	}

	static TestServer startSecured(Class<?> application, String... properties) {
		return new TestServer((ConfigurableWebServerApplicationContext) application(application)
			.properties(concat(properties, "server.port=0", "server.address=127.0.0.1"))
			.run(), "/socket.io/");
	}

	/**
	 * Starts a servlet application.
	 * @param container what {@link ServletContainer} says of the container
	 */
	static TestServer startServlet(Class<?> application, String container, String... properties) {
		return new TestServer(
				(ConfigurableWebServerApplicationContext) application(application).web(WebApplicationType.SERVLET)
					.properties(concat(properties, container, "server.port=0", "server.address=127.0.0.1"))
					.run(),
				"/socket.io/");
	}

	static SpringApplicationBuilder application(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.REACTIVE)
			.properties("spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s");
	}

	static String[] concat(String[] properties, String... more) {
		String[] all = Arrays.copyOf(properties, properties.length + more.length);
		System.arraycopy(more, 0, all, properties.length, more.length);
		return all;
	}

	/**
	 * Returns the header of a user.
	 */
	static String[] basic(String user, String password) {
		byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
		return new String[] { "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials) };
	}

	/**
	 * Returns the same server with another path.
	 */
	TestServer at(String other) {
		return new TestServer(this.context, other);
	}

	ConfigurableWebServerApplicationContext context() {
		return this.context;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	URI uri(String scheme, String pathAndQuery) {
		return URI.create(scheme + "://127.0.0.1:" + port() + pathAndQuery);
	}

	// Plain HTTP

	HttpResponse<String> get(String pathAndQuery, String... headers) {
		return send(pathAndQuery, (request) -> headers.length > 0 ? request.headers(headers) : request);
	}

	/** Asks another port of the same application. */
	HttpResponse<String> getAt(String url, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
		return send((headers.length > 0) ? request.headers(headers).build() : request.build());
	}

	HttpResponse<String> send(String pathAndQuery, UnaryOperator<HttpRequest.Builder> customizer) {
		return send(request(pathAndQuery, customizer));
	}

	private static HttpResponse<String> send(HttpRequest request) {
		try {
			return HTTP.send(request, BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	CompletableFuture<HttpResponse<String>> getLater(String pathAndQuery) {
		return HTTP.sendAsync(request(pathAndQuery, (request) -> request), BodyHandlers.ofString());
	}

	private HttpRequest request(String pathAndQuery, UnaryOperator<HttpRequest.Builder> customizer) {
		return customizer.apply(HttpRequest.newBuilder(uri("http", pathAndQuery))).build();
	}

	// Polling

	HttpResponse<String> handshake(String... headers) {
		return get(this.path + QUERY + "polling", headers);
	}

	/**
	 * Opens a session and joins the root namespace.
	 */
	Polling polling(String... headers) {
		String opening = handshake(headers).body();
		Polling polling = new Polling(opening.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1"), headers);
		polling.post("40");
		return polling;
	}

	final class Polling {

		private final String location;

		private final String[] headers;

		private Polling(String sid, String... headers) {
			this.location = TestServer.this.path + QUERY + "polling&sid=" + sid;
			this.headers = headers;
		}

		String location() {
			return this.location;
		}

		HttpResponse<String> post(String payload) {
			return send(this.location, (request) -> {
				UnaryOperator<HttpRequest.Builder> customizer = (builder) -> (this.headers.length > 0)
						? builder.headers(this.headers) : builder;
				return customizer.apply(request).POST(BodyPublishers.ofString(payload));
			});
		}

		String poll() {
			return get().body();
		}

		HttpResponse<String> get() {
			return TestServer.this.get(this.location, this.headers);
		}

		CompletableFuture<HttpResponse<String>> pollLater() {
			return getLater(this.location);
		}

	}

	/**
	 * Waits until all that poll are waiting for packets.
	 */
	void awaitPolls() {
		Awaitility.await().until(() -> sessions().stream().allMatch(EngineSession::isWritable));
	}

	@SuppressWarnings("unchecked")
	private Collection<EngineSession> sessions() {
		return ((Map<String, EngineSession>) ReflectionTestUtils.getField(bean(EngineServer.class), "sessions"))
			.values();
	}

	// WebSocket

	/**
	 * Opens a WebSocket.
	 * @throws CompletionException if it is refused
	 */
	WebSocketClient webSocket(String... headers) {
		return webSocketAt(this.path + QUERY + "websocket", headers);
	}

	WebSocketClient webSocketAt(String pathAndQuery, String... headers) {
		var builder = HTTP.newWebSocketBuilder();
		for (int i = 0; i < headers.length; i += 2) {
			builder.header(headers[i], headers[i + 1]);
		}
		WebSocketClient client = new WebSocketClient();
		client.socket = builder.buildAsync(uri("ws", pathAndQuery), client).join();
		return client;
	}

	/**
	 * Opens a WebSocket and joins the root namespace.
	 */
	WebSocketClient connect(String... headers) {
		WebSocketClient client = webSocket(headers);
		client.next();
		client.send("40");
		client.next();
		return client;
	}

	static final class WebSocketClient implements java.net.http.WebSocket.Listener, AutoCloseable {

		private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		private final CompletableFuture<Integer> closed = new CompletableFuture<>();

		private final StringBuilder partial = new StringBuilder();

		private java.net.http.WebSocket socket;

		@Override
		public CompletionStage<?> onText(java.net.http.WebSocket webSocket, CharSequence data, boolean last) {
			this.partial.append(data);
			if (last) {
				this.received.add(this.partial.toString());
				this.partial.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(java.net.http.WebSocket webSocket, int code, String reason) {
			this.closed.complete(code);
			return null;
		}

		@Override
		public void onError(java.net.http.WebSocket webSocket, Throwable error) {
			this.closed.complete(-1);
		}

		void send(String text) {
			this.socket.sendText(text, true).join();
		}

		String next() {
			try {
				String next = this.received.poll(30, TimeUnit.SECONDS);
				if (next == null) {
					throw new IllegalStateException("nothing received");
				}
				return next;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Waits until the server has closed the connection.
		 */
		int closeCode() {
			return this.closed.orTimeout(30, TimeUnit.SECONDS).join();
		}

		boolean isClosed() {
			return this.closed.isDone();
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

	@Override
	public void close() {
		this.context.close();
	}

}
