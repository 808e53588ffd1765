package io.github.socketiospring.autoconfigure;

import java.security.Principal;

import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Socket.IO in applications with Spring Security.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class SecurityTests {

	private static final String ANSWERS = "socketio.handlers.answer-errors=true";

	@Test
	void theDefaultChainGuardsTheHandshake() {
		try (TestServer server = TestServer.startSecured(PlainHandlersApplication.class)) {
			assertThat(server.handshake().statusCode()).isEqualTo(401);
			assertThat(server.handshake(Secured.ADA).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void plainHandlersSeeThePrincipalAndMethodSecurity(CapturedOutput output) {
		try (TestServer server = TestServer.startSecured(PlainHandlersApplication.class, ANSWERS)) {
			Secured.assertSecured(server);
			Secured.assertDenied(server, output);
			try (TestServer.WebSocketClient client = server.connect(Secured.ADA)) {
				Secured.assertAnswer(client, "current", "ada");
			}
		}
	}

	@Test
	void reactiveHandlersSeeThePrincipalAndMethodSecurity(CapturedOutput output) {
		try (TestServer server = TestServer.startSecured(ReactiveHandlersApplication.class, ANSWERS)) {
			Secured.assertSecured(server);
			Secured.assertDenied(server, output);
		}
	}

	@Test
	void checksOfEventsSeeThePrincipal(CapturedOutput output) {
		try (TestServer server = TestServer.startSecured(CheckingApplication.class, ANSWERS);
				TestServer.WebSocketClient ada = server.connect(Secured.ADA)) {
			ada.send("420[\"checked\"]");
			assertThat(ada.next()).isEqualTo("430[\"namespace ada\",\"socket ada\"]");

			ada.send("420[\"forbidden\"]");
			assertThat(ada.next()).startsWith("430[{\"name\":\"method_access_denied\"");
			ada.send("40/closed,");
			assertThat(ada.next()).isEqualTo("44/closed,{\"message\":\"Connection refused\"}");
			assertThat(output.getAll()).doesNotContain("ERROR", "AccessDenied");
		}
	}

	@Test
	void pollingIsStoppedByTheDefaultChainsCsrfProtection() {
		try (TestServer server = TestServer.startSecured(PlainHandlersApplication.class)) {
			assertThat(server.polling(Secured.ADA).post("420[\"who\"]").statusCode()).isEqualTo(403);
		}
	}

	@Test
	void pollingWorksWithoutCsrfProtectionOfItsPath() {
		try (TestServer server = TestServer.startSecured(PollingApplication.class)) {
			TestServer.Polling polling = server.polling(Secured.ADA);
			assertThat(polling.poll()).startsWith("40{");
			assertThat(polling.post("420[\"who\"]").body()).isEqualTo("ok");
			assertThat(polling.poll()).isEqualTo("430[\"ada\"]");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Users.class)
	static class CheckingApplication {

		@Bean
		SocketIOServerCustomizer checks() {
			return (io) -> {
				io.of("/closed").use((socket) -> Mono.error(new AccessDeniedException("expected by SecurityTests")));
				io.of("/").useForEvents((event) -> namedBy("namespace", event)).onConnection((socket) -> {
					socket.use((event) -> namedBy("socket", event));
					socket.on("checked", (arguments, ack) -> ack.send(arguments));
				});
			};
		}

		private static Mono<ClientEvent> namedBy(String check, ClientEvent event) {
			if (event.name().equals("forbidden")) {
				return Mono.error(new AccessDeniedException("expected by SecurityTests"));
			}
			return ReactiveSecurityContextHolder.getContext()
				.mapNotNull(SecurityContext::getAuthentication)
				.map((user) -> event.withArguments(event.arguments(), check + " " + user.getName()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Secured.USERS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ Users.class, Secured.PlainHandlers.class, Secured.PlainOffice.class })
	static class PlainHandlersApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableReactiveMethodSecurity
	@Import({ Users.class, ReactiveHandlers.class, ReactiveOffice.class })
	static class ReactiveHandlersApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Users.class, Secured.PlainHandlers.class })
	static class PollingApplication {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			var socketIO = new NegatedServerWebExchangeMatcher(
					new PathPatternParserServerWebExchangeMatcher("/socket.io/**"));
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.requireCsrfProtectionMatcher((exchange) -> socketIO.matches(exchange)
					.filter((match) -> match.isMatch())
					.flatMap((match) -> CsrfWebFilter.DEFAULT_CSRF_MATCHER.matches(exchange))
					.switchIfEmpty(ServerWebExchangeMatcher.MatchResult.notMatch())))
				.build();
		}

	}

	@SocketIONamespace
	static class ReactiveHandlers {

		@OnEvent("who")
		Mono<String> who(Principal principal) {
			return Mono.just(principal.getName());
		}

		@OnEvent("reboot")
		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> reboot() {
			return Mono.just("rebooting");
		}

		@OnEventException
		String denied(AccessDeniedException ex) {
			return "denied";
		}

	}

	/**
	 * Nothing here takes exceptions.
	 */
	@SocketIONamespace("/office")
	static class ReactiveOffice {

		@OnEvent("fire")
		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> fire() {
			return Mono.just("fired");
		}

		@OnEvent("unknown")
		Mono<String> unknown() {
			return Mono.error(new AuthenticationCredentialsNotFoundException("expected by SecurityTests"));
		}

		@OnEvent("outage")
		Mono<String> outage() {
			return Mono.error(new AuthenticationServiceException("expected by SecurityTests"));
		}

	}

}
