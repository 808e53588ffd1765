package io.github.socketiospring.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import io.github.socketiospring.Ack;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.security.BearerTokenConverter;
import io.github.socketiospring.security.SocketIOAuthenticationConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that show a token when they join a namespace.
 */
@Timeout(120)
class TokenAuthenticationTests {

	private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "HmacSHA256");

	private static final NimbusJwtEncoder ENCODER = new NimbusJwtEncoder(new ImmutableSecret<>(KEY));

	private static final String[] ROOT = TestServer.basic("root", "secret");

	private static final BlockingQueue<String> LIFE = new LinkedBlockingQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.startSecured(JwtApplication.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		LIFE.clear();
	}

	static String jwt(String subject, String scope, Duration validity) {
		Instant now = Instant.now();
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(subject)
			.claim("scope", scope)
			.issuedAt(now.minusSeconds(7200))
			.expiresAt(now.plus(validity))
			.build();
		return ENCODER.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

	static String auth(String token) {
		return "{\"token\":\"" + token + "\"}";
	}

	private static String ada() {
		return auth(jwt("ada", "", Duration.ofHours(1)));
	}

	private static TestServer.WebSocketClient open(String... headers) {
		TestServer.WebSocketClient client = server.webSocket(headers);
		assertThat(client.next()).startsWith("0{");
		return client;
	}

	static String join(TestServer.WebSocketClient client, String namespace, String auth) {
		client.send("40" + (namespace.equals("/") ? "" : namespace + ",") + auth);
		return client.next();
	}

	/** What happens next to a user; others may still be leaving. */
	private static String take(String user) {
		try {
			String next;
			do {
				next = LIFE.poll(20, TimeUnit.SECONDS);
				assertThat(next).isNotNull();
			}
			while (!next.contains(user));
			return next;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theUserIsTheTokensEverywhere() {
		try (TestServer.WebSocketClient client = open()) {
			assertThat(join(client, "/", auth(jwt("eva", "", Duration.ofMinutes(5))))).startsWith("40{");
			assertThat(take("eva")).isEqualTo("connect eva eva");
			client.send("420[\"plain\"]");
			assertThat(client.next()).isEqualTo("430[\"eva eva\"]");
			client.send("421[\"reactive\"]");
			assertThat(client.next()).isEqualTo("431[\"eva eva\"]");
			client.send("422[\"job\"]");
			assertThat(client.next()).isEqualTo("432[\"eva\"]");
			client.send("41");
			assertThat(take("eva")).isEqualTo("disconnect eva eva");
		}
	}

	@Test
	void methodSecurityAsksForTheTokensAuthorities() {
		try (TestServer.WebSocketClient ada = open(); TestServer.WebSocketClient admin = open()) {
			join(ada, "/", ada());
			join(admin, "/", auth(jwt("eve", "admin", Duration.ofHours(1))));
			ada.send("420[\"reboot\"]");
			assertThat(ada.next()).isEqualTo("430[\"denied\"]");
			admin.send("420[\"reboot\"]");
			assertThat(admin.next()).isEqualTo("430[\"rebooting\"]");
		}
	}

	@Test
	void namespacesOfAConnectionMayHaveDifferentUsers() {
		try (TestServer.WebSocketClient client = open(ROOT)) {
			join(client, "/", ada());
			join(client, "/other", "");
			client.send("420[\"plain\"]");
			assertThat(client.next()).isEqualTo("430[\"ada ada\"]");
			client.send("42/other,0[\"who\"]");
			assertThat(client.next()).isEqualTo("43/other,0[\"root root\"]");
		}
	}

	@Test
	void handlersTakeWhatTheyNeedOfTheUser() {
		try (TestServer.WebSocketClient client = open(); TestServer.WebSocketClient other = open(ROOT)) {
			join(client, "/", ada());
			client.send("420[\"parameters\",7]");
			assertThat(client.next()).isEqualTo("430[[\"ada\",\"ada\",\"ada\",\"ada\",null,\"ada\",7]]");
			client.send("421[\"strict\"]");
			assertThat(client.next()).isEqualTo("431[\"ClassCastException\"]");
			join(other, "/", "");
			other.send("420[\"parameters\",7]");
			assertThat(other.next()).isEqualTo("430[\"IllegalStateException\"]");
			other.send("421[\"user\"]");
			assertThat(other.next()).isEqualTo("431[\"root\"]");
		}
	}

	// Refusals

	@ParameterizedTest
	@ValueSource(strings = { "\"x.y.z\"", "\"a token\"", "\"Bearer x\"", "7", "{}", "[\"x\"]", "true", "\"\\u0000\"",
			"\"root\"" })
	void whatIsNoTokenIsRefusedInAFewWords(String token) {
		try (TestServer.WebSocketClient client = open(ROOT)) {
			assertThat(join(client, "/", "{\"token\":" + token + "}"))
				.isEqualTo("44{\"message\":\"Authentication failed\"}");
			assertThat(LIFE).noneMatch((line) -> line.startsWith("connect root"));
			// The connection lives, and nothing is taken for granted.
			assertThat(join(client, "/", ada())).startsWith("40{");
		}
	}

	@Test
	void forgedAndExpiredTokensAreRefused() {
		String token = jwt("ada", "", Duration.ofHours(1));
		String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(43);
		String none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.";
		// The decoder allows for a minute that clocks may differ.
		List<String> expired = List.of(jwt("ada", "", Duration.ofMinutes(-10)), jwt("ada", "", Duration.ofSeconds(-1)));
		try (TestServer.WebSocketClient client = open()) {
			for (String bad : List.of(forged, none, expired.get(0), expired.get(1))) {
				assertThat(join(client, "/", auth(bad))).isEqualTo("44{\"message\":\"Authentication failed\"}");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"token\":null}", "{\"token\":\"\"}", "{\"tok\":\"x\"}" })
	void whoShowsNoTokenIsWhoeverOpenedTheConnection(String auth) {
		try (TestServer.WebSocketClient client = open(ROOT)) {
			assertThat(join(client, "/", auth)).startsWith("40{");
			client.send("420[\"plain\"]");
			assertThat(client.next()).isEqualTo("430[\"root root\"]");
		}
	}

	// The end

	@Test
	void aSocketEndsWithItsToken() {
		try (TestServer.WebSocketClient client = open()) {
			join(client, "/", auth(jwt("brief", "", Duration.ofSeconds(2))));
			assertThat(client.next()).isEqualTo("41");
			assertThat(take("brief")).isEqualTo("connect brief brief");
			assertThat(take("brief")).isEqualTo("disconnect brief brief");
			assertThat(join(client, "/", ada())).startsWith("40{");
		}
	}

	@Test
	void usersAreFoundByTheirTokens() {
		try (TestServer.WebSocketClient ada = open(); TestServer.WebSocketClient root = open(ROOT)) {
			join(ada, "/", ada());
			join(root, "/", "");
			SocketIOUsers users = server.bean(SocketIOUsers.class);
			users.user("ada").emit("hers");
			users.user("root").emit("his");
			assertThat(ada.next()).isEqualTo("42[\"hers\"]");
			assertThat(root.next()).isEqualTo("42[\"his\"]");
			users.disconnect("ada");
			assertThat(ada.next()).isEqualTo("41");
			assertThat(ada.closeCode()).isPositive();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableReactiveMethodSecurity
	@Import({ Handlers.class, OtherHandlers.class, Chain.class })
	static class JwtApplication {

		@Bean
		SocketIOAuthenticationConverter tokens() {
			return new BearerTokenConverter();
		}

		@Bean
		ReactiveJwtDecoder decoder() {
			return NimbusReactiveJwtDecoder.withSecretKey(KEY).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Chain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("root").password("{noop}secret").roles("USER").build());
		}

	}

	private static String current() {
		Authentication current = SecurityContextHolder.getContext().getAuthentication();
		return (current != null) ? current.getName() : "nobody";
	}

	private static Mono<String> currentLater() {
		return ReactiveSecurityContextHolder.getContext()
			.map((context) -> context.getAuthentication().getName())
			.defaultIfEmpty("nobody");
	}

	@SocketIONamespace
	static class Handlers {

		@OnConnect
		void connected(Authentication user) {
			LIFE.add("connect " + user.getName() + " " + current());
		}

		@OnDisconnect
		Mono<Void> disconnected(Authentication user) {
			return currentLater().doOnNext((name) -> LIFE.add("disconnect " + user.getName() + " " + name)).then();
		}

		@OnEvent("plain")
		String plain(Authentication user) {
			return user.getName() + " " + current();
		}

		@OnEvent("reactive")
		Mono<String> reactive(Authentication user) {
			return currentLater().map((name) -> user.getName() + " " + name);
		}

		@OnEvent("job")
		void job(Socket socket, Ack ack) {
			socket.spawn(() -> ack.send(current()));
		}

		@OnEvent("parameters")
		List<Object> parameters(JwtAuthenticationToken token, @AuthenticationPrincipal Jwt jwt,
				@AuthenticationPrincipal(expression = "subject") String subject, @Me Mono<Jwt> later,
				@AuthenticationPrincipal @Nullable User other, @AuthenticationPrincipal Optional<Jwt> optional,
				int number) {
			return Arrays.asList(token.getName(), jwt.getSubject(), subject, later.block().getSubject(), other,
					optional.orElseThrow().getSubject(), number);
		}

		@OnEvent("strict")
		String strict(@AuthenticationPrincipal(errorOnInvalidType = true) User user) {
			return user.getUsername();
		}

		@OnEvent("user")
		String user(@AuthenticationPrincipal User user) {
			return user.getUsername();
		}

		@OnEvent("reboot")
		@PreAuthorize("hasAuthority('SCOPE_admin')")
		Mono<String> reboot() {
			return Mono.just("rebooting");
		}

		@OnEventException
		String denied(AccessDeniedException ex) {
			return "denied";
		}

		@OnEventException
		String failed(RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}

	}

	@AuthenticationPrincipal
	@Retention(RetentionPolicy.RUNTIME)
	@interface Me {

	}

	@SocketIONamespace("/other")
	static class OtherHandlers {

		@OnEvent("who")
		String who(Authentication user) {
			return user.getName() + " " + current();
		}

	}

	@SocketIONamespace("/third")
	static class ThirdHandlers {

		@OnEvent("who")
		String who(Authentication user) {
			return user.getName();
		}

	}

}
