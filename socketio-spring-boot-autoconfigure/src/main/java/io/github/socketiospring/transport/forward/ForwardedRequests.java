package io.github.socketiospring.transport.forward;

import java.net.InetSocketAddress;
import java.net.URI;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Stands before all filters, and sees to it that a request that another server has handed
 * on looks as if its client had sent it here. Requests that only pretend to come from
 * another server are refused.
 */
public final class ForwardedRequests implements HttpHandlerDecoratorFactory {

	private static final Log logger = LogFactory.getLog(ForwardedRequests.class);

	private final ServerIdentity own;

	/**
	 * Creates a decorator.
	 * @param own what this server is known by
	 */
	public ForwardedRequests(ServerIdentity own) {
		this.own = own;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			String value = request.getHeaders().getFirst(ForwardHeader.NAME);
			return (value != null) ? handle(handler, request, response, value) : handler.handle(request, response);
		};
	}

	private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response,
			String value) {
		IncomingRequest incoming = IncomingRequest.of(request);
		ForwardHeader header = ForwardHeader.parse(value);
		if (incoming == null || header == null
				|| (this.own.id().equals(header.server()) && !header.isGenuine(this.own.key(), incoming.signed()))) {
			logger.debug("Refused a request that only pretends to come from another server");
			response.setStatusCode(HttpStatus.FORBIDDEN);
			return response.setComplete();
		}
		// One that was meant for the server that had this address before is not trusted,
		// and names a session that is not here.
		boolean genuine = this.own.id().equals(header.server());
		return handler.handle(genuine ? restore(request, header) : request, response);
	}

	private static ServerHttpRequest restore(ServerHttpRequest request, ForwardHeader header) {
		ServerHttpRequest.Builder restored = request.mutate();
		InetSocketAddress remote = header.remote();
		if (remote != null) {
			restored.remoteAddress(remote);
		}
		URI uri = request.getURI();
		if (!header.scheme().equals(uri.getScheme())) {
			String text = uri.toString();
			restored.uri(URI.create(header.scheme() + text.substring(text.indexOf(':'))));
		}
		return restored.build();
	}

}
