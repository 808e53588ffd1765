package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.transport.legacy.LegacyWebHandler;
import io.github.socketiospring.transport.webflux.HttpOptions;
import io.github.socketiospring.transport.webflux.RemoteSessions;
import io.github.socketiospring.transport.webflux.RequestContext;
import io.github.socketiospring.transport.webflux.RequestHooks;
import io.github.socketiospring.transport.websocket.WebSocketTransport;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Protocol 1, below the same path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "socketio.legacy.enabled", matchIfMissing = true)
class LegacyConfiguration {

	/** The name of the bean that tells protocol 1 from others of its type. */
	static final String REVISION = "socketIOLegacyRevision";

	private final OptionsMapper options;

	LegacyConfiguration(SocketIOProperties properties) {
		this.options = new OptionsMapper(properties);
	}

	@Bean(REVISION)
	@ConditionalOnMissingBean(name = REVISION)
	ProtocolRevision socketIOLegacyRevision() {
		return LegacySessions.revision(this.options.engine().maxPacketsPerPayload(), this.options.legacy());
	}

	@Bean
	@ConditionalOnMissingBean
	LegacySessions socketIOLegacySessions(EngineServer engine, @Qualifier(REVISION) ProtocolRevision revision) {
		return new LegacySessions(engine, this.options.legacy(), revision);
	}

	@Bean
	@ConditionalOnMissingBean
	LegacyWebHandler socketIOLegacyWebHandler(EngineServer engine, LegacySessions sessions,
			WebSocketTransport webSockets, HttpOptions httpOptions, ObjectProvider<RequestContext> requestContext,
			RequestHooks hooks, ObjectProvider<RemoteSessions> remote, WebStack web) {
		return new LegacyWebHandler(engine, sessions, webSockets, httpOptions, web.enginePath(),
				RequestContext.all(requestContext.orderedStream().toList()), hooks,
				remote.getIfAvailable(() -> RemoteSessions.NONE));
	}

}
