package io.github.socketiospring.transport.polling;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EncodedPayload;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.text.PlainText;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.JsonpForm;
import io.github.socketiospring.transport.webflux.NettyExchange;
import io.github.socketiospring.transport.webflux.PollFraming;
import io.github.socketiospring.transport.webflux.Query;
import io.github.socketiospring.transport.webflux.RequestBody;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.webflux.Responses;
import io.github.socketiospring.transport.webflux.TransportHandler;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Serves Engine.IO's long-polling: opens sessions, polls and posts.
 */
public final class PollingTransportHandler implements TransportHandler {

	private static final String CUT = "data request closed prematurely";

	private final EngineServer engine;

	private final Responses responses;

	private final RequestHooks hooks;

	/**
	 * Creates a handler.
	 * @param engine the engine
	 * @param options how the HTTP side behaves
	 * @param hooks what the application wants to know
	 */
	public PollingTransportHandler(EngineServer engine, HttpOptions options, RequestHooks hooks) {
		this.engine = engine;
		this.responses = new Responses(options);
		this.hooks = hooks;
	}

	@Override
	public String transport() {
		return Transports.POLLING.name();
	}

	@Override
	public void check(ServerWebExchange exchange) {
		framing(exchange);
	}

	@Override
	public Mono<Void> open(ServerWebExchange exchange, RequestCheck.Handshake handshake, EngineRequest request) {
		PollingConnection connection = new PollingConnection(NettyExchange.executor(exchange),
				this.engine.options().maxPacketsPerPoll(), this.engine.options().maxMessageSize());
		TransportSession session = this.engine.open(handshake.revision(), request, connection);
		connection.attach(session);
		this.responses.setCookie(exchange, session.id());
		EngineMessage opening = session.openingMessage();
		session.opened();
		return write(exchange, session, connection, framing(exchange), List.of(opening));
	}

	@Override
	public Mono<Void> serve(ServerWebExchange exchange, TransportSession session) {
		if (!(session.connection() instanceof PollingConnection connection)) {
			// It has been upgraded since the check.
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
		HttpMethod method = exchange.getRequest().getMethod();
		if (method == HttpMethod.GET) {
			return poll(exchange, session, connection);
		}
		if (method == HttpMethod.POST) {
			return post(exchange, session, connection);
		}
		throw new RequestRefusedException(RequestError.BAD_REQUEST);
	}

	private Mono<Void> poll(ServerWebExchange exchange, TransportSession session, PollingConnection connection) {
		PollFraming framing = framing(exchange);
		Executor executor = NettyExchange.executor(exchange);
		return connection.poll(executor)
			.flatMap((messages) -> messages.isEmpty() ? this.responses.empty(exchange, HttpStatus.BAD_REQUEST)
					: write(exchange, session, connection, framing, messages))
			.onErrorResume(RequestRefusedException.class, (ex) -> {
				this.hooks.refused(exchange, null, ex.error(), String.valueOf(ex.getMessage()));
				return this.responses.refuse(exchange, ex, false);
			});
	}

	private Mono<Void> write(ServerWebExchange exchange, TransportSession session, PollingConnection connection,
			PollFraming framing, List<EngineMessage> messages) {
		EncodedPayload payload = format(exchange, session).encode(messages);
		return this.responses.packets(exchange, framing, payload).doFinally((signal) -> {
			if (signal != SignalType.ON_COMPLETE) {
				connection.failed("a poll's answer could not be written");
			}
		});
	}

	private Mono<Void> post(ServerWebExchange exchange, TransportSession session, PollingConnection connection) {
		PollFraming framing = framing(exchange);
		RequestBody body = new RequestBody(exchange.getRequest(), this.engine.options().maxMessageSize());
		Runnable request = body::abort;
		if (!connection.startReceiving(request)) {
			return this.responses.empty(exchange, HttpStatus.BAD_REQUEST);
		}
		return body.read(() -> connection.failed(CUT), () -> connection.stopReceiving(request))
			.flatMap((result) -> switch (result.outcome()) {
				case COMPLETE -> receive(exchange, session, connection, framing, result.bytes(), request);
				case TOO_LARGE -> {
					session.limited("max-http-buffer-size");
					connection.stopReceiving(request);
					yield this.responses.empty(exchange, HttpStatus.CONTENT_TOO_LARGE);
				}
				case BROKEN -> {
					connection.failed(CUT);
					yield this.responses.incomplete(exchange);
				}
			});
	}

	private Mono<Void> receive(ServerWebExchange exchange, TransportSession session, PollingConnection connection,
			PollFraming framing, byte[] body, Runnable request) {
		PayloadFormat format = format(exchange, session);
		boolean binary = isBinary(exchange.getRequest());
		if (binary && !format.acceptsBinaryBodies()) {
			connection.failed("binary body");
			return this.responses.empty(exchange, HttpStatus.BAD_REQUEST);
		}
		byte[] payload = framing.unwrap(body);
		if (payload == null || (!binary && !PlainText.isUtf8(payload, 0, payload.length))) {
			connection.failed("malformed body");
			return this.responses.empty(exchange, HttpStatus.BAD_REQUEST);
		}
		connection.receive(payload, binary, format);
		return connection.holdsAnswers()
				? connection.received()
					.doOnCancel(() -> connection.stopReceiving(request))
					.then(Mono.defer(() -> answer(exchange, connection, request)))
				: answer(exchange, connection, request);
	}

	private Mono<Void> answer(ServerWebExchange exchange, PollingConnection connection, Runnable request) {
		connection.stopReceiving(request);
		return this.responses.ok(exchange);
	}

	private static PayloadFormat format(ServerWebExchange exchange, TransportSession session) {
		return session.revision().payloads(session.request().query(), Query.of(exchange));
	}

	private static boolean isBinary(ServerHttpRequest request) {
		String contentType = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
		return contentType != null && contentType.startsWith(MediaType.APPLICATION_OCTET_STREAM_VALUE);
	}

	private static PollFraming framing(ServerWebExchange exchange) {
		String j = Query.of(exchange).getFirst("j");
		if (j == null) {
			return PollFraming.PLAIN;
		}
		if (!JsonpForm.isIndex(j)) {
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
		return new JsonpFraming(j);
	}

}
