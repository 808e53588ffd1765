package io.github.socketiospring.servlet;

import java.security.Principal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.WebSessionManager;

/**
 * A servlet's request as the engine's handlers know requests. Its user is the one that
 * the servlet filters have found.
 */
final class ServletExchange extends DefaultServerWebExchange {

	private final HttpServletRequest servletRequest;

	ServletExchange(ServerHttpRequest request, ServerHttpResponse response, WebSessionManager sessions,
			ServerCodecConfigurer codecs, LocaleContextResolver locales) {
		super(request, response, sessions, codecs, locales);
		this.servletRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		adoptAllowedOrigin(response);
	}

	/**
	 * Returns the request as the filters passed it on, with what they wrapped around it.
	 */
	HttpServletRequest servletRequest() {
		return this.servletRequest;
	}

	/**
	 * A CORS filter may have allowed the origin. Handlers must know, and the header must
	 * not come twice.
	 */
	private static void adoptAllowedOrigin(ServerHttpResponse response) {
		HttpServletResponse below = ServerHttpResponseDecorator.getNativeResponse(response);
		String allowed = below.getHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
		if (allowed != null) {
			response.getHeaders().setAccessControlAllowOrigin(allowed);
			response.beforeCommit(() -> {
				response.getHeaders().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
				return Mono.empty();
			});
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T extends Principal> Mono<T> getPrincipal() {
		return Mono.justOrEmpty((T) this.servletRequest.getUserPrincipal());
	}

}
