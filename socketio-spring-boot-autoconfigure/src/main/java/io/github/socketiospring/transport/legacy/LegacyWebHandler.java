package io.github.socketiospring.transport.legacy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.codec.engineio.EncodedPayload;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.text.PlainText;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.legacy.FramedCarrier;
import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.engine.legacy.VirtualConnection;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.transport.webflux.CrossOrigin;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.NettyExchange;
import io.github.socketiospring.transport.webflux.PollFraming;
import io.github.socketiospring.transport.webflux.Query;
import io.github.socketiospring.transport.webflux.RemoteSessions;
import io.github.socketiospring.transport.webflux.RequestBody;
import io.github.socketiospring.transport.webflux.RequestContext;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.webflux.RequestReader;
import io.github.socketiospring.transport.webflux.ResponseChannel;
import io.github.socketiospring.transport.webflux.Responses;
import io.github.socketiospring.transport.websocket.WebSocketTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves clients of protocol 1, which name it in the path: {@code <path>/1/} opens a
 * session, {@code <path>/1/<transport>/<sid>} is used by that transport. Safe for use by
 * any thread; bad requests get the protocol's own answer, never an exception.
 */
public final class LegacyWebHandler implements WebHandler {

	/** The path segment, directly below the engine's path, of all its requests. */
	public static final String SECTION = "1";

	private static final Log logger = LogFactory.getLog(LegacyWebHandler.class);

	private static final byte[] UNKNOWN = VirtualConnection.UNKNOWN_SESSION.toString().getBytes(StandardCharsets.UTF_8);

	/** Answers a request whose packets were taken. */
	private static final byte[] TAKEN = "1".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DISCONNECT = "0::".getBytes(StandardCharsets.UTF_8);

	/** Each names the callback of a script. */
	private static final Set<String> SCRIPT_PARAMETERS = Set.of("jsonp", "i");

	private final EngineServer engine;

	private final LegacySessions sessions;

	private final WebSocketTransport webSockets;

	private final int prefixLength;

	private final RequestReader requests;

	private final Responses responses;

	private final CrossOrigin crossOrigin;

	private final RequestHooks hooks;

	private final RemoteSessions remote;

	/**
	 * Creates a handler.
	 * @param engine the engine
	 * @param sessions opens and finds the sessions
	 * @param webSockets upgrades requests
	 * @param options how the HTTP side behaves
	 * @param path the engine's path, without the slash at its end
	 * @param requestContext what handlers see of the request's Reactor context
	 * @param hooks what the application wants to know and to add
	 * @param remote serves sessions that are not here
	 */
	public LegacyWebHandler(EngineServer engine, LegacySessions sessions, WebSocketTransport webSockets,
			HttpOptions options, String path, RequestContext requestContext, RequestHooks hooks,
			RemoteSessions remote) {
		this.engine = engine;
		this.sessions = sessions;
		this.webSockets = webSockets;
		this.prefixLength = path.length() + 1;
		this.requests = new RequestReader(requestContext, hooks.values());
		this.responses = new Responses(options);
		this.crossOrigin = new CrossOrigin(options.cors(), SCRIPT_PARAMETERS);
		this.hooks = hooks;
		this.remote = remote;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		String path = request.getPath().pathWithinApplication().value();
		LegacyPath target = LegacyPath.parse(path.substring(this.prefixLength));
		this.hooks.begin(exchange);
		if (target == null) {
			return refuse(exchange, HttpStatus.NOT_FOUND, RequestError.BAD_REQUEST, "no such path");
		}
		try {
			if (!this.crossOrigin.process(exchange, RequestReader.isUpgrade(request))) {
				return exchange.getResponse().setComplete();
			}
		}
		catch (RequestRefusedException ex) {
			return target.isHandshake()
					? refuseHandshake(exchange, null, HttpStatus.FORBIDDEN, ex.error(), "handshake bad origin")
					: refuse(exchange, HttpStatus.FORBIDDEN, ex.error(), "bad origin");
		}
		boolean known = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.POST;
		if (!known) {
			return refuse(exchange, HttpStatus.BAD_REQUEST, RequestError.BAD_HANDSHAKE_METHOD, "method");
		}
		return target.isHandshake() ? handshake(exchange) : serve(exchange, target);
	}

	/**
	 * Tells whether pages of an origin may use this server.
	 * @param origin the origin
	 * @param host what the request calls this server, or {@code null}
	 * @return {@code true} for the server's own pages and for origins that are allowed
	 */
	public boolean isAllowed(String origin, @Nullable String host) {
		return this.crossOrigin.isAllowed(origin, host);
	}

	private Mono<Void> refuse(ServerWebExchange exchange, HttpStatus status, RequestError error, String reason) {
		if (logger.isDebugEnabled()) {
			logger.debug(exchange.getLogPrefix() + "Refused: " + reason);
		}
		this.hooks.refused(exchange, null, error, reason);
		return this.responses.empty(exchange, status);
	}

