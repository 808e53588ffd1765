package io.github.socketiospring.transport.webflux;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves all requests below the engine's path: checks them and gives them to the handler
 * of the transport that they name. A bare handler, because a route would cost several
 * times as much. Safe for use by any thread; bad requests get the protocol's own answer,
 * never an exception.
 */
public final class EngineWebHandler implements WebHandler {

	private static final Log logger = LogFactory.getLog(EngineWebHandler.class);

	/** The callback of Engine.IO's JSONP. */
	private static final Set<String> SCRIPT_PARAMETERS = Set.of("j");

	private final EngineServer engine;

	/** By the name of the transport. */
	private final Map<String, TransportHandler> transports;

	private final RequestReader requests;

	private final Responses responses;

	private final CrossOrigin crossOrigin;

	private final RequestHooks hooks;

	private final EndpointHint hint;

	private final RemoteSessions remote;

	/**
	 * Creates a handler of a server that is alone.
	 * @param engine the engine
	 * @param transports serve the transports that the engine offers
	 * @param options how the HTTP side behaves
	 * @param requestContext what handlers see of the request's Reactor context
	 * @param hooks what the application wants to know and to add
	 * @throws IllegalArgumentException if a transport that the engine offers has no
	 * handler
	 */
	public EngineWebHandler(EngineServer engine, Collection<? extends TransportHandler> transports, HttpOptions options,
			RequestContext requestContext, RequestHooks hooks) {
		this(engine, transports, options, requestContext, hooks, RemoteSessions.NONE);
	}

	/**
	 * Creates a handler.
	 * @param engine the engine
	 * @param transports serve the transports that the engine offers
	 * @param options how the HTTP side behaves
	 * @param requestContext what handlers see of the request's Reactor context
	 * @param hooks what the application wants to know and to add
	 * @param remote serves sessions that are not here
	 * @throws IllegalArgumentException if a transport that the engine offers has no
	 * handler
	 */
	public EngineWebHandler(EngineServer engine, Collection<? extends TransportHandler> transports, HttpOptions options,
			RequestContext requestContext, RequestHooks hooks, RemoteSessions remote) {
		this.engine = engine;
		this.transports = transports.stream()
			.collect(Collectors.toUnmodifiableMap(TransportHandler::transport, Function.identity()));
		for (String offered : engine.options().transports().names()) {
			Assert.isTrue(this.transports.containsKey(offered), () -> "no handler serves the transport " + offered);
		}
		this.requests = new RequestReader(requestContext, hooks.values());
		this.responses = new Responses(options);
		this.crossOrigin = new CrossOrigin(options.cors(), SCRIPT_PARAMETERS);
		this.hooks = hooks;
		this.hint = EndpointHint.of(engine.options().transports().names());
		this.remote = remote;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		boolean upgrade = RequestReader.isUpgrade(request);
		this.hooks.begin(exchange);
		try {
			if (!this.crossOrigin.process(exchange, upgrade)) {
				return exchange.getResponse().setComplete();
			}
			RequestCheck check = this.engine.check(request.getMethod().name(), Query.of(exchange),
					request.getHeaders().getOrigin(), upgrade);
			TransportHandler transport = Objects.requireNonNull(this.transports.get(check.transport().name()));
			transport.check(exchange);
			if (check instanceof RequestCheck.Existing existing) {
				return transport.serve(exchange, existing.session());
			}
			return open(exchange, transport, (RequestCheck.Handshake) check, upgrade);
		}
		catch (RequestRefusedException ex) {
			return (ex.error() == RequestError.UNKNOWN_SID) ? serveElsewhere(exchange, ex, upgrade)
					: refuse(exchange, null, ex, upgrade);
		}
	}

	private Mono<Void> serveElsewhere(ServerWebExchange exchange, RequestRefusedException unknown, boolean upgrade) {
		String sid = Query.of(exchange).getFirst("sid");
		if (sid == null || !this.remote.mayHold(sid)) {
			return refuse(exchange, null, unknown, upgrade);
		}
		return this.remote.serve(exchange, sid)
			.flatMap((served) -> served ? Mono.<Void>empty() : Mono.error(unknown))
			.onErrorResume(RequestRefusedException.class, (ex) -> refuse(exchange, null, ex, upgrade));
	}

	private Mono<Void> open(ServerWebExchange exchange, TransportHandler transport, RequestCheck.Handshake handshake,
			boolean upgrade) {
		return this.requests.read(exchange).flatMap((request) -> this.engine.allow(request).then(Mono.defer(() -> {
			this.hooks.open(exchange, request);
			return transport.open(exchange, handshake, request);
		})).onErrorResume(RequestRefusedException.class, (ex) -> refuse(exchange, request, ex, upgrade)));
	}

	private Mono<Void> refuse(ServerWebExchange exchange, @Nullable EngineRequest request,
			RequestRefusedException refusal, boolean upgrade) {
		if (logger.isDebugEnabled()) {
			logger.debug(exchange.getLogPrefix() + "Refused: " + refusal.error() + ", " + refusal.getMessage());
		}
		this.hooks.refused(exchange, request, refusal.error(), String.valueOf(refusal.getMessage()));
		return this.responses.refuse(exchange, refusal, upgrade, this.hint.find(exchange, refusal, upgrade));
	}

}
