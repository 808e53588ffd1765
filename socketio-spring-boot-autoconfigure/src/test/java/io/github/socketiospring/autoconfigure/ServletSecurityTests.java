package io.github.socketiospring.autoconfigure;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.security.SocketIOAuthenticationConverter;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring MVC with Spring Security: sessions, form log-in and HTTP Basic, CSRF protection
 * left on.
 */
@ParameterizedClass
@EnumSource(ServletContainer.class)
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ServletSecurityTests {

	private static TestServer server;

	@Parameter
	private ServletContainer container;

	@BeforeParameterizedClassInvocation
	static void start(ServletContainer container) {
		server = TestServer.startServlet(Application.class, container.secured(),
				"socketio.handlers.answer-errors=true");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server.close();
	}

	@Test
	void theApplicationsChainGuardsTheHandshake() {
		assertThat(server.handshake("Accept", "application/json").statusCode()).isEqualTo(401);
		assertThat(server.handshake(Secured.ADA).statusCode()).isEqualTo(200);
	}

	@Test
	void handlersSeeTheUserOfTheRequest() {
		Secured.assertSecured(server);
		try (TestServer.WebSocketClient ada = server.connect(Secured.ADA)) {
			for (String event : List.of("current", "details", "reactive")) {
				Secured.assertAnswer(ada, event, "ada");
			}
		}
	}

	@Test
	void whoMayNotIsToldSoAndTheLogIsNot(CapturedOutput output) {
		Secured.assertDenied(server, output);
	}

	/** Others keep their protection. */
	@Test
	void pollsNeedNoCsrfToken() {
		TestServer.Polling polling = server.polling(Secured.ADA);
		assertThat(polling.poll()).startsWith("40{");
		assertThat(polling.post("420[\"who\"]").body()).isEqualTo("ok");
		assertThat(polling.poll()).isEqualTo("430[\"ada\"]");

		assertThat(server.send("/order", (request) -> request.headers(Secured.ADA).POST(BodyPublishers.ofString("")))
			.statusCode()).isEqualTo(403);
	}

	@Test
	void whoIsLoggedInByAFormIsTheUserUntilTheLogOut() {
		Browser browser = new Browser();
		browser.logIn("ada");
		try (TestServer.WebSocketClient client = server.connect("Cookie", browser.cookies())) {
			Secured.assertUser(client, "ada");
			try (TestServer.WebSocketClient other = server.connect(Secured.ADA)) {
				assertThat(browser.post("/logout").statusCode()).isEqualTo(204);

				assertThat(client.closeCode()).isPositive();
				Secured.assertUser(other, "ada");
			}
		}
	}

	@Test
	void connectionsEndWithTheirSession() {
		Browser browser = new Browser();
		browser.logIn("ada");
		try (TestServer.WebSocketClient client = server.connect("Cookie", browser.cookies())) {
			browser.get("/forget");
			assertThat(client.closeCode()).isPositive();
		}
	}

	/** The client comes back as the new user. */
	@Test
	void connectionsEndWhenAnotherUserLogsInWithTheSameSession() {
		Browser browser = new Browser();
		browser.logIn("ada");
		try (TestServer.WebSocketClient client = server.connect("Cookie", browser.cookies())) {
			browser.logIn("root");
			assertThat(client.closeCode()).isPositive();
		}
		try (TestServer.WebSocketClient client = server.connect("Cookie", browser.cookies())) {
			Secured.assertUser(client, "root");
		}
	}

	@Test
	void credentialsInAuthAreThoseOfTheApplicationsUsers() {
		try (TestServer.WebSocketClient client = server.webSocket(Secured.ADA)) {
			client.next();
			client.send("40{\"user\":\"root\",\"password\":\"secret\"}");
			assertThat(client.next()).startsWith("40{");
			Secured.assertUser(client, "root");
		}
		try (TestServer.WebSocketClient client = server.webSocket(Secured.ADA)) {
			client.next();
			client.send("40{\"user\":\"root\",\"password\":\"wrong\"}");
			assertThat(client.next()).isEqualTo("44{\"message\":\"Authentication failed\"}");
		}
	}

	@Test
	void csrfProtectionStaysIfItShall() {
		try (TestServer own = TestServer.startServlet(Application.class, this.container.secured(),
				"socketio.security.ignore-csrf=false", "socketio.security.disconnect-logged-out=false")) {
			assertThat(own.polling(Secured.ADA).post("420[\"who\"]").statusCode()).isEqualTo(403);
			assertThat(own.context().getBeanProvider(HttpSessionEnd.class).stream()).isEmpty();
		}
	}

	/**
	 * Keeps cookies, and sends tokens back.
	 */
	private static final class Browser {

		private final Map<String, String> jar = new TreeMap<>();

		String cookies() {
			return this.jar.entrySet()
				.stream()
				.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
				.collect(Collectors.joining("; "));
		}

		HttpResponse<String> get(String path) {
			return exchange(path, null);
		}

		void logIn(String user) {
			HttpResponse<String> response = exchange("/login", "username=" + user + "&password=secret&" + token());
			assertThat(response.headers().firstValue("Location").orElseThrow()).doesNotContain("error");
		}

		HttpResponse<String> post(String path) {
			return exchange(path, token());
		}

		private String token() {
			return "_csrf=" + get("/token").body();
		}

		private HttpResponse<String> exchange(String path, @Nullable String form) {
			HttpResponse<String> response = server.send(path, (request) -> {
				if (!this.jar.isEmpty()) {
					request.header("Cookie", cookies());
				}
				return (form == null) ? request : request.header("Content-Type", "application/x-www-form-urlencoded")
					.POST(BodyPublishers.ofString(form));
			});
			List<String> cookies = response.headers().allValues("Set-Cookie");
			cookies.forEach((cookie) -> this.jar.put(cookie.replaceFirst("=.*", ""),
					cookie.replaceFirst("^[^=]*=", "").replaceFirst(";.*", "")));
			return response;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ Pages.class, Secured.PlainHandlers.class, Secured.PlainOffice.class, Handlers.class })
	static class Application {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Secured.USERS);
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/token", "/error").permitAll().anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.logout((logout) -> logout.logoutSuccessHandler((request, response, user) -> response.setStatus(204)))
				.build();
		}

		@Bean
		SocketIOAuthenticationConverter passwords() {
			return (handshake, namespace) -> handshake.auth().has("user")
					? Mono.just(UsernamePasswordAuthenticationToken.unauthenticated(
							handshake.auth().get("user").asString(), handshake.auth().get("password").asString()))
					: Mono.empty();
		}

	}

	@RestController
	static class Pages {

		@GetMapping("/token")
		String token(CsrfToken token) {
			return token.getToken();
		}

		@GetMapping("/forget")
		void forget(HttpSession session) {
			session.invalidate();
		}

		@PostMapping("/order")
		void order() {
		}

	}

	@SocketIONamespace
	static class Handlers {

		@OnEvent("details")
		String details(@AuthenticationPrincipal UserDetails details) {
			return details.getUsername();
		}

		@OnEvent("reactive")
		Mono<String> reactive() {
			return ReactiveSecurityContextHolder.getContext().map((context) -> context.getAuthentication().getName());
		}

	}

}
