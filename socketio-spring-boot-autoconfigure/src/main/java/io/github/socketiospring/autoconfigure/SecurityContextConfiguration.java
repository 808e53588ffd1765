package io.github.socketiospring.autoconfigure;

import java.time.InstantSource;

import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.dispatch.HandlerMethodArgumentResolver;
import io.github.socketiospring.security.AuthenticationExpiry;
import io.github.socketiospring.server.DefaultSocketIOServer;

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
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/**
 * Spring Security knows the client wherever its code is called, and decides how long.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ReactiveSecurityContextHolder.class)
class SecurityContextConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	HandlerMethodArgumentResolver socketIOAuthenticationPrincipalResolver(
			ObjectProvider<AnnotationTemplateExpressionDefaults> templates, BeanFactory beans) {
		return new AuthenticationPrincipalResolver(templates.getIfAvailable(), beans);
	}

	/**
	 * What a client may not do is no fault of the application. That nobody could find out
	 * who the client is may well be one.
	 */
	@Bean
	AccessDenials socketIOAccessDenials() {
		return (exception) -> exception instanceof AccessDeniedException || exception instanceof AuthenticationException
				&& !(exception instanceof AuthenticationServiceException);
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
