package io.github.socketiospring.security;

import java.util.List;
import java.util.regex.Pattern;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Takes {@code auth.token} for a bearer token, such as a JWT: {@code io("/chat", { auth:
 * { token } })}. Clients before 3.x give it with the name of the namespace,
 * {@code io("/chat?token=…")}; in the root namespace they have no other place than the
 * query of the connection, which is read only if that is asked for. Immutable. Needs
 * {@code spring-security-oauth2-resource-server}.
 */
public final class BearerTokenConverter implements SocketIOAuthenticationConverter {

	private static final String TOKEN = "token";

	/** RFC 6750, 2.1. */
	private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9-._~+/]+=*");

	private final @Nullable String queryParameter;

	/**
	 * Creates a converter that looks at {@code auth.token} only.
	 */
	public BearerTokenConverter() {
		this(null);
	}

	private BearerTokenConverter(@Nullable String queryParameter) {
		this.queryParameter = queryParameter;
	}

	/**
	 * Looks at the query of the connection, too, where there is no {@code auth.token}.
	 * Addresses are written to logs: do this only for clients that have no other way.
	 * @param name the name of the parameter
	 * @return a new converter
	 */
	public BearerTokenConverter orQueryParameter(String name) {
		return new BearerTokenConverter(name);
	}

	/**
	 * Takes the token.
	 * @return the token; empty if there is none, or an empty one; a
	 * {@link BadCredentialsException} if what is there cannot be a token
	 */
	@Override
	public Mono<Authentication> convert(Handshake handshake, Namespace namespace) {
		JsonNode token = handshake.auth().path(TOKEN);
		if (!token.isMissingNode() && !token.isNull()) {
			return token.isString() ? authentication(token.stringValue()) : malformed();
		}
		List<String> values = (this.queryParameter != null) ? handshake.query().get(this.queryParameter) : null;
		if (values == null || values.isEmpty()) {
			return Mono.empty();
		}
		String only = values.get(0);
		return (values.size() > 1 || only == null) ? malformed() : authentication(only);
	}

	private static Mono<Authentication> authentication(String token) {
		if (token.isEmpty()) {
			return Mono.empty();
		}
		return TOKENS.matcher(token).matches() ? Mono.just(new BearerTokenAuthenticationToken(token)) : malformed();
	}

	private static Mono<Authentication> malformed() {
		return Mono.error(() -> new BadCredentialsException("The bearer token is malformed"));
	}

}
