package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.transport.flash.FlashPolicy;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.InlineFlashPolicy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Lets the web server's port answer requests for the Flash socket policy, as servers of
 * protocol 1 did.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
@ConditionalOnBooleanProperty(name = "socketio.policy-server.inline")
class InlinePolicyConfiguration {

	@Bean
	@Order(1)
	ChannelWatch socketIOInlinePolicy(SocketIOProperties properties, ObjectProvider<FlashPolicyObserver> observers) {
		PolicyOptionsMapper options = new PolicyOptionsMapper(properties);
		FlashPolicy policy = options.policy();
		Duration timeout = options.readTimeout();
		FlashPolicyObserver observer = observers.getIfAvailable(() -> FlashPolicyObserver.NONE);
		return (channel) -> InlineFlashPolicy.watch(channel, policy, timeout, observer);
	}

}
