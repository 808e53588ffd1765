package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.transport.hixie.HixieUpgrade;
import io.github.socketiospring.transport.hixie.RemoteHandshakes;
import io.github.socketiospring.transport.legacy.LegacyWebHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets the web server accept the WebSockets of the Flash player, which came before the
 * standard.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
@ConditionalOnBooleanProperty(name = "socketio.legacy.enabled", matchIfMissing = true)
class HixieConfiguration {

	@Bean
	@Order(0)
	ChannelWatch socketIOHixieUpgrade(SocketIOProperties properties, ObjectProvider<LegacySessions> sessions,
			ObjectProvider<LegacyWebHandler> handler, ObjectProvider<RemoteHandshakes> remote,
			Environment environment) {
		OptionsMapper options = new OptionsMapper(properties);
		String path = new NettyPort(environment).basePath() + options.path();
		// The web server is made before the beans that need it.
		SingletonSupplier<HixieUpgrade> upgrade = SingletonSupplier.of(() -> new HixieUpgrade(sessions.getObject(),
				options.webSocket(), path, (origin, host) -> handler.getObject().isAllowed(origin, host),
				remote.getIfAvailable(() -> RemoteHandshakes.NONE)));
		return (channel) -> upgrade.obtain().watch(channel);
	}

}
