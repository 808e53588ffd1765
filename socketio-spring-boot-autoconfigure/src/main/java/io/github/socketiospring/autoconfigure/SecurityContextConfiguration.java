package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.webflux.RequestContext;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;

/**
 * Lets {@code @PreAuthorize} and the like know the client in plain handlers, too: WebFlux
 * keeps a publisher of the security context, thread-locals are restored from its value.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ReactiveSecurityContextHolder.class)
class SecurityContextConfiguration {

	private static final String THREAD_LOCAL_KEY = SecurityContext.class.getName();

	@Bean
	@ConditionalOnMissingBean
	RequestContext socketIORequestContext() {
		return SecurityContextConfiguration::withSecurityContext;
	}

	private static Mono<ContextView> withSecurityContext(ContextView context) {
		return ReactiveSecurityContextHolder.getContext()
			.<ContextView>map((security) -> Context.of(context).put(THREAD_LOCAL_KEY, security))
			.contextWrite(context)
			.defaultIfEmpty(context);
	}

}
