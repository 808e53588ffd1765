package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * There are converters of credentials, and nobody to authenticate them.
 */
final class MissingManagerException extends RuntimeException {

	MissingManagerException() {
		super("There is a SocketIOAuthenticationConverter bean, and nothing that could authenticate what it finds");
	}

	/**
	 * Says what is missing.
	 */
	static final class Analyzer extends AbstractFailureAnalyzer<MissingManagerException> {

		@Override
		protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MissingManagerException cause) {
			return new FailureAnalysis(cause
				.getMessage() + ".", "For JWTs, add spring-boot-starter-security-oauth2-resource-server and set "
						+ "spring.security.oauth2.resourceserver.jwt.issuer-uri, or declare a ReactiveJwtDecoder "
						+ "bean. For anything else, declare a ReactiveAuthenticationManager bean, or a "
						+ "ReactiveAuthenticationManagerResolver<Namespace> bean if namespaces differ. In a servlet "
						+ "application, a JwtDecoder or an AuthenticationManager will do as well.",
					cause);
		}

	}

}
