package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import io.github.socketiospring.server.DefaultSocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Registers all handlers when the beans exist and no client can have connected yet.
 */
final class HandlerRegistration implements SmartInitializingSingleton {

	private final DefaultSocketIOServer server;

	private final HandlerMethodRegistrar registrar;

	private final ObjectProvider<SocketIOServerCustomizer> customizers;

	HandlerRegistration(DefaultSocketIOServer server, HandlerMethodRegistrar registrar,
			ObjectProvider<SocketIOServerCustomizer> customizers) {
		this.server = server;
		this.registrar = registrar;
		this.customizers = customizers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(this.server));
		this.registrar.register(this.server, this.server::handlers);
	}

}