	// Handshake

	private Mono<Void> handshake(ServerWebExchange exchange) {
		MultiValueMap<String, String> query = Query.of(exchange);
		LegacyJsonpFraming script = LegacyJsonpFraming.of(query.getFirst("jsonp"));
		if (script == null && query.containsKey("jsonp")) {
			return refuse(exchange, HttpStatus.BAD_REQUEST, RequestError.BAD_REQUEST, "jsonp is no number");
		}
		return this.requests.read(exchange)
			.flatMap((request) -> this.engine.allow(request)
				.then(Mono.defer(() -> open(exchange, request, script)))
				.onErrorResume(RequestRefusedException.class, (ex) -> refuseHandshake(exchange, request,
						Responses.status(ex, false), ex.error(), String.valueOf(ex.getMessage()))));
	}

	private Mono<Void> open(ServerWebExchange exchange, EngineRequest request, @Nullable LegacyJsonpFraming script) {
		this.hooks.open(exchange, request);
		VirtualConnection connection = this.sessions.open(request, NettyExchange.executor(exchange));
		TransportSession session = connection.session();
		this.responses.setCookie(exchange, session.id());
		byte[] line = session.openingMessage().toString().getBytes(StandardCharsets.UTF_8);
		return (script != null) ? this.responses.body(exchange, "application/javascript", script.wrap(line))
				: this.responses.body(exchange, "text/plain", line);
	}

	/** A script cannot see a status. */
	private Mono<Void> refuseHandshake(ServerWebExchange exchange, @Nullable EngineRequest request,
			HttpStatusCode status, RequestError error, String message) {
		this.hooks.refused(exchange, request, error, message);
		LegacyJsonpFraming script = LegacyJsonpFraming.of(Query.of(exchange).getFirst("jsonp"));
		if (logger.isDebugEnabled()) {
			logger.debug(exchange.getLogPrefix() + "Refused: " + message);
		}
		if (script != null) {
			return this.responses.body(exchange, "application/javascript", script.error(message));
		}
		exchange.getResponse().setStatusCode(status);
		return this.responses.body(exchange, "text/plain", message.getBytes(StandardCharsets.UTF_8));
	}

	// Requests of sessions

	private Mono<Void> serve(ServerWebExchange exchange, LegacyPath path) {
		VirtualConnection connection = this.sessions.find(path.sid());
		if (connection != null || !this.remote.mayHold(path.sid())) {
			return serve(exchange, path, connection);
		}
		return this.remote.serve(exchange, path.sid())
			.flatMap((served) -> served ? Mono.<Void>empty() : serve(exchange, path, null))
			.onErrorResume(RequestRefusedException.class, (ex) -> refuse(exchange, HttpStatus.SERVICE_UNAVAILABLE,
					ex.error(), String.valueOf(ex.getMessage())));
	}

	private Mono<Void> serve(ServerWebExchange exchange, LegacyPath path, @Nullable VirtualConnection connection) {
		if (Query.of(exchange).containsKey("disconnect")) {
			if (connection != null) {
				leave(connection);
			}
			return this.responses.body(exchange, "text/plain", new byte[0]);
		}
		LegacyTransport type = path.type();
		if (type == null || !this.sessions.options().transports().contains(type)) {
			return refuse(exchange, HttpStatus.BAD_REQUEST, RequestError.UNKNOWN_TRANSPORT, "transport not offered");
		}
		return switch (type) {
			case WEBSOCKET, FLASHSOCKET -> upgrade(exchange, connection, type);
			case HTMLFILE -> isPost(exchange) ? post(exchange, connection, PollFraming.PLAIN)
					: stream(exchange, connection, type, StreamFraming.htmlFile());
			case XHR_MULTIPART -> isPost(exchange) ? post(exchange, connection, PollFraming.PLAIN)
					: stream(exchange, connection, type, StreamFraming.multipart());
			case XHR_POLLING -> isPost(exchange) ? post(exchange, connection, PollFraming.PLAIN)
					: poll(exchange, connection, type, PollFraming.PLAIN);
			case JSONP_POLLING -> jsonp(exchange, connection, type);
		};
	}

	private static void leave(VirtualConnection connection) {
		if (connection.session().isOpen()) {
			connection.receive(DISCONNECT, 0, DISCONNECT.length);
		}
		else {
			connection.end(CloseReason.TRANSPORT_CLOSE, "the client left before it came");
		}
	}

	private static boolean isPost(ServerWebExchange exchange) {
		return exchange.getRequest().getMethod() == HttpMethod.POST;
	}

	private Mono<Void> jsonp(ServerWebExchange exchange, @Nullable VirtualConnection connection, LegacyTransport type) {
		LegacyJsonpFraming framing = LegacyJsonpFraming.of(Query.of(exchange).getFirst("i"));
		if (framing == null) {
			return refuse(exchange, HttpStatus.BAD_REQUEST, RequestError.BAD_REQUEST, "i is no number");
		}
		return isPost(exchange) ? post(exchange, connection, framing) : poll(exchange, connection, type, framing);
	}

