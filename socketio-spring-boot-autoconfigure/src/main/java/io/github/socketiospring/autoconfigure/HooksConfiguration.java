package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.ConnectionListener;
import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.handshake.RefusedRequestListener;
import io.github.socketiospring.handshake.ResponseHeadersCustomizer;
import io.github.socketiospring.handshake.SessionIdGenerator;
import io.github.socketiospring.handshake.SessionIds;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.transport.webflux.RequestHooks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/**
 * What an application may hook into below its namespaces.
 */
@Configuration(proxyBeanMethods = false)
class HooksConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SessionIdGenerator socketIOSessionIdGenerator() {
		SessionIds ids = new SessionIds();
		return (request) -> ids.next();
	}

	@Bean
	KeptValues socketIOKeptValues(WebStack web, ObjectProvider<DefaultSocketIOServer> server) {
		SingletonSupplier<DefaultSocketIOServer> own = SingletonSupplier.of(server::getObject);
		return new KeptValues(web.values(), (socket, type) -> own.obtain().valueOf(socket, type));
	}

	@Bean
	@ConditionalOnMissingBean
	RequestHooks socketIORequestHooks(ObjectProvider<ResponseHeadersCustomizer> headers,
			ObjectProvider<RefusedRequestListener> refusals, KeptValues values,
			ObjectProvider<EngineWatcher> watchers) {
		return new RequestHooks(headers.orderedStream().toList(), refusals.orderedStream().toList(), values,
				EngineWatcher.all(watchers.orderedStream().toList()));
	}

	/** When all beans exist: a listener may need the server. */
	@Bean
	SmartInitializingSingleton socketIOConnectionListening(ObjectProvider<DefaultSocketIOServer> server,
			ObjectProvider<ConnectionListener> listeners) {
		return () -> server.ifAvailable((target) -> target.listenToConnections(listeners.orderedStream().toList()));
	}

}
