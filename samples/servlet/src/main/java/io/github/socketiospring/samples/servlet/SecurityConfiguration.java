package io.github.socketiospring.samples.servlet;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/**
 * Whoever is logged in may do all but clear the board.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

	/**
	 * A chain of its own: clients that are logged out get a status instead of the form,
	 * and nobody is sent to what they have asked for after the next log-in.
	 */
	@Bean
	@Order(1)
	SecurityFilterChain sockets(HttpSecurity http) {
		return http.securityMatcher("/socket.io/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.requestCache(RequestCacheConfigurer::disable)
			.exceptionHandling(
					(handling) -> handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
			.build();
	}

	@Bean
	SecurityFilterChain web(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.formLogin(Customizer.withDefaults())
			// The page reads the token from a cookie and sends it back in a header.
			.csrf(CsrfConfigurer::spa)
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}ada").roles("VISITOR").build(),
				User.withUsername("grace").password("{noop}grace").roles("VISITOR", "JANITOR").build());
	}

}
