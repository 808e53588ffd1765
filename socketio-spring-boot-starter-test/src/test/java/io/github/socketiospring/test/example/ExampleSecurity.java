package io.github.socketiospring.test.example;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/** Who asks for it needs a user. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
public class ExampleSecurity {

	@Bean
	SecurityWebFilterChain securityFilters(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange()
			.access((user, context) -> context.getExchange().getRequest().getQueryParams().containsKey("secured")
					? user.map((known) -> new AuthorizationDecision(known.isAuthenticated()))
					: Mono.just(new AuthorizationDecision(true))))
			.httpBasic(withDefaults())
			.build();
	}

	@Bean
	MapReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(
				User.withUsername("ada").password("{noop}secret").roles("USER").build());
	}

}
