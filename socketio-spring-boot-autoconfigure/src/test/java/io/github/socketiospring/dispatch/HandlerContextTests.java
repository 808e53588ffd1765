package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers run with the Reactor context their connection was opened with.
 */
class HandlerContextTests {

	@AfterEach
	void threadLocalsAreClearedAfterwards() {
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void plainHandlersSeeThreadLocals() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("ADMIN")).start(Handlers.class)) {
			assertThat(dispatcher.send("[\"plain\"]").answers()).containsExactly(List.of("bob"));
			assertThat(dispatcher.send("[\"future\"]").answers()).containsExactly(List.of("bob"));
			dispatcher.connect();
			assertThat(dispatcher.bean(Handlers.class).joined).isEqualTo("bob");
		}
	}

	@Test
	void reactiveHandlersSeeTheContext() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("ADMIN")).start(Handlers.class)) {
			assertThat(dispatcher.send("[\"reactive\"]").answers()).containsExactly(List.of("bob"));
		}
	}

	@Test
	void exceptionHandlersSeeBoth() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("ADMIN")).start(Handlers.class)) {
			assertThat(dispatcher.send("[\"plainFailure\"]").answers()).containsExactly(List.of("bob failed"));
			assertThat(dispatcher.send("[\"reactiveFailure\"]").answers()).containsExactly(List.of("bob failed"));
		}
	}

	@Test
	void emptyContextChangesNothing() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Handlers.class)) {
			assertThat(dispatcher.send("[\"plain\"]").answers()).containsExactly(List.of("nobody"));
			assertThat(dispatcher.send("[\"reactive\"]").answers()).containsExactly(List.of("nobody"));
		}
	}

	@Test
	void methodSecurityOfPlainHandlers() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("ADMIN"))
			.start(Blocking.class, PlainSecured.class)) {
			assertThat(dispatcher.send("[\"secret\"]").answers()).containsExactly(List.of("secret"));
		}
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("USER"))
			.start(Blocking.class, PlainSecured.class)) {
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> dispatcher.send("[\"secret\"]"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ADMIN", "USER" })
	void methodSecurityOfReactiveHandlers(String role) throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security(role))
			.start(Reactive.class, ReactiveSecured.class)) {
			String expected = role.equals("ADMIN") ? "secret" : "denied";
			assertThat(dispatcher.send("[\"secret\"]").answers()).containsExactly(List.of(expected));
		}
	}

	@Test
	void methodSecurityOfSuspendFunctionsAndFlows() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("ADMIN"))
			.start(Reactive.class, KotlinSecured.class)) {
			assertThat(dispatcher.send("[\"secret\"]").answers()).containsExactly(List.of("secret by bob"));
			assertThat(dispatcher.send("[\"secrets\"]").answers()).containsExactly(List.of(List.of("a", "secret")));
		}
		try (Dispatcher dispatcher = new Dispatcher().socketContext(security("USER"))
			.start(Reactive.class, KotlinSecured.class)) {
			assertThat(dispatcher.send("[\"secret\"]").answers()).containsExactly(List.of("denied"));
			assertThat(dispatcher.send("[\"secrets\"]").answers()).containsExactly(List.of("denied"));
		}
	}

	@Test
	void methodSecurityWithoutAContext() {
		try (Dispatcher dispatcher = Dispatcher.of(Blocking.class, PlainSecured.class)) {
			assertThatExceptionOfType(
					org.springframework.security.authentication.AuthenticationCredentialsNotFoundException.class)
				.isThrownBy(() -> dispatcher.send("[\"secret\"]"));
		}
	}

	/**
	 * What the server supplies: the reactive security context, and the same for
	 * thread-locals.
	 */
	private static Context security(String role) {
		Authentication bob = new TestingAuthenticationToken("bob", "", "ROLE_" + role);
		SecurityContext securityContext = new SecurityContextImpl(bob);
		return ReactiveSecurityContextHolder.withSecurityContext(Mono.just(securityContext))
			.put(SecurityContext.class.getName(), securityContext);
	}

	@SocketIONamespace
	static class Handlers {

		@Nullable String joined;

		@OnConnect
		void joined() {
			this.joined = plain();
		}

		@OnEvent("plain")
		String plain() {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			return (authentication != null) ? authentication.getName() : "nobody";
		}

		@OnEvent("future")
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(plain());
		}

		@OnEvent("reactive")
		Mono<String> reactive() {
			return ReactiveSecurityContextHolder.getContext()
				.mapNotNull(SecurityContext::getAuthentication)
				.map(Authentication::getName)
				.defaultIfEmpty("nobody");
		}

		@OnEvent("plainFailure")
		void plainFailure() {
			throw new IllegalStateException();
		}

		@OnEvent("reactiveFailure")
		Mono<Void> reactiveFailure() {
			return Mono.error(new IllegalArgumentException());
		}

		@OnEventException
		String failed(IllegalStateException ex) {
			return plain() + " failed";
		}

		@OnEventException
		Mono<String> failed(IllegalArgumentException ex) {
			return reactive().map((name) -> name + " failed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Blocking {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class Reactive {

	}

	@SocketIONamespace
	static class PlainSecured {

		@OnEvent("secret")
		@PreAuthorize("hasRole('ADMIN')")
		String secret() {
			return "secret";
		}

	}

	@SocketIONamespace
	static class ReactiveSecured {

		@OnEvent("secret")
		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> secret() {
			return Mono.just("secret");
		}

		@OnEventException(AccessDeniedException.class)
		String denied() {
			return "denied";
		}

	}

}
