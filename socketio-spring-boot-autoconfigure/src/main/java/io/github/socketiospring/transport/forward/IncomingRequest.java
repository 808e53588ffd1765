package io.github.socketiospring.transport.forward;

import java.util.Set;

import io.github.socketiospring.adapter.ServerRecord;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A request as it has come in, whatever filters have made of it: those of the other
 * server will make the same of it once more.
 *
 * @param request Reactor Netty's request
 */
record IncomingRequest(HttpServerRequest request) {

	/**
	 * What concerns one connection only (RFC 9110, 7.6.1), and what has been answered
	 * already.
	 */
	private static final Set<AsciiString> HOP_BY_HOP = Set.of(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE,
			AsciiString.cached("keep-alive"), AsciiString.cached("proxy-connection"), HttpHeaderNames.TE,
			HttpHeaderNames.TRAILER, HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.EXPECT,
			AsciiString.cached("http2-settings"),
			AsciiString.cached(ForwardHeader.NAME.toLowerCase(java.util.Locale.ROOT)));

	/**
	 * Finds the request below all that filters have wrapped around it.
	 * @param request Spring's request
	 * @return the request, or {@code null} if the server is another than Reactor Netty
	 */
	static @Nullable IncomingRequest of(ServerHttpRequest request) {
		Object found = ServerHttpRequestDecorator.getNativeRequest(request);
		return (found instanceof HttpServerRequest netty) ? new IncomingRequest(netty) : null;
	}

	/** Returns the path and the query, as they stand in the request. */
	String target() {
		String uri = this.request.uri();
		if (uri.startsWith("/")) {
			return uri;
		}
		// As sent to a proxy: with the scheme and the host in front.
		int authority = uri.indexOf("://");
		int path = (authority >= 0) ? uri.indexOf('/', authority + 3) : -1;
		return (path >= 0) ? uri.substring(path) : "/";
	}

	ForwardHeader.Signed signed() {
		String host = this.request.requestHeaders().get(HttpHeaderNames.HOST);
		return new ForwardHeader.Signed(this.request.method().name(), target(), (host != null) ? host : "");
	}

	boolean hasBody() {
		HttpHeaders headers = this.request.requestHeaders();
		return headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || headers.contains(HttpHeaderNames.CONTENT_LENGTH);
	}

	/** Whether another server has handed this on, or somebody pretends so. */
	boolean isForwarded() {
		return this.request.requestHeaders().contains(ForwardHeader.NAME);
	}

	/**
	 * Returns the headers for another server.
	 * @param owner the server
	 * @return the headers, with the proof
	 */
	HttpHeaders headersFor(ServerRecord owner) {
		HttpHeaders headers = endToEnd(this.request.requestHeaders());
		headers.set(ForwardHeader.NAME, ForwardHeader.value(owner.id(), owner.key(), this.request.remoteAddress(),
				this.request.scheme(), signed()));
		return headers;
	}

	/**
	 * Returns the headers that are meant for whoever is at the other end.
	 * @param all the headers of a request or a response
	 * @return a copy without the others
	 */
	static HttpHeaders endToEnd(HttpHeaders all) {
		HttpHeaders headers = new DefaultHttpHeaders().add(all);
		for (String named : all.getAll(HttpHeaderNames.CONNECTION)) {
			for (String name : named.split(",", 50)) {
				if (!name.isBlank()) {
					headers.remove(name.trim());
				}
			}
		}
		HOP_BY_HOP.forEach(headers::remove);
		return headers;
	}

}
