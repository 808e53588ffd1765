package io.github.socketiospring.autoconfigure;

import java.util.List;

import io.github.socketiospring.Namespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.core.Authentication;

/**
 * Chooses who authenticates credentials.
 *
 * @param resolver chooses for a namespace; {@code null} if that does not matter
 * @param special those for some kinds of credentials, which come before the other
 * @param other for all others, {@code null} if there is none
 */
record AuthenticationManagers(@Nullable ReactiveAuthenticationManagerResolver<Namespace> resolver,
		List<Special> special, @Nullable ReactiveAuthenticationManager other) {

	/**
	 * Authenticates one kind of credentials.
	 *
	 * @param type their type
	 * @param manager authenticates them
	 */
	record Special(Class<? extends Authentication> type, ReactiveAuthenticationManager manager) {
	}

	boolean isEmpty() {
		return this.resolver == null && this.special.isEmpty() && this.other == null;
	}

	Mono<ReactiveAuthenticationManager> resolve(Authentication credentials, Namespace namespace) {
		if (this.resolver != null) {
			return this.resolver.resolve(namespace);
		}
		return this.special.stream()
			.filter((candidate) -> candidate.type().isInstance(credentials))
			.findFirst()
			.map((candidate) -> Mono.just(candidate.manager()))
			.orElseGet(() -> Mono.justOrEmpty(this.other));
	}

}
