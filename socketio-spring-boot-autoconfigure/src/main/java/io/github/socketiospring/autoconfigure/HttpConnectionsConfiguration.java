package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.transport.webflux.HttpConnectionTimeouts;
import io.github.socketiospring.transport.webflux.HttpConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Watches the web server's HTTP connections: WebSockets need what comes behind their
 * handshake, and the server lacks time-outs by default, without which anybody can hold
 * any number of connections open for nothing.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
class HttpConnectionsConfiguration {

	private static final Duration FOREVER = Duration.ofDays(365);

	@Bean
	@Order(2)
	ChannelWatch socketIOHttpConnections(SocketIOProperties properties, Environment environment) {
		HttpConnections connections = new HttpConnections(new OptionsMapper(properties).path(),
				timeouts(properties, environment));
		return (channel) -> connections.watch(channel);
	}

	private static @Nullable HttpConnectionTimeouts timeouts(SocketIOProperties properties, Environment environment) {
		if (!properties.httpTimeouts().enabled()) {
			return null;
		}
		SocketIOProperties.HttpTimeouts timeouts = new HttpOptionsMapper(properties).httpTimeouts();
		// Who has set the server's own time-out wants that one.
		Duration idle = (new NettyPort(environment).idleTimeout() != null) ? FOREVER : timeouts.idle();
		return new HttpConnectionTimeouts(timeouts.requestHead(), idle);
	}

}
