package io.github.socketiospring.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.engine.legacy.FramedCarrier;
import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.engine.legacy.VirtualConnection;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.transport.legacy.LegacyWebHandler;
import io.github.socketiospring.transport.webflux.EngineWebHandler;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.RequestContext;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.webflux.TransportHandler;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.server.WebHandler;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The server of the application under test: what a client needs of its beans.
 *
 * @param context the application's context
 * @param engine opens sessions
 * @param json reads and writes arguments
 */
record TestedServer(ApplicationContext context, EngineServer engine, JsonCodec json) {

	private static final String SERVER = "http://localhost";

	static TestedServer of(ApplicationContext context) {
		EngineServer engine = context.getBeanProvider(EngineServer.class).getIfAvailable();
		JsonCodec json = context.getBeanProvider(JsonCodec.class).getIfAvailable();
		if (engine == null || json == null) {
			throw new IllegalStateException("This application context has no Socket.IO server. It needs a web "
					+ "application with socketio-spring-boot-starter: do not set webEnvironment to NONE, and do not set "
					+ "socketio.enabled to false. Or use @SocketIOTest");
		}
		return new TestedServer(context, engine, json);
	}

	PacketFormat format() {
		return this.context.getBean(PacketFormat.class);
	}

	/**
	 * Waits for plain handlers, whoever has called them.
	 * @param timeout how long to wait at most
	 * @return whether all are done
	 */
	boolean awaitHandlers(Duration timeout) {
		DefaultSocketIOServer server = this.context.getBeanProvider(DefaultSocketIOServer.class).getIfAvailable();
		try {
			return server == null || server.awaitHandlers(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private String path() {
		String path = this.context.getBean(SocketIOProperties.class).path();
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	private boolean isServlet() {
		return this.context instanceof WebApplicationContext;
	}

	private String basePath() {
		return this.context.getEnvironment()
			.getProperty(isServlet() ? "server.servlet.context-path" : "spring.webflux.base-path", "");
	}

	/** The transport that the server takes the connection for. */
	String transport() {
		List<String> offered = this.engine.options().transports().names();
		String preferred = Transports.WEBSOCKET.name();
		return offered.contains(preferred) ? preferred : offered.get(0);
	}

	/**
	 * Has a session opened on a client's connection.
	 * @param eio the version of Engine.IO
	 */
	void openEngineIo(TestConnection client, String eio) {
		List<TransportHandler> handlers = new ArrayList<>();
		for (String offered : this.engine.options().transports().names()) {
			handlers.add(new InProcessTransport(offered, this.engine, client));
		}
		EngineWebHandler handler = new EngineWebHandler(this.engine, handlers, this.context.getBean(HttpOptions.class),
				requestContext(), this.context.getBean(RequestHooks.class));
		HttpHeaders headers = new HttpHeaders();
		if (Transports.WEBSOCKET.name().equals(transport())) {
			headers.set(HttpHeaders.CONNECTION, "Upgrade");
			headers.set(HttpHeaders.UPGRADE, "websocket");
		}
		MockServerHttpResponse response = exchange(client.settings(), path() + "/",
				List.of(parameter("EIO", eio), parameter("transport", transport())), headers, handler);
		if (response.getStatusCode() != HttpStatus.SWITCHING_PROTOCOLS) {
			throw refusal(response);
		}
	}

	/**
	 * Has a session of protocol 1 opened, and carried by a client's connection.
	 */
	void openProtocol1(TestConnection client) {
		LegacyWebHandler legacy = this.context.getBeanProvider(LegacyWebHandler.class).getIfAvailable();
		WebHandler handler = (legacy != null) ? legacy : new EngineWebHandler(this.engine,
				this.context.getBeanProvider(TransportHandler.class).stream().toList(),
				this.context.getBean(HttpOptions.class), requestContext(), this.context.getBean(RequestHooks.class));
		MockServerHttpResponse response = exchange(client.settings(), path() + "/1/", List.of(), new HttpHeaders(),
				handler);
		if (response.getStatusCode() != null && !response.getStatusCode().is2xxSuccessful()) {
			throw refusal(response);
		}
		String line = body(response);
		LegacySessions sessions = this.context.getBean(LegacySessions.class);
		VirtualConnection virtual = sessions.find(line.substring(0, Math.max(0, line.indexOf(':'))));
		if (virtual == null) {
			throw new IllegalStateException("The server has opened no session: " + line);
		}
		List<LegacyTransport> offered = sessions.options().transports();
		LegacyTransport transport = offered.contains(LegacyTransport.WEBSOCKET) ? LegacyTransport.WEBSOCKET
				: offered.get(0);
		client.connection().executor().execute(() -> {
			client.begin(virtual.session().revision());
			client.opened(virtual.session().id());
			FramedCarrier.begin(virtual, client.connection(), transport);
		});
	}

	private RequestContext requestContext() {
		return this.context.getBeanProvider(RequestContext.class).getIfAvailable(() -> RequestContext.UNCHANGED);
	}

	/**
	 * Sends a request through the application's filters.
	 * @param target what serves it, behind the filters
	 */
	private MockServerHttpResponse exchange(ClientSettings settings, String path, List<String> protocolQuery,
			HttpHeaders protocolHeaders, WebHandler target) {
		String basePath = basePath();
		List<String> query = new ArrayList<>(protocolQuery);
		settings.query().forEach((name, values) -> values.forEach((value) -> query.add(parameter(name, value))));
		String uri = SERVER + basePath + path + (query.isEmpty() ? "" : "?" + String.join("&", query));
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.HOST, "localhost");
		headers.putAll(protocolHeaders);
		settings.headers().forEach(headers::put);
		MockServerHttpRequest request = MockServerHttpRequest.method(HttpMethod.GET, URI.create(uri))
			.contextPath(isServlet() ? basePath + path() : basePath)
			.headers(headers)
			.remoteAddress(settings.remoteAddress())
			.build();
		MockServerHttpResponse response = new Response();
		CompletableFuture<Void> done = new FilterChain(this.context, settings).handlerFor(target)
			.handle(request, response)
			.toFuture();
		try {
			Waiting.get(done, settings.timeout(), () -> new AssertionError("The first request is not answered after "
					+ settings.timeout().toMillis() + " ms: a WebFilter or a RequestFilter may not have completed"));
		}
		finally {
			done.cancel(false);
		}
		return response;
	}

	static String parameter(String name, String value) {
		return UriUtils.encode(name, StandardCharsets.UTF_8) + "=" + UriUtils.encode(value, StandardCharsets.UTF_8);
	}

	private ConnectErrorException refusal(MockServerHttpResponse response) {
		HttpStatusCode status = (response.getStatusCode() != null) ? response.getStatusCode() : HttpStatus.OK;
		String body = body(response);
		if (body.startsWith("{")) {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			return ConnectErrorException
				.byRequest(this.json.readTree(bytes, 0, bytes.length).path("message").asString(body), status);
		}
		String text = HtmlUtils.htmlUnescape(body);
		return ConnectErrorException
			.byRequest(text.isEmpty() ? status.toString().replace('_', ' ').toLowerCase(Locale.ROOT) : text, status);
	}

	private static String body(MockServerHttpResponse response) {
		return response.isCommitted() ? response.getBodyAsString().onErrorReturn("").blockOptional().orElse("") : "";
	}

	/**
	 * A response that may be asked which web server it belongs to: none.
	 */
	private static final class Response extends MockServerHttpResponse {

		@Override
		@SuppressWarnings("unchecked")
		public <T> T getNativeResponse() {
			return (T) this;
		}

	}

}
