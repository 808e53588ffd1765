package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.security.SocketIOAuthenticationConverter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerAdapter;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Lets those who authenticate a servlet application's requests authenticate clients that
 * join, too. They may block, so they run on threads of their own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(AuthenticationManager.class)
@ConditionalOnBean(SocketIOAuthenticationConverter.class)
class ServletAuthenticationConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnSingleCandidate(AuthenticationManager.class)
	AuthenticationManagers.Special socketIOAuthenticationManager(AuthenticationManager manager) {
		return special(Authentication.class, manager);
	}

	@Bean
	@ConditionalOnMissingBean(AuthenticationManager.class)
	@ConditionalOnSingleCandidate(UserDetailsService.class)
	AuthenticationManagers.Special socketIOPasswordAuthentication(UserDetailsService users,
			ObjectProvider<PasswordEncoder> encoder) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
		encoder.ifUnique(provider::setPasswordEncoder);
		return special(UsernamePasswordAuthenticationToken.class, provider);
	}

	private static AuthenticationManagers.Special special(Class<? extends Authentication> type,
			AuthenticationProvider provider) {
		return special(type, new ProviderManager(provider));
	}

	private static AuthenticationManagers.Special special(Class<? extends Authentication> type,
			AuthenticationManager manager) {
		return new AuthenticationManagers.Special(type, new ReactiveAuthenticationManagerAdapter(manager));
	}

	/**
	 * JSON Web Tokens.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JwtAuthenticationProvider.class, JwtDecoder.class })
	static class JwtConfiguration {

		@Bean
		@ConditionalOnSingleCandidate(JwtDecoder.class)
		AuthenticationManagers.Special socketIOServletJwtAuthentication(JwtDecoder decoder,
				ObjectProvider<Converter<Jwt, ? extends AbstractAuthenticationToken>> converter) {
			JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
			converter.ifUnique(provider::setJwtAuthenticationConverter);
			return special(BearerTokenAuthenticationToken.class, provider);
		}

	}

	/**
	 * Tokens that a server is asked about.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpaqueTokenAuthenticationProvider.class)
	static class OpaqueTokenConfiguration {

		@Bean
		@ConditionalOnSingleCandidate(OpaqueTokenIntrospector.class)
		AuthenticationManagers.Special socketIOServletOpaqueTokenAuthentication(OpaqueTokenIntrospector introspector) {
			return special(BearerTokenAuthenticationToken.class, new OpaqueTokenAuthenticationProvider(introspector));
		}

	}

}
