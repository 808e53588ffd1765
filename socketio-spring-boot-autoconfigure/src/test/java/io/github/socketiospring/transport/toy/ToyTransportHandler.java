package io.github.socketiospring.transport.toy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.RequestRule;
import io.github.socketiospring.engine.Transport;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.RequestBody;
import io.github.socketiospring.transport.webflux.Responses;
import io.github.socketiospring.transport.webflux.TransportHandler;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;

/**
 * A third transport, and all that it takes: a row for the engine and a package. A GET is
 * answered by lines that never end, one for each frame; a POST brings lines.
 */
final class ToyTransportHandler implements TransportHandler {

	static final Transport ROW = new Transport("toy", List.of(), RequestRule.PLAIN);

	private final EngineServer engine;

	private final Responses responses = new Responses(HttpOptions.DEFAULTS);

	/** Connections that sessions may move to, by the session's id. */
	private final Map<String, ToyConnection> probed = new ConcurrentHashMap<>();

	ToyTransportHandler(EngineServer engine) {
		this.engine = engine;
	}

	@Override
	public String transport() {
		return ROW.name();
	}

	@Override
	public Mono<Void> open(ServerWebExchange exchange, RequestCheck.Handshake handshake, EngineRequest request) {
		ToyConnection connection = new ToyConnection();
		return connection.respond(exchange.getResponse(),
				() -> this.engine.openFramed(handshake.revision(), request, connection));
	}

	@Override
	public Mono<Void> serve(ServerWebExchange exchange, TransportSession session) {
		if (exchange.getRequest().getMethod() == HttpMethod.POST) {
			return post(exchange, session);
		}
		ToyConnection connection = new ToyConnection();
		this.probed.put(session.id(), connection);
		return connection.respond(exchange.getResponse(), () -> {
			if (!session.startUpgrade(connection)) {
				connection.closeUnused();
			}
		}).doFinally((signal) -> this.probed.remove(session.id(), connection));
	}

	private Mono<Void> post(ServerWebExchange exchange, TransportSession session) {
		ToyConnection connection = (session.connection() instanceof ToyConnection current) ? current
				: this.probed.get(session.id());
		RequestBody body = new RequestBody(exchange.getRequest(), 2 * this.engine.options().maxMessageSize());
		Runnable request = body::abort;
		if (connection == null || !connection.posts().enter(request)) {
			throw new RequestRefusedException(RequestError.BAD_REQUEST);
		}
		Runnable leave = () -> connection.posts().leave(request);
		return body.read(leave, leave).flatMap((result) -> switch (result.outcome()) {
			case COMPLETE -> connection.receive(result.bytes()).then(Mono.defer(() -> {
				leave.run();
				return this.responses.ok(exchange);
			}));
			case TOO_LARGE, BROKEN -> {
				leave.run();
				yield this.responses.empty(exchange, HttpStatus.BAD_REQUEST);
			}
		});
	}

}
