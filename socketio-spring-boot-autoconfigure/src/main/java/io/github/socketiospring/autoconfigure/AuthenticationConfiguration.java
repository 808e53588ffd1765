package io.github.socketiospring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.security.SocketIOAuthenticationConverter;
import io.github.socketiospring.server.DefaultSocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;

/**
 * Authenticates clients by what they give when they join, if the application finds that.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ReactiveAuthenticationManager.class)
@ConditionalOnBean(SocketIOAuthenticationConverter.class)
class AuthenticationConfiguration {

	@Bean
	SmartInitializingSingleton socketIOAuthentication(ObjectProvider<DefaultSocketIOServer> server,
			ObjectProvider<SocketIOAuthenticationConverter> converters,
			ObjectProvider<ReactiveAuthenticationManagerResolver<Namespace>> resolver,
			ObjectProvider<AuthenticationManagers.Special> special,
			ObjectProvider<ReactiveAuthenticationManager> manager, ObjectProvider<ReactiveUserDetailsService> users) {
		return () -> {
			List<AuthenticationManagers.Special> all = new ArrayList<>(special.orderedStream().toList());
			ReactiveAuthenticationManager other = manager.getIfUnique();
			if (other == null) {
				users.ifUnique((service) -> all.add(passwords(service)));
			}
			AuthenticationManagers managers = new AuthenticationManagers(resolver.getIfUnique(), all, other);
			if (managers.isEmpty()) {
				throw new MissingManagerException();
			}
			server.ifAvailable((target) -> target.identities()
				.authenticateBy(new SpringSecurityAuthenticator(converters.orderedStream().toList(), managers)));
		};
	}

	/** For nothing else: it would take a token for a name and a password. */
	private static AuthenticationManagers.Special passwords(ReactiveUserDetailsService users) {
		return new AuthenticationManagers.Special(UsernamePasswordAuthenticationToken.class,
				new UserDetailsRepositoryReactiveAuthenticationManager(users));
	}

	/**
	 * JSON Web Tokens.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JwtReactiveAuthenticationManager.class, ReactiveJwtDecoder.class })
	static class JwtConfiguration {

		@Bean
		@ConditionalOnBean(ReactiveJwtDecoder.class)
		AuthenticationManagers.Special socketIOJwtAuthentication(ReactiveJwtDecoder decoder,
				ObjectProvider<Converter<Jwt, Mono<AbstractAuthenticationToken>>> converter) {
			JwtReactiveAuthenticationManager manager = new JwtReactiveAuthenticationManager(decoder);
			converter.ifUnique(manager::setJwtAuthenticationConverter);
			return new AuthenticationManagers.Special(BearerTokenAuthenticationToken.class, manager);
		}

	}

	/**
	 * Tokens that a server is asked about.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpaqueTokenReactiveAuthenticationManager.class)
	static class OpaqueTokenConfiguration {

		@Bean
		@ConditionalOnBean(ReactiveOpaqueTokenIntrospector.class)
		AuthenticationManagers.Special socketIOOpaqueTokenAuthentication(ReactiveOpaqueTokenIntrospector introspector) {
			return new AuthenticationManagers.Special(BearerTokenAuthenticationToken.class,
					new OpaqueTokenReactiveAuthenticationManager(introspector));
		}

	}

}
