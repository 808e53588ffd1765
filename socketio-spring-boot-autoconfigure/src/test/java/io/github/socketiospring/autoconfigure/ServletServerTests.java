package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.RawHttp;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications of Spring MVC, with filters that get in the way where they can.
 */
@ParameterizedClass
@EnumSource(ServletContainer.class)
@Timeout(120)
class ServletServerTests {

	private static final int MAX_BYTES = 20_000;

	private static final String FRIEND = "https://friend.example.org";

	private static TestServer root;

	private static TestServer server;

	@BeforeParameterizedClassInvocation
	static void start(ServletContainer container) {
		root = TestServer.startServlet(Application.class, container.unsecured(), "server.servlet.context-path=/shop",
				"spring.mvc.servlet.path=/mvc", "server.forward-headers-strategy=framework",
				"socketio.max-http-buffer-size=" + MAX_BYTES + "B", "socketio.ping-interval=10s",
				"socketio.handlers.answer-errors=true", "server.error.include-message=always");
		server = root.at("/shop/socket.io/");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		root.close();
	}

	@Parameter
	private ServletContainer container;

	// Who serves what

	@Test
	void theApplicationIsServedByTheContainer() {
		assertThat(root.context().getWebServer().getClass().getSimpleName().toUpperCase(Locale.ROOT))
			.startsWith(this.container.name());
		assertThat(root.get("/shop/mvc/hello").body()).isEqualTo("hello");
		assertThat(root.get("/shop/mvc/socket.io/?EIO=4&transport=polling").statusCode()).isEqualTo(404);
		assertThat(root.get("/socket.io/?EIO=4&transport=polling").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket.io", "socket%2Eio/", "x/../socket.io/", "/socket.io/", "socket.iox/",
			"socket.io;x=y/" })
	void otherPathsAreNotTheEngines(String path) {
		try (RawHttp http = new RawHttp(root.port())) {
			http.send("GET /shop/" + path + "?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1\r\n"
					+ "Connection: close\r\n\r\n");
			// Jetty does not even look at some of them.
			assertThat(http.response().status()).isIn(404, 400);
		}
	}

	@Test
	void theClientIsServed() {
		assertThat(root.get("/shop/socket.io/socket.io.js").headers().firstValue("Content-Type")).get()
			.asString()
			.contains("javascript");
	}

	@Test
	void whatIsNoRequestOfAClientGetsTheProtocolsAnswer() {
		HttpResponse<String> response = root.get("/shop/socket.io/?EIO=4&transport=carrier-pigeon");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
	}

	@Test
	void protocol1IsServed() {
		assertThat(root.get("/shop/socket.io/1/").body())
			.matches("[\\w-]{20}:\\d+:\\d+:websocket,.*xhr-polling,jsonp-polling");
	}

	// Connections

