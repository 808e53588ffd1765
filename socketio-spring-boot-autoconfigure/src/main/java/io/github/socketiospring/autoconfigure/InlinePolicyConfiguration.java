package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.InlineFlashPolicy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets the web server's port answer requests for the Flash socket policy, as servers of
 * protocol 1 did.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
@ConditionalOnBooleanProperty(name = "socketio.policy-server.inline")
class InlinePolicyConfiguration {

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> socketIOInlinePolicy(SocketIOProperties properties,
			ObjectProvider<FlashPolicyObserver> observers) {
		PolicyOptionsMapper options = new PolicyOptionsMapper(properties);
		FlashPolicy policy = options.policy();
		Duration timeout = options.readTimeout();
		FlashPolicyObserver observer = observers.getIfAvailable(() -> FlashPolicyObserver.NONE);
		return (factory) -> factory.addServerCustomizers((server) -> server.doOnChannelInit(
				(listener, channel, address) -> InlineFlashPolicy.watch(channel, policy, timeout, observer)));
	}

}
