package io.github.socketiospring.autoconfigure;

import java.security.Principal;

import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.server.ClientIdentity;
import io.github.socketiospring.servlet.ServletRequests;
import io.github.socketiospring.transport.webflux.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Integrates Spring Security's servlet filters, which have authenticated the request.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecurityContextHolder.class)
class ServletSecurityConfiguration {

	/** Lets {@code @PreAuthorize} and the like know the client in all handlers. */
	@Bean
	@ConditionalOnMissingBean
	RequestContext socketIORequestContext() {
		return (exchange, context) -> {
			HttpServletRequest request = ServletRequests.find(exchange);
			return (request != null) ? Mono.just(contextOf(request, context)) : SecurityContexts.resolve(context);
		};
	}

	/** On the container's thread, to which the filters have bound the context. */
	private static ContextView contextOf(HttpServletRequest request, ContextView context) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication == null) {
			return context;
		}
		ContextView own = SecurityContexts.with(context, authentication);
		// Who is anonymous has nothing to lose with a session.
		Principal user = request.getUserPrincipal();
		HttpSession session = (user != null) ? request.getSession(false) : null;
		return (session != null) ? Context.of(own).put(ClientIdentity.SESSION_ID, session.getId()) : own;
	}

	/**
	 * Connections end with the sessions of the container that they were opened in.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "socketio.security.disconnect-logged-out", matchIfMissing = true)
	static class SessionEndConfiguration {

		@Bean
		HttpSessionEnd socketIOHttpSessionEnd(ObjectProvider<SocketIOUsers> users) {
			return new HttpSessionEnd(users);
		}

	}

	/**
	 * What Socket.IO's clients send has no CSRF token.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpSecurity.class, PathPatternRequestMatcher.class })
	@ConditionalOnBooleanProperty(name = "socketio.security.ignore-csrf", matchIfMissing = true)
	static class CsrfConfiguration {

		/**
		 * The engine refuses foreign origins itself, and to post one must know the id of
		 * a session, which a foreign page cannot read. The GET requests that open
		 * sessions and WebSockets never had a token.
		 */
		@Bean
		Customizer<CsrfConfigurer<HttpSecurity>> socketIOCsrf(SocketIOProperties properties) {
			return (csrf) -> csrf.ignoringRequestMatchers(
					PathPatternRequestMatcher.withDefaults().matcher(new OptionsMapper(properties).path() + "/**"));
		}

	}

}
