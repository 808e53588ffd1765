package io.github.socketiospring.transport.webflux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import io.github.socketiospring.codec.engineio.EncodedPayload;
import io.github.socketiospring.engine.ServerBusyException;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Writes the engine's answers, as the reference server words them.
 */
public final class Responses {

	private static final AsciiString CONTENT_TYPE = AsciiString.cached(HttpHeaders.CONTENT_TYPE);

	private static final AsciiString CONTENT_LENGTH = AsciiString.cached(HttpHeaders.CONTENT_LENGTH);

	private static final AsciiString CACHE_CONTROL = AsciiString.cached(HttpHeaders.CACHE_CONTROL);

	private static final AsciiString NO_STORE = AsciiString.cached("no-store");

	private static final AsciiString HTML = AsciiString.cached("text/html");

	private static final byte[] OK = "ok".getBytes(StandardCharsets.UTF_8);

	private final HttpOptions options;

	/**
	 * Creates a writer.
	 * @param options how the HTTP side behaves
	 */
	public Responses(HttpOptions options) {
		this.options = options;
	}

	/**
	 * Answers a poll.
	 * @param exchange the exchange
	 * @param framing how the client wraps its polls
	 * @param payload the packets
	 * @return completes when the answer was written
	 */
	public Mono<Void> packets(ServerWebExchange exchange, PollFraming framing, EncodedPayload payload) {
		prepare(exchange, framing.contentType(payload.binary()));
		byte[] body = framing.wrap(payload.body());
		return payload.compressible() ? writeCompressible(exchange, body) : write(exchange.getResponse(), body);
	}

	/**
	 * Answers a request whose packets were taken.
	 * @param exchange the exchange
	 * @return completes when the answer was written
	 */
	public Mono<Void> ok(ServerWebExchange exchange) {
		// Never compressed, and never anything else: old browsers show it in a frame.
		prepare(exchange, HTML);
		return write(exchange.getResponse(), OK);
	}

	/**
	 * Answers with a body, which is never compressed.
	 * @param exchange the exchange
	 * @param contentType the content type
	 * @param body the body
	 * @return completes when the answer was written
	 */
	public Mono<Void> body(ServerWebExchange exchange, CharSequence contentType, byte[] body) {
		prepare(exchange, contentType);
		return write(exchange.getResponse(), body);
	}

	/**
	 * Prepares a response that never ends: nothing on the way may collect or compress it.
	 * @param exchange the exchange
	 * @param contentType the content type
	 */
	public void prepareStream(ServerWebExchange exchange, String contentType) {
		prepare(exchange, contentType);
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set(HttpHeaders.CONTENT_ENCODING, "identity");
		headers.set("X-Accel-Buffering", "no");
	}

	/**
	 * Writes a response that could have been endless, and is not.
	 * @param exchange the exchange
	 * @param parts the parts
	 * @return completes when the answer was written
	 */
	public Mono<Void> stream(ServerWebExchange exchange, byte[]... parts) {
		ServerHttpResponse response = exchange.getResponse();
		return response.writeWith(Flux.fromArray(parts).map(response.bufferFactory()::wrap));
	}

	/**
	 * Sets the cookie for load balancers, if there is one.
	 * @param exchange the exchange
	 * @param sid the id of the session that has been opened
	 */
	public void setCookie(ServerWebExchange exchange, String sid) {
		CookieOptions cookie = this.options.cookie();
		if (cookie != null) {
			exchange.getResponse().getHeaders().add(HttpHeaders.SET_COOKIE, cookie.header(sid));
		}
	}

	private static void prepare(ServerWebExchange exchange, CharSequence contentType) {
		ServerHttpResponse response = exchange.getResponse();
		HttpServerResponse netty = NettyExchange.bare(response);
		if (netty != null) {
			// The same headers, but nothing is converted.
			netty.responseHeaders().set(CONTENT_TYPE, contentType).set(CACHE_CONTROL, NO_STORE);
		}
		else {
			response.getHeaders().set(HttpHeaders.CONTENT_TYPE, contentType.toString());
			response.getHeaders().set(HttpHeaders.CACHE_CONTROL, NO_STORE.toString());
		}
		// Old Internet Explorers mistake packets that hold markup for an attack.
		String userAgent = exchange.getRequest().getHeaders().getFirst(HttpHeaders.USER_AGENT);
		if (userAgent != null && (userAgent.contains(";MSIE") || userAgent.contains("Trident/"))) {
			response.getHeaders().set("X-XSS-Protection", "0");
		}
	}

