package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import io.github.socketiospring.server.DefaultSocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Registers all handlers when the beans exist and no client can have connected yet. If
 * the application replaces the server, as tests do with a mock, there is nothing to
 * register them with.
 */
final class HandlerRegistration implements SmartInitializingSingleton {

	private final ObjectProvider<DefaultSocketIOServer> server;

	private final HandlerMethodRegistrar registrar;

	private final ObjectProvider<SocketIOServerCustomizer> customizers;

	HandlerRegistration(ObjectProvider<DefaultSocketIOServer> server, HandlerMethodRegistrar registrar,
			ObjectProvider<SocketIOServerCustomizer> customizers) {
		this.server = server;
		this.registrar = registrar;
		this.customizers = customizers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.server.ifAvailable(this::register);
	}

	private void register(DefaultSocketIOServer target) {
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(target));
		this.registrar.register(target, target::handlers);
	}

}
