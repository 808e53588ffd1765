package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.transport.webflux.HttpConnectionTimeouts;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Gives the web server the time-outs it lacks by default, without which anybody can hold
 * any number of connections open for nothing.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
@ConditionalOnBooleanProperty(name = "socketio.http-timeouts.enabled", matchIfMissing = true)
class HttpTimeoutsConfiguration {

	private static final String SERVER_IDLE_TIMEOUT = "server.netty.idle-timeout";

	private static final Duration FOREVER = Duration.ofDays(365);

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> socketIOHttpTimeouts(SocketIOProperties properties,
			Environment environment) {
		SocketIOProperties.HttpTimeouts timeouts = new HttpOptionsMapper(properties).httpTimeouts();
		// Who has set the server's own time-out wants that one.
		Duration idle = environment.containsProperty(SERVER_IDLE_TIMEOUT) ? FOREVER : timeouts.idle();
		HttpConnectionTimeouts connections = new HttpConnectionTimeouts(timeouts.requestHead(), idle);
		return (factory) -> factory.addServerCustomizers(
				(server) -> server.doOnChannelInit((observer, channel, address) -> connections.watch(channel)));
	}

}