	@Test
	void pollingAndWebSocketsCarryEvents() {
		TestServer.Polling polling = server.polling();
		assertThat(polling.poll()).startsWith("40{");
		assertThat(polling.post("420[\"echo\",\"ü\"]").body()).isEqualTo("ok");
		assertThat(polling.poll()).isEqualTo("430[\"ü\"]");
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send("420[\"echo\",\"ü\"]");
			assertThat(client.next()).isEqualTo("430[\"ü\"]");
		}
	}

	/** Containers take no more than 8 KB by themselves, Jetty 64 KB. */
	@Test
	void webSocketsCarryLargeMessages() {
		String text = "ü".repeat(MAX_BYTES / 3);
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send("420[\"echo\",\"" + text + "\"]");
			assertThat(client.next()).isEqualTo("430[\"" + text + "\"]");
			client.send("420[\"echo\",\"" + "x".repeat(MAX_BYTES) + "\"]");
			assertThat(client.closeCode()).isEqualTo(1009);
		}
	}

	@Test
	void webSocketsAreNotCompressed() {
		try (RawHttp http = new RawHttp(root.port())) {
			http.send("GET /shop/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
					+ "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
					+ "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
			RawHttp.Response response = http.response();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
		}
	}

	@Test
	void handlersRunOnThreadsOfTheirOwn() {
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send("420[\"thread\"]");
			assertThat(client.next()).startsWith("430[\"socketio-");
		}
	}

	/** Tomcat's would end polls after 30 seconds. */
	@Test
	void theContainersTimeoutOfAsynchronousRequestsIsOff() {
		server.polling();
		assertThat(Filters.asyncTimeout.get()).isLessThanOrEqualTo(0);
	}

	@Test
	void aBodyThatIsTooLargeIsRefused() {
		TestServer.Polling polling = server.polling();
		polling.poll();
		try (RawHttp http = new RawHttp(root.port())) {
			// Without its body: Jetty answers, and cuts off who still sends.
			http.send("POST " + polling.location() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
					+ (MAX_BYTES + 1) + "\r\n\r\n");
			assertThat(http.response().status()).isEqualTo(413);
		}
		assertThat(polling.post("420[\"echo\",\"" + "x".repeat(MAX_BYTES / 2) + "\"]").body()).isEqualTo("ok");
		assertThat(polling.poll()).hasSizeGreaterThan(MAX_BYTES / 2);
	}

	@Test
	void largeAnswersAreCompressed() {
		TestServer.Polling polling = server.polling("Accept-Encoding", "gzip");
		polling.poll();
		polling.post("420[\"echo\",\"" + "x".repeat(5000) + "\"]");
		assertThat(polling.get().headers().firstValue("Content-Encoding")).contains("gzip");
	}

	// Filters

	@Test
	void formsAreReadAfterAFilterThatHasAskedForParameters() {
		String opening = server.handshake("Asks", "yes").body();
		String sid = opening.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
		String location = "/shop/socket.io/?EIO=4&transport=polling&j=1&sid=" + sid;
		for (String form : List.of("d=40", "d=420%5B%22echo%22%2C%22%C3%BC+%2B%26%22%5D")) {
			HttpResponse<String> response = root.send(location,
					(request) -> request
						.headers("Content-Type", "application/x-www-form-urlencoded", "Asks", "for parameters")
						.POST(BodyPublishers.ofString(form)));
			assertThat(response.body()).isEqualTo("ok");
		}
		assertThat(root.get(location).body()).contains("430[\\\"ü +&\\\"]");
	}

	@Test
	void theUserIsTheOneThatFiltersHaveFound() {
		try (TestServer.WebSocketClient client = server.connect("User", "ada")) {
			client.send("420[\"who\"]");
			assertThat(client.next()).isEqualTo("430[\"ada\"]");
		}
	}

	@Test
	void theSessionIsTheContainers() {
		HttpResponse<String> page = root.get("/shop/mvc/remember");
		String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
		try (TestServer.WebSocketClient client = server.connect("Cookie", cookie)) {
			client.send("420[\"remembered\"]");
			assertThat(client.next()).isEqualTo("430[\"milk\"]");
		}
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send("420[\"remembered\"]");
			assertThat(client.next()).isEqualTo("430[null]");
		}
	}

	@Test
	void theSessionMayBeSpringSessions() {
		try (TestServer own = TestServer.startServlet(SpringSessionApplication.class, this.container.unsecured(),
				"socketio.add-trailing-slash=false")) {
			String cookie = own.get("/remember")
				.headers()
				.firstValue("Set-Cookie")
				.orElseThrow()
				.replaceFirst(";.*", "");
			assertThat(cookie).startsWith("SESSION=");
			try (TestServer.WebSocketClient client = own.connect("Cookie", cookie)) {
				client.send("420[\"remembered\"]");
				assertThat(client.next()).isEqualTo("430[\"milk\"]");
			}
			assertThat(own.get("/socket.io?EIO=4&transport=polling").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void theLocaleIsWhatSpringMvcResolves() {
		try (TestServer.WebSocketClient client = server.connect("Accept-Language", "fr-CA")) {
			client.send("420[\"locale\"]");
			assertThat(client.next()).isEqualTo("430[\"fr-CA\"]");
		}
	}

	@Test
	void forwardedHeadersAreBelieved() {
		try (TestServer.WebSocketClient client = server.connect("X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto",
				"https")) {
			client.send("420[\"from\"]");
			assertThat(client.next()).isEqualTo("430[\"192.0.2.7\",true]");
		}
	}

	@Test
	void argumentsAreValidated() {
		try (TestServer.WebSocketClient client = server.connect()) {
			client.send("420[\"say\",{\"text\":\"too long\"}]");
			assertThat(client.next()).isEqualTo("430[\"invalid\"]");
			client.send("421[\"say\",{\"text\":\"ok\"}]");
			assertThat(client.next()).isEqualTo("431[\"ok\"]");
		}
	}

	// Other origins

	@Test
	void anOriginThatAFilterHasAllowedIsServedAndToldOnce() {
		HttpResponse<String> response = server.handshake("Origin", FRIEND);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().allValues("Access-Control-Allow-Origin")).containsExactly(FRIEND);
	}

	@Test
	void otherOriginsAreRefused() {
		assertThat(server.handshake("Origin", "https://evil.example.org").statusCode()).isEqualTo(403);
	}

	@Test
	void theAdminPageIsServed(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("index.html"), "<title>page</title>");
		Files.createDirectory(directory.resolve("js"));
		Files.writeString(directory.resolve("js/app.js"), "go()");
		try (TestServer own = TestServer.startServlet(Application.class, this.container.unsecured(),
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/mvc", "socketio.admin.enabled=true",
				"socketio.admin.username=root",
				"socketio.admin.password=" + new BCryptPasswordEncoder(4).encode("secret"),
				"socketio.admin.ui.location=file:" + directory, "socketio.admin.ui.path=/ops/sockets")) {
			HttpResponse<String> redirect = own.get("/shop/mvc/ops/sockets");
			assertThat(redirect.statusCode()).isEqualTo(308);
			assertThat(redirect.headers().firstValue("Location")).contains("sockets/");
			HttpResponse<String> page = own.get("/shop/mvc/ops/sockets/");
			assertThat(page.body()).isEqualTo("<title>page</title>");
			assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
			assertThat(page.headers().firstValue("Content-Type")).get().asString().startsWith("text/html");
			for (String path : List.of("sockets", "sockets/", "sockets/js/app.js")) {
				HttpResponse<String> get = own.get("/shop/mvc/ops/" + path);
				RawHttp.Response head = RawHttp.exchange(own.port(), "HEAD", "/shop/mvc/ops/" + path);
				assertThat(head.status()).as(path).isEqualTo(get.statusCode());
				assertThat(head.header("X-Content-Type-Options")).isEqualTo("nosniff");
				assertThat(head.header("Content-Type"))
					.isEqualTo(get.headers().firstValue("Content-Type").orElse(null));
				assertThat(head.header("Location")).isEqualTo(get.headers().firstValue("Location").orElse(null));
				assertThat(head.bytes()).isEmpty();
			}
			HttpResponse<String> script = own.get("/shop/mvc/ops/sockets/js/app.js");
			assertThat(script.body()).isEqualTo("go()");
			assertThat(script.headers().firstValue("Content-Security-Policy")).isPresent();
			assertThat(own.get("/shop/mvc/ops/sockets/none.js").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void stopsWithPollsAndWebSocketsOpen() throws Exception {
		TestServer own = TestServer.startServlet(Application.class, this.container.unsecured(),
				"server.shutdown=graceful");
		TestServer.Polling polling = own.polling();
		polling.poll();
		try (TestServer.WebSocketClient client = own.connect()) {
			CompletableFuture<HttpResponse<String>> open = polling.pollLater();
			own.awaitPolls();

			own.close();

			assertThat(open.get(20, TimeUnit.SECONDS).body()).isEqualTo("1");
			assertThat(client.closeCode()).isPositive();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Pages.class, Handlers.class, Filters.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringHttpSession
	@Import(Application.class)
	static class SpringSessionApplication {

		@Bean
		MapSessionRepository sessions() {
			return new MapSessionRepository(new ConcurrentHashMap<>());
		}

	}

	@RestController
	static class Pages {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/remember")
		void remember(HttpSession session) {
			session.setAttribute("remembered", "milk");
		}

	}

	@SocketIONamespace
	static class Handlers {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

		@OnEvent("thread")
		String thread() {
			return Thread.currentThread().getName();
		}

		@OnEvent("who")
		String who(Principal principal) {
			return principal.getName();
		}

		@OnEvent("remembered")
		Object remembered(HttpSession session) {
			return session.getAttribute("remembered");
		}

		@OnEvent("locale")
		String locale(Locale locale) {
			return locale.toLanguageTag();
		}

		@OnEvent("from")
		Object[] from(Handshake handshake) {
			return new Object[] { handshake.remoteAddress().getHostString(), handshake.secure() };
		}

		@OnEvent("say")
		String say(@Valid Say message) {
			return message.text();
		}

		@OnEventException
		String invalid(Socket socket, Exception ex) {
			return "invalid";
		}

	}

	record Say(@Size(max = 3) String text) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		static final AtomicLong asyncTimeout = new AtomicLong();

		@Bean
		FilterRegistrationBean<CorsFilter> cors() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin(FRIEND);
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", configuration);
			return new FilterRegistrationBean<>(new CorsFilter(source));
		}

		@Bean
		ShallowEtagHeaderFilter etags() {
			return new ShallowEtagHeaderFilter();
		}

		@Bean
		OncePerRequestFilter own() {
			return new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws ServletException, IOException {
					if (request.getHeader("Asks") != null) {
						request.getParameter("anything");
					}
					chain.doFilter(withUser(request), response);
					if (request.isAsyncStarted()) {
						asyncTimeout.set(request.getAsyncContext().getTimeout());
					}
				}

			};
		}

		private static HttpServletRequest withUser(HttpServletRequest request) {
			String user = request.getHeader("User");
			return (user == null) ? request : new HttpServletRequestWrapper(request) {

				@Override
				public Principal getUserPrincipal() {
					return () -> user;
				}

			};
		}

	}

}
