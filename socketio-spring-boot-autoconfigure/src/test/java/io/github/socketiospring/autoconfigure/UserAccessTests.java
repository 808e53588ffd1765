package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.security.AuthenticationExpiry;
import io.github.socketiospring.security.SocketIOAuthenticationConverter;
import io.github.socketiospring.security.SocketIOLogoutHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.session.MapSession;
import org.springframework.session.events.SessionDeletedEvent;

import static io.github.socketiospring.autoconfigure.TokenAuthenticationTests.auth;
import static io.github.socketiospring.autoconfigure.TokenAuthenticationTests.join;
import static io.github.socketiospring.autoconfigure.TokenAuthenticationTests.jwt;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications with Spring Security may decide: managers, expiry, and what happens
 * when users log out. Each has a server of its own.
 */
@Timeout(120)
class UserAccessTests {

	@Test
	void theEndOfTokensCanBeOfNoInterest() {
		try (TestServer other = TestServer.startSecured(TokenAuthenticationTests.JwtApplication.class,
				"socketio.security.disconnect-expired=false"); TestServer.WebSocketClient client = other.webSocket()) {
			client.next();
			assertThat(join(client, "/", auth(jwt("ada", "", Duration.ofSeconds(-10))))).startsWith("40{");
			client.send("420[\"plain\"]");
			assertThat(client.next()).isEqualTo("430[\"ada ada\"]");
		}
	}

	@Test
	void namespacesMayHaveManagersOfTheirOwn() {
		try (TestServer other = TestServer.startSecured(PasswordApplication.class);
				TestServer.WebSocketClient client = other.webSocket()) {
			client.next();
			assertThat(join(client, "/", "{\"user\":\"ada\",\"password\":\"secret\"}")).startsWith("40{");
			assertThat(join(client, "/other", "{\"user\":\"ada\",\"password\":\"secret\"}"))
				.isEqualTo("44/other,{\"message\":\"Authentication failed\"}");
			assertThat(join(client, "/other", "{\"user\":\"ada\",\"password\":\"other\"}")).startsWith("40/other,{");
			client.send("42/other,0[\"who\"]");
			assertThat(client.next()).isEqualTo("43/other,0[\"ada ada\"]");
			// Whoever it would be up to has nothing to say.
			assertThat(join(client, "/third", "{\"user\":\"ada\",\"password\":\"secret\"}"))
				.isEqualTo("44/third,{\"message\":\"Connection refused\"}");
		}
	}

	@Test
	void whoLogsOutIsDisconnected() {
		try (TestServer server = TestServer.startSecured(SessionApplication.class)) {
			String[] session = login(server);
			try (TestServer.WebSocketClient here = server.connect(session);
					TestServer.WebSocketClient there = server.connect(login(server));
					TestServer.WebSocketClient stateless = server.connect(TestServer.basic("ada", "secret"))) {
				assertThat(logout(server, session)).isEqualTo(302);
				assertThat(here.next()).isEqualTo("41");
				assertThat(here.closeCode()).isPositive();
				server.bean(SocketIOUsers.class).user("ada").emit("still here");
				assertThat(there.next()).isEqualTo("42[\"still here\"]");
				assertThat(stateless.next()).isEqualTo("42[\"still here\"]");
			}
		}
	}

	@Test
	void connectionsEndWithTheirSessions() {
		try (TestServer server = TestServer.startSecured(SessionApplication.class)) {
			String[] first = login(server);
			String[] second = login(server);
			try (TestServer.WebSocketClient one = server.connect(first);
					TestServer.WebSocketClient two = server.connect(second)) {
				server.context().publishEvent(new Destroyed("another"));
				server.context().publishEvent(new Destroyed(id(first)));
				assertThat(one.next()).isEqualTo("41");
				server.context().publishEvent(new SessionDeletedEvent(this, new MapSession(id(second))));
				assertThat(two.next()).isEqualTo("41");
				assertThat(two.closeCode()).isPositive();
			}
		}
	}