	private Mono<Void> upgrade(ServerWebExchange exchange, @Nullable VirtualConnection connection,
			LegacyTransport type) {
		if (!RequestReader.isUpgrade(exchange.getRequest()) || !this.webSockets.isHandshake(exchange.getRequest())) {
			return refuse(exchange, HttpStatus.BAD_REQUEST, RequestError.BAD_REQUEST, "no WebSocket handshake");
		}
		if (connection == null) {
			unknown(exchange);
		}
		return this.webSockets.upgrade(exchange, false,
				(webSocket) -> FramedCarrier.begin(connection, webSocket, type));
	}

	private Mono<Void> poll(ServerWebExchange exchange, @Nullable VirtualConnection connection, LegacyTransport type,
			PollFraming framing) {
		if (connection == null) {
			return unknown(exchange, framing);
		}
		ResponseChannel channel = ResponseChannel.of(exchange.getResponse());
		PollCarrier carrier = new PollCarrier(carriage(exchange, connection, type), channel::close);
		return carrier.poll()
			.flatMap((messages) -> answer(exchange, connection.session(), framing, messages)
				.then(channel.<Void>written())
				.doOnSuccess((nothing) -> carrier.written())
				.doOnError((ex) -> carrier.failed())
				.doOnCancel(carrier::failed)
				.thenReturn(true))
			.switchIfEmpty(Mono.defer(() -> unknown(exchange, framing).thenReturn(true)))
			.then();
	}

	private Mono<Void> answer(ServerWebExchange exchange, TransportSession session, PollFraming framing,
			List<EngineMessage> messages) {
		MultiValueMap<String, String> query = Query.of(exchange);
		EncodedPayload payload = session.revision().payloads(query, query).encode(messages);
		return this.responses.packets(exchange, framing, payload);
	}

	private void unknown(ServerWebExchange exchange) {
		this.hooks.refused(exchange, null, RequestError.UNKNOWN_SID, RequestError.UNKNOWN_SID.message());
	}

	private Mono<Void> unknown(ServerWebExchange exchange, PollFraming framing) {
		unknown(exchange);
		return this.responses.packets(exchange, framing, new EncodedPayload(UNKNOWN, false, true));
	}

	private Mono<Void> stream(ServerWebExchange exchange, @Nullable VirtualConnection connection, LegacyTransport type,
			StreamFraming framing) {
		this.responses.prepareStream(exchange, framing.contentType());
		if (connection == null) {
			unknown(exchange);
			return this.responses.stream(exchange, framing.preamble(), framing.wrap(UNKNOWN));
		}
		StreamCarrier carrier = new StreamCarrier(carriage(exchange, connection, type), framing);
		return carrier.respond(exchange.getResponse(), UNKNOWN);
	}

	private Carriage carriage(ServerWebExchange exchange, VirtualConnection connection, LegacyTransport type) {
		return new Carriage(connection, type, NettyExchange.executor(exchange), this.engine.options());
	}

	private Mono<Void> post(ServerWebExchange exchange, @Nullable VirtualConnection connection, PollFraming framing) {
		if (connection == null || !connection.session().isOpen()) {
			return unknown(exchange, framing);
		}
		RequestBody body = new RequestBody(exchange.getRequest(), this.engine.options().maxMessageSize());
		Runnable request = body::abort;
		if (!connection.posts().enter(request)) {
			connection.end(CloseReason.TRANSPORT_ERROR, "overlap of two data requests");
			return this.responses.empty(exchange, HttpStatus.BAD_REQUEST);
		}
		Runnable leave = () -> connection.posts().leave(request);
		return body.read(leave, leave).flatMap((result) -> switch (result.outcome()) {
			case COMPLETE -> receive(exchange, connection, framing, result.bytes(), request);
			case TOO_LARGE -> {
				connection.session().limited("max-http-buffer-size");
				leave.run();
				yield this.responses.empty(exchange, HttpStatus.CONTENT_TOO_LARGE);
			}
			case BROKEN -> {
				leave.run();
				yield this.responses.incomplete(exchange);
			}
		});
	}

	private Mono<Void> receive(ServerWebExchange exchange, VirtualConnection connection, PollFraming framing,
			byte[] body, Runnable request) {
		byte[] payload = framing.unwrap(body);
		if (payload == null || !PlainText.isUtf8(payload, 0, payload.length)) {
			connection.end(CloseReason.PARSE_ERROR, "malformed body");
			return this.responses.empty(exchange, HttpStatus.BAD_REQUEST);
		}
		connection.receive(payload, 0, payload.length);
		return connection.posts().taken().doOnCancel(() -> connection.posts().leave(request)).then(Mono.defer(() -> {
			connection.posts().leave(request);
			return this.responses.body(exchange, PollFraming.PLAIN.contentType(false), TAKEN);
		}));
	}

}
