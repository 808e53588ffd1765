package io.github.socketiospring.test;

import java.security.Principal;

import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * The web filters of an application, and what a test adds to them.
 *
 * @param context the application's context
 * @param settings what the client is like
 */
record FilterChain(ApplicationContext context, ClientSettings settings) {

	private static final boolean SECURITY = isPresent(
			"org.springframework.security.core.context.ReactiveSecurityContextHolder");

	private static final boolean SECURITY_WEB = SECURITY
			&& isPresent("org.springframework.security.web.server.WebFilterChainProxy");

	private static final boolean SECURITY_TEST = SECURITY_WEB
			&& isPresent("org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers");

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, FilterChain.class.getClassLoader());
	}

	/**
	 * Puts the filters before what serves requests.
	 * @param target serves requests, in the place of the application's own handlers
	 */
	HttpHandler handlerFor(WebHandler target) {
		WebHttpHandlerBuilder builder = builderFor(target);
		Principal principal = this.settings.principal();
		if (principal != null) {
			check(principal);
			builder.filters((filters) -> filters.add(0, new PrincipalFilter(principal)));
		}
		if (SECURITY_TEST) {
			SecurityTestSupport.apply(builder);
		}
		this.settings.configurers().forEach((configurer) -> configurer.beforeServerCreated(builder));
		if (SECURITY && isServlet() && principal == null) {
			builder.filters((filters) -> filters.add(new MockedUserFilter()));
		}
		return builder.build();
	}

	/** The filters of servlet applications are none that could be called here. */
	private WebHttpHandlerBuilder builderFor(WebHandler target) {
		if (isServlet()) {
			return WebHttpHandlerBuilder.webHandler(target);
		}
		return WebHttpHandlerBuilder.applicationContext(this.context)
			.filters((filters) -> filters.add((exchange, chain) -> target.handle(exchange)));
	}

	private boolean isServlet() {
		return this.context instanceof WebApplicationContext;
	}

	private void check(Principal principal) {
		if (SECURITY_WEB && SecuritySupport.isUnknownIn(this.context, principal)) {
			throw new IllegalArgumentException(
					"With Spring Security a principal is an Authentication, and " + principal.getClass().getName()
							+ " is none: give an Authentication, or use mutateWith(mockUser())");
		}
	}

	private record PrincipalFilter(Principal principal) implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			Mono<Void> next = chain.filter(exchange.mutate().principal(Mono.just(this.principal)).build());
			return SECURITY ? SecuritySupport.authenticated(next, this.principal) : next;
		}

	}

	/**
	 * What the filters of a WebFlux application make of the user that a test has mocked.
	 * Loaded only with Spring Security.
	 */
	private static final class MockedUserFilter implements WebFilter {

		private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			Mono<Principal> user = ReactiveSecurityContextHolder.getContext()
				.flatMap((security) -> Mono.justOrEmpty(security.getAuthentication()))
				.filter((authentication) -> !TRUST.isAnonymous(authentication))
				.cast(Principal.class);
			return chain.filter(exchange.mutate().principal(user).build());
		}

	}

	/** Loaded only with Spring Security. */
	private static final class SecuritySupport {

		static boolean isUnknownIn(ApplicationContext context, Principal principal) {
			return !(principal instanceof Authentication)
					&& context.getBeanNamesForType(WebFilterChainProxy.class, false, false).length > 0;
		}

		static Mono<Void> authenticated(Mono<Void> next, Principal principal) {
			return (principal instanceof Authentication authentication)
					? next.contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication)) : next;
		}

	}

	/** Loaded only with Spring Security's support of tests. */
	private static final class SecurityTestSupport {

		static void apply(WebHttpHandlerBuilder builder) {
			SecurityMockServerConfigurers.springSecurity().beforeServerCreated(builder);
		}

	}

}