	@Test
	void theEndOfSessionsCanBeOfNoInterest() {
		try (TestServer server = TestServer.startSecured(SessionApplication.class,
				"socketio.security.disconnect-logged-out=false")) {
			String[] session = login(server);
			try (TestServer.WebSocketClient client = server.connect(session)) {
				server.context().publishEvent(new Destroyed(id(session)));
				server.bean(SocketIOUsers.class).user("ada").emit("still here");
				assertThat(client.next()).isEqualTo("42[\"still here\"]");
			}
		}
	}

	/** Returns the header of the session of somebody who has logged in. */
	private static String[] login(TestServer server) {
		String cookie = server
			.get("/login-by-basic", TestServer.concat(TestServer.basic("ada", "secret"), "X-Login", "1"))
			.headers()
			.firstValue("Set-Cookie")
			.orElseThrow();
		return new String[] { "Cookie", cookie.substring(0, cookie.indexOf(';')) };
	}

	private static String id(String[] session) {
		return session[1].substring(session[1].indexOf('=') + 1);
	}

	private static int logout(TestServer server, String[] session) {
		return server
			.send("/logout",
					(request) -> request.headers(session).POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
			.statusCode();
	}

	private static final class Destroyed extends SessionDestroyedEvent {

		private final String id;

		Destroyed(String id) {
			super(UserAccessTests.class);
			this.id = id;
		}

		@Override
		public List<SecurityContext> getSecurityContexts() {
			return List.of();
		}

		@Override
		public String getId() {
			return this.id;
		}

	}

	// What is missing

	@Test
	void aConverterNeedsAManager() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class))
			.withBean(SocketIOAuthenticationConverter.class, () -> (handshake, namespace) -> Mono.empty())
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).isInstanceOf(MissingManagerException.class);
				assertThat(new MissingManagerException.Analyzer().analyze(context.getStartupFailure()).getAction())
					.contains("ReactiveJwtDecoder", "ReactiveAuthenticationManager");
			});
	}

	@Test
	void nothingOfItIsNeeded() {
		ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class));
		for (String missing : List.of("org.springframework.security", "org.springframework.session",
				"org.springframework.security.oauth2", "org.springframework.security.web",
				"org.springframework.security.oauth2.jwt")) {
			runner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasSingleBean(SocketIOUsers.class));
		}
		runner.run((context) -> assertThat(context).hasSingleBean(SocketIOUsers.class)
			.hasSingleBean(AuthenticationExpiry.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ TokenAuthenticationTests.Handlers.class, TokenAuthenticationTests.OtherHandlers.class,
			TokenAuthenticationTests.ThirdHandlers.class, TokenAuthenticationTests.Chain.class })
	static class PasswordApplication {

		@Bean
		SocketIOAuthenticationConverter passwords() {
			return (handshake, namespace) -> {
				JsonNode auth = handshake.auth();
				return auth.has("user") ? Mono.just(UsernamePasswordAuthenticationToken
					.unauthenticated(auth.get("user").asString(), auth.get("password").asString())) : Mono.empty();
			};
		}

		@Bean
		ReactiveAuthenticationManagerResolver<Namespace> managers() {
			Map<String, String> passwords = Map.of("/", "secret", "/other", "other");
			return (namespace) -> Mono.justOrEmpty(passwords.get(namespace.name()))
				.map((password) -> (credentials) -> password.equals(credentials.getCredentials()) ? Mono
					.just(UsernamePasswordAuthenticationToken.authenticated(credentials.getName(), null, List.of()))
						: Mono.empty());
		}

		@Bean
		AuthenticationExpiry expiry() {
			return (authentication) -> null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SessionApplication {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http, SocketIOUsers users) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic((basic) -> basic.securityContextRepository(new WhereAskedFor()))
				.logout((logout) -> logout
					.logoutHandler((handlers) -> handlers.add(0, new SocketIOLogoutHandler(users))))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("ada").password("{noop}secret").roles("USER").build());
		}

	}

	/** A session for those alone who log in. */
	private static final class WhereAskedFor extends WebSessionServerSecurityContextRepository {

		@Override
		public Mono<Void> save(org.springframework.web.server.ServerWebExchange exchange, SecurityContext context) {
			return exchange.getRequest().getHeaders().containsHeader("X-Login") ? super.save(exchange, context)
					: Mono.empty();
		}

	}

}
