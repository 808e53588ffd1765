package io.github.socketiospring.autoconfigure;

import java.util.List;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.security.SocketIOAuthenticationConverter;
import io.github.socketiospring.server.ClientAuthenticator;
import io.github.socketiospring.server.ClientIdentity;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Has Spring Security authenticate clients that join namespaces. In doubt a client is
 * refused: what it has given is never ignored.
 */
final class SpringSecurityAuthenticator implements ClientAuthenticator {

	private static final Log logger = LogFactory.getLog(SpringSecurityAuthenticator.class);

	private static final String REFUSED = "Authentication failed";

	private final List<SocketIOAuthenticationConverter> converters;

	private final AuthenticationManagers managers;

	SpringSecurityAuthenticator(List<SocketIOAuthenticationConverter> converters, AuthenticationManagers managers) {
		this.converters = List.copyOf(converters);
		this.managers = managers;
	}

	@Override
	public Mono<ClientIdentity> authenticate(Handshake handshake, Namespace namespace) {
		return Flux.fromIterable(this.converters)
			.concatMap((converter) -> converter.convert(handshake, namespace))
			.next()
			.flatMap((credentials) -> authenticate(credentials, namespace))
			.onErrorMap(AuthenticationException.class, SpringSecurityAuthenticator::refusal);
	}

	private Mono<ClientIdentity> authenticate(Authentication credentials, Namespace namespace) {
		return this.managers.resolve(credentials, namespace)
			.switchIfEmpty(Mono.error(() -> new AuthenticationServiceException(
					"There is no ReactiveAuthenticationManager for a " + credentials.getClass().getSimpleName())))
			.flatMap((manager) -> manager.authenticate(credentials))
			.filter(Authentication::isAuthenticated)
			.switchIfEmpty(Mono.error(() -> new BadCredentialsException("Nobody has authenticated the client")))
			.flatMap((authentication) -> Mono.deferContextual((context) -> Mono
				.just(new ClientIdentity(authentication, SecurityContexts.with(context, authentication)))));
	}

	/** The client is told nothing of why, and never of what it has given. */
	private static Throwable refusal(AuthenticationException exception) {
		if (exception instanceof AuthenticationServiceException) {
			// It is not the client's fault.
			return exception;
		}
		logger.debug("A client has not been authenticated", exception);
		return new ConnectRefusedException(REFUSED);
	}

}
