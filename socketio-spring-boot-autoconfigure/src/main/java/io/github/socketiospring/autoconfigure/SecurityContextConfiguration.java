package io.github.socketiospring.autoconfigure;

import java.time.InstantSource;

import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;
import io.github.socketiospring.security.AuthenticationExpiry;
import io.github.socketiospring.server.ClientIdentity;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.transport.webflux.RequestContext;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * Spring Security knows the client wherever its code is called, and decides how long.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ReactiveSecurityContextHolder.class)
class SecurityContextConfiguration {

	/** Lets {@code @PreAuthorize} and the like know the client in plain handlers, too. */
	@Bean
	@ConditionalOnMissingBean
	RequestContext socketIORequestContext() {
		return (exchange, context) -> SecurityContexts.resolve(context)
			.flatMap((own) -> (own != context) ? withSession(exchange, own) : Mono.just(own));
	}

	/** Where somebody is authenticated, the session has been read already. */
	private static Mono<ContextView> withSession(ServerWebExchange exchange, ContextView context) {
		return exchange.getSession()
			.filter(WebSession::isStarted)
			.<ContextView>map((session) -> Context.of(context).put(ClientIdentity.SESSION_ID, session.getId()))
			.defaultIfEmpty(context);
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	HandlerMethodArgumentResolver socketIOAuthenticationPrincipalResolver(
			ObjectProvider<AnnotationTemplateExpressionDefaults> templates, BeanFactory beans) {
		return new AuthenticationPrincipalResolver(templates.getIfAvailable(), beans);
	}

	/**
	 * Tokens of OAuth 2 end.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AbstractOAuth2TokenAuthenticationToken.class)
	static class TokenExpiryConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AuthenticationExpiry socketIOAuthenticationExpiry() {
			return (authentication) -> (authentication instanceof AbstractOAuth2TokenAuthenticationToken<?> own)
					? own.getToken().getExpiresAt() : null;
		}

	}

	/**
	 * Sockets end with their clients' credentials.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "socketio.security.disconnect-expired", matchIfMissing = true)
	static class ExpiryConfiguration {

		@Bean
		SmartInitializingSingleton socketIOExpiry(ObjectProvider<DefaultSocketIOServer> server,
				ObjectProvider<AuthenticationExpiry> expiry) {
			return () -> server.ifAvailable((target) -> expiry.ifAvailable((known) -> target.identities()
				.expireBy((principal) -> (principal instanceof Authentication own) ? known.expiresAt(own) : null,
						InstantSource.system())));
		}

	}

	/**
	 * Connections end with the web sessions that they were opened in.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "socketio.security.disconnect-logged-out", matchIfMissing = true)
	static class SessionEndConfiguration {

		@Bean
		ApplicationListener<SessionDestroyedEvent> socketIOSessionEnd(ObjectProvider<SocketIOUsers> users) {
			return (event) -> users.ifAvailable((known) -> known.disconnectSession(event.getId()));
		}

		/**
		 * Spring Session, whose reactive repositories publish its own events.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(org.springframework.session.events.SessionDestroyedEvent.class)
		static class SpringSessionConfiguration {

			@Bean
			ApplicationListener<org.springframework.session.events.SessionDestroyedEvent> socketIOSpringSessionEnd(
					ObjectProvider<SocketIOUsers> users) {
				return (event) -> users.ifAvailable((known) -> known.disconnectSession(event.getSessionId()));
			}

		}

	}

}
