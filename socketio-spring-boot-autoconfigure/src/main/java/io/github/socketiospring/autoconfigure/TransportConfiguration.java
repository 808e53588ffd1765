package io.github.socketiospring.autoconfigure;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.transport.legacy.LegacyWebHandler;
import io.github.socketiospring.transport.polling.PollingTransportHandler;
import io.github.socketiospring.transport.webflux.ClientFile;
import io.github.socketiospring.transport.webflux.EnginePaths;
import io.github.socketiospring.transport.webflux.EngineWebHandler;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.RemoteSessions;
import io.github.socketiospring.transport.webflux.RequestContext;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.webflux.TransportHandler;
import io.github.socketiospring.transport.websocket.WebSocketTransport;
import io.github.socketiospring.transport.websocket.WebSocketTransportHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The transports of Engine.IO, and the path they are served at.
 */
@Configuration(proxyBeanMethods = false)
class TransportConfiguration {

	private final OptionsMapper options;

	TransportConfiguration(SocketIOProperties properties) {
		this.options = new OptionsMapper(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	HttpOptions socketIOHttpOptions(SocketIOProperties properties) {
		return new HttpOptionsMapper(properties).http();
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketTransport socketIOWebSocketTransport() {
		return new WebSocketTransport(this.options.webSocket());
	}

	@Bean
	@ConditionalOnMissingBean
	PollingTransportHandler socketIOPollingHandler(EngineServer engine, HttpOptions httpOptions, RequestHooks hooks) {
		return new PollingTransportHandler(engine, httpOptions, hooks);
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketTransportHandler socketIOWebSocketHandler(EngineServer engine, WebSocketTransport webSockets,
			RequestHooks hooks) {
		return new WebSocketTransportHandler(engine, webSockets, hooks);
	}

	@Bean
	@ConditionalOnMissingBean
	EngineWebHandler socketIOWebHandler(EngineServer engine, ObjectProvider<TransportHandler> transports,
			HttpOptions httpOptions, ObjectProvider<RequestContext> requestContext, RequestHooks hooks,
			ObjectProvider<RemoteSessions> remote) {
		return new EngineWebHandler(engine, transports.orderedStream().toList(), httpOptions,
				RequestContext.all(requestContext.orderedStream().toList()), hooks,
				remote.getIfAvailable(() -> RemoteSessions.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	EnginePaths socketIOPaths(EngineWebHandler handler, ObjectProvider<LegacyWebHandler> legacy,
			SocketIOProperties properties, HttpOptions httpOptions, WebStack web) {
		return new EnginePaths(web.enginePath(), properties.addTrailingSlash(), handler,
				legacy.stream().collect(Collectors.toMap((old) -> LegacyWebHandler.SECTION, Function.identity())),
				properties.serveClient() ? ClientFile.loadAll(httpOptions.cors()) : Map.of());
	}

}
