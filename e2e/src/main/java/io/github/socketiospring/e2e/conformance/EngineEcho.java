package io.github.socketiospring.e2e.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.RevisionChooser;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.transport.polling.PollingTransportHandler;
import io.github.socketiospring.transport.webflux.EnginePathMapping;
import io.github.socketiospring.transport.webflux.EnginePaths;
import io.github.socketiospring.transport.webflux.EngineWebHandler;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.RequestContext;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.websocket.WebSocketOptions;
import io.github.socketiospring.transport.websocket.WebSocketTransport;
import io.github.socketiospring.transport.websocket.WebSocketTransportHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;

/**
 * The engine alone, without Socket.IO: every message goes back where it came from.
 */
@Configuration(proxyBeanMethods = false)
class EngineEcho {

	@Bean
	HandlerMapping engineEchoMapping(RevisionChooser revisions) {
		EngineOptions options = EngineOptions.DEFAULTS.withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200));
		TimerWheel timers = new TimerWheel();
		timers.start();
		EngineServer engine = new EngineServer(options, revisions, (request) -> Mono.empty(), EchoListener::new,
				timers);
		WebSocketTransport webSockets = new WebSocketTransport(
				new WebSocketOptions(options.maxMessageSize(), 100, 100, null));
		EngineWebHandler handler = new EngineWebHandler(engine,
				List.of(new PollingTransportHandler(engine, HttpOptions.DEFAULTS, RequestHooks.NONE),
						new WebSocketTransportHandler(engine, webSockets, RequestHooks.NONE)),
				HttpOptions.DEFAULTS, RequestContext.UNCHANGED, RequestHooks.NONE);
		return new EnginePathMapping(new EnginePaths("/engine.io", true, handler, Map.of(), Map.of()));
	}

	private record EchoListener(EngineSession session) implements SessionListener {

		@Override
		public void text(byte[] data, int offset, int length) {
			this.session
				.send(this.session.revision().framing().text(new String(data, offset, length, StandardCharsets.UTF_8)));
		}

		@Override
		public void binary(byte[] data) {
			this.session.send(this.session.revision().framing().binary(data));
		}

		@Override
		public void closed(CloseReason reason, @Nullable String description) {
			// Nothing to tidy up.
		}

	}

}