	/**
	 * Refuses a request, with JSON as the reference does, or on a WebSocket handshake
	 * with text.
	 * @param exchange the exchange
	 * @param refusal why
	 * @param upgrade whether the request was a WebSocket handshake
	 * @return completes when the answer was written
	 */
	public Mono<Void> refuse(ServerWebExchange exchange, RequestRefusedException refusal, boolean upgrade) {
		return refuse(exchange, refusal, upgrade, null);
	}

	/**
	 * Refuses a request, and says more than the reference does.
	 * @param exchange the exchange
	 * @param refusal why
	 * @param upgrade whether the request was a WebSocket handshake
	 * @param hint what to add, or {@code null}
	 * @return completes when the answer was written
	 */
	Mono<Void> refuse(ServerWebExchange exchange, RequestRefusedException refusal, boolean upgrade,
			@Nullable String hint) {
		ServerHttpResponse response = exchange.getResponse();
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(status(refusal, upgrade));
		String message = String.valueOf(refusal.getMessage());
		if (upgrade) {
			headers.set(HttpHeaders.CONNECTION, "close");
			headers.set(HttpHeaders.CONTENT_TYPE, "text/html");
			headers.set("X-Content-Type-Options", "nosniff");
			String text = (hint != null) ? message + ". " + hint : message;
			return write(response, escape(text).getBytes(StandardCharsets.UTF_8));
		}
		headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
		String body = "{\"code\":" + refusal.error().code() + ",\"message\":" + JavaScriptString.quote(message)
				+ ((hint != null) ? ",\"hint\":" + JavaScriptString.quote(hint) : "") + "}";
		return write(response, body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the status that a refusal is answered with.
	 * @param refusal why
	 * @param upgrade whether the request was a WebSocket handshake
	 * @return the status
	 */
	public static HttpStatusCode status(RequestRefusedException refusal, boolean upgrade) {
		if (refusal instanceof ServerBusyException) {
			return HttpStatus.SERVICE_UNAVAILABLE;
		}
		return (refusal.error() == RequestError.FORBIDDEN && !upgrade) ? HttpStatus.FORBIDDEN : HttpStatus.BAD_REQUEST;
	}

	private static String escape(String text) {
		return org.springframework.web.util.HtmlUtils.htmlEscape(text);
	}

	/**
	 * Answers with a status alone.
	 * @param exchange the exchange
	 * @param status the status
	 * @return completes when the answer was written
	 */
	public Mono<Void> empty(ServerWebExchange exchange, HttpStatus status) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(status);
		response.getHeaders().setContentLength(0);
		return response.setComplete();
	}

	/**
	 * Answers a request whose body is not waited for.
	 * @param exchange the exchange
	 * @return completes when the answer was written
	 */
	public Mono<Void> incomplete(ServerWebExchange exchange) {
		exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
		return empty(exchange, HttpStatus.BAD_REQUEST);
	}

	private Mono<Void> writeCompressible(ServerWebExchange exchange, byte[] body) {
		ServerHttpResponse response = exchange.getResponse();
		if (!this.options.compression() || body.length < this.options.compressionThreshold()) {
			return write(response, body);
		}
		response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		String encoding = encoding(exchange.getRequest());
		if (encoding == null) {
			return write(response, body);
		}
		response.getHeaders().set(HttpHeaders.CONTENT_ENCODING, encoding);
		return write(response, compress(body, encoding));
	}

	private static @Nullable String encoding(ServerHttpRequest request) {
		String accepted = request.getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING);
		if (accepted == null) {
			return null;
		}
		return AcceptEncoding.preferred(accepted, "gzip", "deflate");
	}

	private static byte[] compress(byte[] body, String encoding) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2);
		try (DeflaterOutputStream output = "gzip".equals(encoding) ? new GZIPOutputStream(compressed)
				: new DeflaterOutputStream(compressed)) {
			output.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	private static Mono<Void> write(ServerHttpResponse response, byte[] body) {
		HttpServerResponse netty = NettyExchange.bare(response);
		if (netty != null) {
			netty.responseHeaders().set(CONTENT_LENGTH, Integer.toString(body.length));
			// As writeWith does it, with half as many operators: heap memory need not be
			// released.
			return response.setComplete().then(netty.send(Mono.just(Unpooled.wrappedBuffer(body))).then());
		}
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
	}

}
