package io.github.socketiospring.samples.jwt;

import java.nio.charset.StandardCharsets;

import javax.crypto.spec.SecretKeySpec;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.security.BearerTokenConverter;
import io.github.socketiospring.security.SocketIOAuthenticationConverter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Anybody may connect; who joins a namespace shows a token.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableReactiveMethodSecurity
class SecurityConfiguration {

	@Bean
	SocketIOAuthenticationConverter socketIOAuthenticationConverter() {
		return new BearerTokenConverter();
	}

	@Bean
	SocketIOServerCustomizer noStrangers() {
		return (io) -> io.of("/chat")
			.use((socket) -> (socket.principal() != null) ? Mono.empty()
					: Mono.error(new ConnectRefusedException("Log in first")));
	}

	@Bean
	ReactiveJwtDecoder decoder(@Value("${sample.jwt.key}") String key) {
		return NimbusReactiveJwtDecoder
			.withSecretKey(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
			.build();
	}

	@Bean
	SecurityWebFilterChain web(ServerHttpSecurity http) {
		return http
			.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/socket.io/**").permitAll().anyExchange().authenticated())
			.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
			// There are no cookies that another site's page could make use of.
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.build();
	}

}
