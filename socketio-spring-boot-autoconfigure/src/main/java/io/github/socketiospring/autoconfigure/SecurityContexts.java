package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.server.ClientIdentity;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * Security contexts in Reactor contexts, for both kinds of handlers: WebFlux keeps a
 * publisher of the security context, thread-locals are restored from its value.
 */
final class SecurityContexts {

	private static final String THREAD_LOCAL_KEY = SecurityContext.class.getName();

	private SecurityContexts() {
	}

	/**
	 * Resolves the security context of a request, for plain handlers.
	 */
	static Mono<ContextView> resolve(ContextView context) {
		return ReactiveSecurityContextHolder.getContext()
			.<ContextView>map((security) -> Context.of(context).put(THREAD_LOCAL_KEY, security))
			.contextWrite(context)
			.defaultIfEmpty(context);
	}

	/**
	 * Replaces the security context of a request: its session has nothing to do with the
	 * new one.
	 */
	static ContextView with(ContextView context, Authentication authentication) {
		SecurityContext security = new SecurityContextImpl(authentication);
		return Context.of(context)
			.putAll(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(security)).readOnly())
			.put(THREAD_LOCAL_KEY, security)
			.delete(ClientIdentity.SESSION_ID);
	}

}
